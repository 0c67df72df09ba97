"""Say whether a certificate is genuine, from its code or from its file."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from certificates.domain.verifying import (
    Verification,
    as_data,
    seal_as_data,
    verify_code,
    verify_file,
)
from certificates.enums import SealState
from certificates.models import Certificate
from certificates.seal import Seal
from curriculum.files import why_unread


class Command(BaseCommand):
    """Refuses, with exit status 1, a code or file that proves nothing."""

    help = "Verify a certificate by the code on it or by its PDF file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("code_or_file", metavar="CODE_OR_FILE")
        parser.add_argument("--format", choices=("table", "json"), default="table")

    def handle(self, **options: Any) -> None:
        verification = _verify(options["code_or_file"])
        certificate, seal = verification.certificate, verification.seal
        if options["format"] == "json":
            data = as_data(certificate)
            data["file_matches"] = verification.file_matches
            if seal:
                data["seal"] = seal_as_data(seal)
            self.stdout.write(json.dumps(data, ensure_ascii=False, indent=1))
        if certificate is None:
            raise CommandError(_unknown(verification))
        if verification.file_matches is False:
            raise CommandError(_altered(certificate))
        if options["format"] != "json":
            lines = _as_text(certificate, verification.file_matches)
            lines.append(_seal(seal) if seal else _kept_seal(certificate))
            self.stdout.write("\n".join(lines))


def _verify(code_or_file: str) -> Verification:
    path = Path(code_or_file)
    try:
        if path.exists() or _names_a_file(code_or_file):
            return verify_file(path.read_bytes())
    except OSError as error:
        raise CommandError(why_unread(path, error)) from error
    return verify_code(code_or_file)


def _names_a_file(text: str) -> bool:
    """A code is letters, digits and hyphens: it has no folder and no ending."""
    return bool(Path(text).suffix) or "/" in text


def _unknown(verification: Verification) -> str:
    if verification.file_matches is None:
        return _("No certificate with this code was issued here.")
    return _("This file is no certificate that was issued here.")


def _altered(certificate: Certificate) -> str:
    """Says first what the file is worth, then what its code names."""
    text = _(
        "This file is NOT the one that was issued: it was altered. Do not accept it.\n"
        "Its code is that of certificate %(number)s. In the register: %(holder)s, "
        "%(state)s."
    )
    return text % {
        "number": certificate.number,
        "holder": _holder(certificate),
        "state": certificate.state_now.label,
    }


def _holder(certificate: Certificate) -> str:
    if certificate.enrolment.professional.is_protected:
        return _("(name protected)")
    return certificate.holder_name or _("(name erased)")


def _seal(seal: Seal) -> str:
    words = {
        SealState.NONE: _("It has no seal; the register is the proof."),
        SealState.INTACT: _("Its seal is intact: %(by)s, %(day)s."),
        SealState.BROKEN: _("Its seal is broken."),
        SealState.UNKNOWN: _(
            "Its seal is intact, but of a signer unknown here: %(by)s. Name the "
            "certificate in CERTIFICATES_SEAL_TRUSTED if it is yours."
        ),
    }
    day = date_format(localdate(seal.at)) if seal.at else "–"
    return words[seal.state] % {"by": seal.by, "day": day}


def _kept_seal(certificate: Certificate) -> str:
    if not certificate.seal:
        return _("Its file has no seal; the register is the proof.")
    return _("Its file was sealed by %(by)s, %(day)s. %(profile)s.") % {
        "by": certificate.seal.name,
        "day": date_format(certificate.issued_on),
        "profile": certificate.get_seal_profile_display(),
    }


def _as_text(certificate: Certificate, file_matches: bool | None) -> list[str]:
    lines = [
        f"{certificate.number}: {certificate.state_now.label}",
        f"{_holder(certificate)}, {certificate.kind.name}",
        f"{certificate.facts['training']['title']}, {date_format(certificate.issued_on)}",
    ]
    if certificate.successor:
        lines.append(
            _("Replaced by %(number)s.") % {"number": certificate.successor.number}
        )
    if file_matches:
        lines.append(_("The file is the one that was issued."))
    return lines
