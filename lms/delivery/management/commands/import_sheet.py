from __future__ import annotations

import json
from argparse import ArgumentParser
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from curriculum.files import why_unread
from lms.delivery import conf
from lms.delivery.domain.importing import apply, preview
from lms.delivery.domain.report import ImportReport
from lms.delivery.domain.sheet_grid import SheetRefused
from lms.delivery.domain.sheet_meanings import ColumnsUnknown
from lms.delivery.domain.sheet_reader import refuse_too_large
from lms.delivery.domain.sheet_said import NEW, Said, meaning_of
from lms.delivery.models import Training


class Command(BaseCommand):
    help = "Read an attendance sheet (xlsx or csv); shows what it would do by default."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE")
        parser.add_argument("--training", required=True, metavar="CODE")
        parser.add_argument("--apply", action="store_true", help="Enrol and mark.")
        parser.add_argument(
            "--column",
            action="append",
            default=[],
            metavar="HEADING=MEANING",
            help="What an unknown column is: name, email, … or a day as in 2026-03-10.",
        )
        parser.add_argument(
            "--fix",
            action="append",
            default=[],
            metavar="CELL=TEXT",
            help="Read another text in a cell, as in F12=P.",
        )
        parser.add_argument(
            "--person",
            action="append",
            default=[],
            metavar="ROW=WHO",
            help="Who a row in review is: new, or the id of a candidate, as in 14=new.",
        )
        parser.add_argument("--format", choices=("table", "json"), default="table")

    def handle(self, **options: Any) -> None:
        training = _training(options["training"])
        path = Path(options["file"])
        content = _content(path)
        facts: dict[str, Any] = {"training": training, "now": timezone.now()}
        try:
            facts["said"] = _said(options)
            if options["apply"]:
                report = apply(content, path.name, by=None, **facts)
            else:
                report = preview(content, path.name, **facts)
        except ColumnsUnknown as refusal:
            raise CommandError(_with_columns(refusal)) from refusal
        except SheetRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        if options["format"] == "json":
            self.stdout.write(json.dumps(report.as_json(), ensure_ascii=False))
        else:
            self.stdout.write(as_text(report))
        if options["apply"] and report.rejected:
            raise CommandError(_not_applied(report))


def _said(options: dict[str, Any]) -> Said:
    """What the options say about the sheet; the last word about a thing holds."""
    columns = [_halves(text, "--column", last=True) for text in options["column"]]
    people = [_halves(text, "--person") for text in options["person"]]
    return Said(
        headings={heading: meaning_of(meaning) for heading, meaning in columns},
        fixes=dict(_halves(text, "--fix") for text in options["fix"]),
        people={_number(row, row): _who(row, who) for row, who in people},
    )


def _halves(text: str, option: str, *, last: bool = False) -> tuple[str, str]:
    """What stands before and after the first “=”, or the last one."""
    before, sign, after = text.rpartition("=") if last else text.partition("=")
    if not sign or not before.strip():
        raise CommandError(
            _("%(option)s “%(text)s” has to be written with “=”, as in %(example)s.")
            % {
                "option": option,
                "text": text,
                "example": {
                    "--column": "--column Firma=institution",
                    "--fix": "--fix F12=P",
                    "--person": "--person 14=new",
                }[option],
            }
        )
    return before.strip(), after.strip()


def _who(row: str, text: str) -> int:
    return NEW if text == "new" else _number(text, f"{row}={text}")


def _number(text: str, shown: str) -> int:
    if text.isascii() and text.isdigit() and len(text) < 19 and int(text):
        return int(text)
    raise CommandError(
        _(
            "--person “%(text)s” names no row and person. Write the number of the row "
            "and “new” or the id of a candidate, as in --person 14=new."
        )
        % {"text": shown}
    )


def _with_columns(refusal: ColumnsUnknown) -> str:
    """The refusal, and how the columns could be explained."""
    return f"{refusal} " + _("Or say with --column what these are: %(columns)s.") % {
        "columns": ", ".join(column.heading for column in refusal.unknown)
    }


def _training(code: str) -> Training:
    training = Training.objects.filter(code=code).first()
    if not training:
        raise CommandError(
            _("There is no training %(code)s. Check the code, or create it first.")
            % {"code": code}
        )
    return training


def _content(path: Path) -> bytes:
    """The file; one that is too large is refused by its size, unread."""
    try:
        refuse_too_large(path.stat().st_size)
        with path.open("rb") as file:
            return file.read(conf.sheet_max_bytes() + 1)
    except SheetRefused as refusal:
        raise CommandError(f"{path.name}: {refusal}") from refusal
    except OSError as error:
        raise CommandError(why_unread(path, error)) from error


def _not_applied(report: ImportReport) -> str:
    return ngettext(
        "Nothing was applied: %(rows)s row is rejected. Correct it and run again.",
        "Nothing was applied: %(rows)s rows are rejected. Correct them and run again.",
        len(report.rejected),
    ) % {"rows": len(report.rejected)}


def _days(days: Iterable[date]) -> str:
    return ", ".join(date_format(day) for day in days)


def as_text(report: ImportReport) -> str:
    """The report as a table for people."""
    facts = [
        (_("Training"), report.training),
        (_("File"), report.file),
        (_("Sessions"), _days(report.sessions)),
        (_("Rows"), str(report.rows)),
        (_("Known people"), str(report.matched)),
        (_("New people"), str(report.created)),
        (_("Rows in review"), str(len(report.review))),
        (_("Rejected rows"), str(len(report.rejected))),
        (_("New institutions"), "; ".join(report.new_institutions) or "–"),
        (_("New positions"), "; ".join(report.new_professions) or "–"),
        (
            _("Municipalities left out"),
            "; ".join(report.unknown_municipalities) or "–",
        ),
        (_("Columns not read"), ", ".join(report.ignored_columns) or "–"),
        (_("Days to come"), _days(report.days_to_come) or "–"),
        (_("Applied"), _("yes") if report.applied else _("no")),
    ]
    width = max(len(label) for label, _value in facts)
    lines = [f"{label:<{width}}  {value}" for label, value in facts]
    lines += [
        _("Row %(row)s, %(name)s: in review. %(reason)s.")
        % {"row": line.row, "name": line.name, "reason": line.reason_label}
        for line in report.review
    ]
    lines += [
        _("Row %(row)s, %(name)s: decided.") % {"row": line.row, "name": line.name}
        for line in report.decided
    ]
    lines += [
        _("Cell %(cell)s is read as “%(text)s”; in the file it says “%(stood)s”.")
        % {"cell": fix.cell, "text": fix.read, "stood": fix.stood}
        for fix in report.fixes
    ]
    lines += [
        _("Row %(row)s, %(name)s: same person as row %(other)s.")
        % {"row": line.row, "name": line.name, "other": line.same_as}
        for line in report.duplicates
    ]
    lines += [
        _("Row %(row)s, column %(column)s: rejected. %(reason)s")
        % {"row": line.row, "column": line.column, "reason": line.reason}
        for line in report.rejected
    ]
    return "\n".join([*lines, report.note] if report.note else lines)
