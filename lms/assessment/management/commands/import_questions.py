"""Takes questions from GIFT or Moodle XML into the bank; shows what it would do first."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from curriculum.files import why_unread
from curriculum.models import Module
from lms.assessment.domain.exchange import read_questions_from
from lms.assessment.domain.foreign import FileRefused, Reading, take_in
from lms.assessment.domain.question_content import SUFFIXES


class Command(BaseCommand):
    help = "Take questions from a GIFT or Moodle XML file into the question bank."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--module", required=True, help="As in M03.")
        parser.add_argument("--language", choices=SUFFIXES, required=True)
        parser.add_argument("--apply", action="store_true")
        parser.add_argument("--format", choices=("table", "json"), default="table")

    def handle(self, **options: Any) -> None:
        path: Path = options["file"]
        module = Module.objects.filter(code=options["module"]).first()
        if module is None:
            raise CommandError(
                _("There is no module %(code)s.") % {"code": options["module"]}
            )
        try:
            reading = read_questions_from(path.read_bytes())
        except OSError as error:
            raise CommandError(why_unread(path, error)) from error
        except FileRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        taken = []
        if options["apply"]:
            taken = take_in(
                reading.questions,
                module=module,
                suffix=options["language"],
                by=None,
                now=timezone.now(),
            )
        keys = [question.key for question in taken]
        if options["format"] == "json":
            data = {**_as_json(reading), "taken": keys, "applied": options["apply"]}
            self.stdout.write(json.dumps(data, ensure_ascii=False, indent=1))
        else:
            self.stdout.write("\n".join(_as_text(reading)))
            words = _("%(count)s questions taken in.") if options["apply"] else ""
            self.stdout.write(
                words % {"count": len(taken)}
                if words
                else _("Nothing is changed yet; add --apply to take them in.")
            )


def _as_json(reading: Reading) -> dict[str, Any]:
    return {
        "read": [
            {"line": one.where, "kind": one.kind, "text": one.text, "notes": one.notes}
            for one in reading.questions
        ],
        "unread": [
            {"line": one.where, "text": one.text, "reason": one.reason}
            for one in reading.unread
        ],
    }


def _as_text(reading: Reading) -> list[str]:
    lines = []
    for question in reading.questions:
        lines.append(
            f"{question.where:>5}  {question.kind.label}  {question.text[:60]}"
        )
        lines += [f"       {note}" for note in question.notes]
    lines.append(
        _("Read: %(read)s. Not read: %(unread)s.")
        % {"read": len(reading.questions), "unread": len(reading.unread)}
    )
    lines += [
        f"{one.where:>5}  {one.reason}  {one.text[:60]}" for one in reading.unread
    ]
    return lines
