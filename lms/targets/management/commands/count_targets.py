"""The numbers of all indicators, or of one, on a day."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from lms.targets.domain.counting import CountRefused, count
from lms.targets.domain.figures import IndicatorCount
from lms.targets.domain.plain import as_plain


class Command(BaseCommand):
    help = "Count people, participations and trainings for the targets of the Strategy."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--on", metavar="DATE", help="as in 2026-06-30; today without"
        )
        parser.add_argument(
            "--indicator", metavar="CODE", help="one code, as in III.1.9"
        )
        parser.add_argument("--format", choices=["table", "json"], default="table")

    def handle(self, **options: Any) -> None:
        code = options["indicator"]
        try:
            counts = count(
                on=_day(options["on"]), codes=None if code is None else [code]
            )
        except CountRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        if options["format"] == "json":
            rows = [as_plain(each) for each in counts]
            self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=1))
        else:
            self.stdout.write("\n".join(_table(counts)))


def _day(text: str | None) -> date:
    if text is None:
        return timezone.localdate()
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise CommandError(
            _("“%(text)s” is not a date. Write year-month-day, as in 2026-06-30.")
            % {"text": text}
        ) from error


def _headings() -> tuple[str, ...]:
    return (
        _("Code"), _("People"), _("Participations"), _("Trainings"), _("Headcount*"),
        _("Target"), _("Percent"), _("Not counted"),
    )  # fmt: skip


def _table(counts: list[IndicatorCount]) -> list[str]:
    """Columns as wide as their widest cell, names last; below, what the star means."""
    headings = _headings()
    rows = [headings, *(_cells(each) for each in counts)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(headings))]
    names = ["", *(each.name for each in counts)]
    lines = [
        "  ".join(
            cell.rjust(width) if place else cell.ljust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        + f"  {name}"
        for row, name in zip(rows, names, strict=True)
    ]
    return [*lines, "* " + _("Headcount, not verified one by one")]


def _cells(counted: IndicatorCount) -> tuple[str, ...]:
    if counted.is_out_of_scope:
        return (counted.code, "-", "-", "-", "-", "-", _("out of scope"), "-")
    percent = counted.percent
    return (
        counted.code,
        str(counted.people),
        str(counted.participations),
        str(counted.trainings),
        str(counted.headcount),
        counted.target or "-",
        _("needs staff number")
        if counted.needs_staff_number
        else "-"
        if percent is None
        else f"{percent:g} %",
        str(counted.left),
    )
