"""Writes the questions of a module as GIFT or Moodle XML, in one language."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from curriculum.files import why_unwritten
from lms.assessment.domain.exchange import write_questions
from lms.assessment.domain.question_content import SUFFIXES
from lms.assessment.enums import ExchangeFormat
from lms.assessment.models import QuestionVersion


class Command(BaseCommand):
    help = "Write the questions of a module as GIFT or Moodle XML."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--module", required=True, help="As in M03.")
        parser.add_argument("--language", choices=SUFFIXES, required=True)
        parser.add_argument(
            "--as", dest="kind", choices=ExchangeFormat.values, required=True
        )
        parser.add_argument("--out", type=Path, required=True)

    def handle(self, **options: Any) -> None:
        versions = QuestionVersion.objects.of_module(options["module"])
        if not versions:
            raise CommandError(
                _("Module %(code)s has no questions.") % {"code": options["module"]}
            )
        content = write_questions(
            versions,
            suffix=options["language"],
            as_format=ExchangeFormat(options["kind"]),
        )
        try:
            options["out"].write_bytes(content)
        except OSError as error:
            raise CommandError(why_unwritten(options["out"], error)) from error
        self.stdout.write(
            _("%(count)s questions written to %(file)s.")
            % {"count": len(versions), "file": options["out"]}
        )
