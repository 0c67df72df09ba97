"""One round of letters to participants; for a timer."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from lms.delivery.domain.sending import Round, preview_letters, send_letters
from lms.delivery.enums import LetterState
from lms.delivery.models import Enrolment, Letter


class Command(BaseCommand):
    help = (
        "Send the letters that are due: invitations, reminders, thanks. "
        "What it prints names nobody, for a timer's output is kept."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--dry-run", action="store_true", help="Show what is due, send nothing."
        )
        parser.add_argument("--format", choices=("table", "json"), default="table")

    def handle(self, **options: Any) -> None:
        if options["dry_run"]:
            done = preview_letters(now=timezone.now())
        else:
            done = send_letters()
        if options["format"] == "json":
            data = {"dry_run": options["dry_run"], **_as_json(done)}
            self.stdout.write(json.dumps(data, ensure_ascii=False, indent=1))
        else:
            self.stdout.write("\n".join(_as_text(done)))


def _as_json(done: Round) -> dict[str, Any]:
    counts = _counts(done)
    return {
        "enabled": done.is_enabled,
        "written": done.written,
        **{str(state): counts[state] for state in LetterState},
        "without_address": _without_address(),
        "letters": [
            {
                "number": letter.pk,
                "kind": letter.kind,
                "training": letter.training.code,
                "state": letter.state,
                "reason": letter.reason,
            }
            for letter in done.letters
        ],
    }


def _as_text(done: Round) -> list[str]:
    if not done.is_enabled:
        return [_("Letters are switched off by the setting LMS_DELIVERY_MAIL_ENABLED.")]
    counts = _counts(done)
    lines = ["  ".join(_cells(letter)) for letter in done.letters]
    lines += [
        f"{state.label}: {counts[state]}" for state in LetterState if counts[state]
    ]
    if without := _without_address():
        lines.append(_("Without an e-mail: %(count)s") % {"count": without})
    return lines or [_("No letter is due.")]


def _cells(letter: Letter) -> list[str]:
    cells = [
        letter.training.code,
        str(letter.get_kind_display()),
        str(letter.get_state_display()),
    ]
    return [*cells, str(letter.get_reason_display())] if letter.reason else cells


def _counts(done: Round) -> Counter[str]:
    return Counter(letter.state for letter in done.letters)


def _without_address() -> int:
    return Enrolment.objects.unreachable(today=timezone.localdate()).count()
