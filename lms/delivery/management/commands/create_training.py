from __future__ import annotations

import json
from argparse import ArgumentParser
from datetime import date, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from lms.delivery.domain.training import TrainingRefused, create_training
from lms.delivery.models import Training

DATE_FORMATS = ("%Y-%m-%d", "%d.%m.%Y", "%d.%m.%Y.")


class Command(BaseCommand):
    help = "Create a training with no sessions yet; the sheet brings them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("code", metavar="CODE")
        parser.add_argument("--modules", required=True, help="Codes, as in M03,M04.")
        parser.add_argument("--from", dest="start", required=True, metavar="DATE")
        parser.add_argument("--to", dest="end", required=True, metavar="DATE")
        parser.add_argument("--title", default="")
        parser.add_argument("--place", default="")
        parser.add_argument("--actions", default="", help="Codes, as in III.1.9.")
        parser.add_argument("--format", choices=("table", "json"), default="table")

    def handle(self, **options: Any) -> None:
        try:
            training = create_training(
                options["code"],
                modules=options["modules"].split(","),
                start=_day(options["start"]),
                end=_day(options["end"]),
                title=options["title"],
                place=options["place"],
                actions=options["actions"].split(","),
                by=None,
            )
        except TrainingRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        if options["format"] == "json":
            self.stdout.write(json.dumps(_as_json(training), ensure_ascii=False))
        else:
            self.stdout.write(_as_text(training))


def _day(text: str) -> date:
    for pattern in DATE_FORMATS:
        try:
            return datetime.strptime(text.strip(), pattern).date()
        except ValueError:
            continue
    raise CommandError(
        _("“%(text)s” is not a day. Write it as 2026-03-10 or as 10.03.2026.")
        % {"text": text}
    )


def _as_json(training: Training) -> dict[str, Any]:
    return {
        "code": training.code,
        "title": training.title,
        "status": training.status,
        "from": training.start_date.isoformat(),
        "to": training.end_date.isoformat(),
        "place": training.place,
        "modules": [
            {"code": edition.module.code, "edition": edition.label}
            for edition in training.editions.all()
        ],
        "actions": [action.code for action in training.actions.all()],
    }


def _as_text(training: Training) -> str:
    lines = [
        (_("Training"), str(training)),
        (
            _("Days"),
            f"{date_format(training.start_date)} – {date_format(training.end_date)}",
        ),
        (_("Place"), training.place or "–"),
        (
            _("Modules"),
            ", ".join(edition.short_label for edition in training.editions.all()),
        ),
        (_("Action rows"), ", ".join(a.code for a in training.actions.all()) or "–"),
    ]
    width = max(len(label) for label, _value in lines)
    return "\n".join(f"{label:<{width}}  {value}" for label, value in lines)
