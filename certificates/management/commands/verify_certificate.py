"""Say whether a certificate is genuine, from its code or from its file."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from certificates.domain.verifying import (
    Verification,
    as_data,
    verify_code,
    verify_file,
)
from certificates.models import Certificate


class Command(BaseCommand):
    help = "Verify a certificate by the code on it or by its PDF file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("code_or_file", metavar="CODE_OR_FILE")
        parser.add_argument("--format", choices=("table", "json"), default="table")

    def handle(self, **options: Any) -> None:
        verification = _verify(options["code_or_file"])
        if options["format"] == "json":
            data = as_data(verification.certificate)
            data["file_matches"] = verification.file_matches
            self.stdout.write(json.dumps(data, ensure_ascii=False, indent=1))
        if verification.certificate is None:
            raise CommandError(_("No certificate with this code was issued here."))
        if options["format"] != "json":
            lines = _as_text(verification.certificate, verification.file_matches)
            self.stdout.write("\n".join(lines))


def _verify(code_or_file: str) -> Verification:
    path = Path(code_or_file)
    try:
        if path.is_file():
            return verify_file(path.read_bytes())
    except OSError as error:
        raise CommandError(
            _("The file %(file)s cannot be read: %(reason)s.")
            % {"file": path, "reason": error.strerror}
        ) from error
    return verify_code(code_or_file)


def _as_text(certificate: Certificate, file_matches: bool | None) -> list[str]:
    holder = certificate.holder_name or _("(name erased)")
    lines = [
        f"{certificate.number}: {certificate.get_state_display()}",
        f"{holder}, {certificate.kind.name}",
        f"{certificate.facts['training']['title']}, {date_format(certificate.issued_on)}",
    ]
    if certificate.successor:
        lines.append(
            _("Replaced by %(number)s.") % {"number": certificate.successor.number}
        )
    if file_matches is not None:
        lines.append(
            _("The file is the one that was issued.")
            if file_matches
            else _("The file is NOT the one that was issued.")
        )
    return lines
