"""Decide completion for every enrolment of a training and close it."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lms.assessment.domain.closing import Closing, ClosingRefused, close_training
from lms.delivery.models import Training


class Command(BaseCommand):
    help = "Close a training: decide who completed it, and say why the others did not."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("code", help="Code of the training, as in TIT-2026-01")
        parser.add_argument("--format", choices=("table", "json"), default="table")

    def handle(self, *, code: str, format: str, **options: Any) -> None:  # noqa: A002 -- the name of the option
        training = Training.objects.filter(code=code).first()
        if training is None:
            raise CommandError(_("There is no training %(code)s.") % {"code": code})
        try:
            closing = close_training(training, by=None, now=timezone.now())
        except ClosingRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        if format == "json":
            self.stdout.write(
                json.dumps(as_data(closing), ensure_ascii=False, indent=2)
            )
        else:
            self._write_table(closing)

    def _write_table(self, closing: Closing) -> None:
        for one in (*closing.completed, *closing.not_completed):
            mark = "✓" if one.is_completed else "–"
            name = one.enrolment.professional.full_name
            self.stdout.write(
                f"{mark} {name:<40.40} {one.share:>5} %  {one.explanation}"
            )
        self.stdout.write(
            _("%(code)s is closed: %(completed)s completed, %(others)s did not.")
            % {
                "code": closing.training.code,
                "completed": len(closing.completed),
                "others": len(closing.not_completed),
            }
        )
        if closing.in_review:
            self.stdout.write(
                ngettext(
                    "%(rows)s row of a sheet still waits for a decision.",
                    "%(rows)s rows of sheets still wait for a decision.",
                    closing.in_review,
                )
                % {"rows": closing.in_review}
            )


def as_data(closing: Closing) -> dict[str, Any]:
    return {
        "training": closing.training.code,
        "completed": [
            {
                "name": one.enrolment.professional.full_name,
                "share": one.share,
                "completed_on": str(one.completed_on),
            }
            for one in closing.completed
        ],
        "not_completed": [
            {
                "name": one.enrolment.professional.full_name,
                "share": one.share,
                "reason_code": one.reason,
                "reason": one.explanation,
            }
            for one in closing.not_completed
        ],
        "in_review": closing.in_review,
    }
