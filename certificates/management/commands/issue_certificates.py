"""Issue the certificates of a closed training."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from certificates.domain.issuing import IssueReport, IssuingRefused, issue_for_training
from certificates.enums import PARTICIPATION
from certificates.models import Certificate, CertificateFile, CertificateKind
from curriculum.files import why_unwritten
from lms.delivery.models import Training


class Command(BaseCommand):
    help = "Issue for all who completed a training and have no certificate yet."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--training", required=True, metavar="CODE")
        parser.add_argument("--kind", default=PARTICIPATION)
        parser.add_argument("--out", metavar="DIR", help="Also write the files there.")
        parser.add_argument("--format", choices=("table", "json"), default="table")

    def handle(self, **options: Any) -> None:
        training = _training(options["training"])
        kind = _kind(options["kind"])
        folder = _folder(options["out"])
        try:
            report = issue_for_training(
                training, kind=kind, by=None, now=timezone.now()
            )
        except IssuingRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        files = {one.pk: _write(one, folder) for one in report.issued} if folder else {}
        if options["format"] == "json":
            data = _as_json(report, files)
            self.stdout.write(json.dumps(data, ensure_ascii=False, indent=1))
        else:
            self.stdout.write("\n".join(_as_text(report, files)))


def _training(code: str) -> Training:
    if training := Training.objects.filter(code=code).first():
        return training
    raise CommandError(_("There is no training %(code)s.") % {"code": code})


def _kind(code: str) -> CertificateKind:
    if kind := CertificateKind.objects.filter(code=code).first():
        return kind
    known = ", ".join(CertificateKind.objects.values_list("code", flat=True))
    raise CommandError(
        _("There is no certificate kind %(code)s. Known: %(known)s.")
        % {"code": code, "known": known or "–"}
    )


def _folder(name: str | None) -> Path | None:
    """The folder, made and tried before anything is issued."""
    if name is None:
        return None
    folder = Path(name)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=folder):
            return folder
    except OSError as error:
        raise CommandError(why_unwritten(folder, error)) from error


def _write(certificate: Certificate, folder: Path) -> str:
    path = folder / f"{certificate.number}.pdf"
    try:
        path.write_bytes(CertificateFile.objects.get(certificate=certificate).pdf)
    except OSError as error:
        kept = _("The certificates are issued and kept in the register all the same.")
        raise CommandError(f"{why_unwritten(path, error)} {kept}") from error
    return str(path)


def _as_json(report: IssueReport, files: dict[int, str]) -> dict[str, Any]:
    return {
        "training": report.training.code,
        "issued": [
            {
                "number": one.number,
                "code": one.code,
                "holder": one.holder_name,
                "file": files.get(one.pk),
            }
            for one in report.issued
        ],
        "skipped": [
            {"name": skipped.name, "reason": skipped.reason}
            for skipped in report.skipped
        ],
    }


def _as_text(report: IssueReport, files: dict[int, str]) -> list[str]:
    lines = [
        f"{one.number}  {one.holder_name}  {files.get(one.pk, one.code)}"
        for one in report.issued
    ]
    lines += [f"–  {skipped.name}  {skipped.reason}" for skipped in report.skipped]
    counts = {"issued": len(report.issued), "skipped": len(report.skipped)}
    return [*lines, _("%(issued)s issued, %(skipped)s skipped.") % counts]
