"""What a person can say about a sheet while looking it over."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from lms.delivery.domain.report import Candidate, ImportReport, InReview
from lms.delivery.domain.sheet_grid import text_of
from lms.delivery.domain.sheet_meanings import LABELS, Column
from lms.delivery.domain.sheet_row import Rejected
from lms.delivery.domain.sheet_said import MAX_TEXT, NEW, Fix, Said

#: So many rows with faults, and so many to be decided, are shown at once.
MOST_ROWS = 50
MOST_FIXES = 300
ANOTHER = "new"


class SheetPreviewForm(forms.Form):
    """One field for each unknown column, faulty or corrected cell, and row in review.

    `report` is None where the list cannot be read before its columns are explained.
    """

    def __init__(
        self,
        *args: Any,
        report: ImportReport | None,
        unknown: Sequence[Column],
        days: Sequence[date],
        may_decide: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.unknown = unknown
        self.faults = report.rejected[:MOST_ROWS] if report else ()
        faulty = {cell.cell for line in self.faults for cell in line.cells}
        self.fixes = report.fixes if report else ()
        self.fixed = [fix for fix in self.fixes if fix.cell not in faulty]
        self.people = _to_decide(report) if report and may_decide else []
        self.waiting = (
            [one.row for one in report.review if not one.same_as] if report else []
        )
        self._add_columns(days)
        self._add_cells()
        self._add_people()

    def _add_columns(self, days: Sequence[date]) -> None:
        choices = [
            ("", _("Nobody has said yet")),
            *LABELS.items(),
            *((day.isoformat(), date_format(day, "l, j.n.Y")) for day in days),
        ]
        for column in self.unknown:
            self.fields[f"column-{column.letter}"] = forms.ChoiceField(
                label=column.name,
                choices=choices,
                required=False,
                initial=column.meaning,
            )

    def _add_cells(self) -> None:
        cells = [
            (cell.cell, cell.text, _("Cell %(cell)s, column %(column)s"), cell.column)
            for line in self.faults
            for cell in line.cells
        ]
        cells += [
            (
                fix.cell,
                fix.read,
                _("Cell %(cell)s, in the file: “%(column)s”"),
                fix.stood,
            )
            for fix in self.fixed
        ]
        for cell, text, label, column in cells:
            self.fields[f"fix-{cell}"] = forms.CharField(
                label=label % {"cell": cell, "column": column},
                max_length=max(MAX_TEXT, len(text)),
                required=False,
                initial=text,
            )

    def _add_people(self) -> None:
        for line in self.people:
            choices = [
                *((str(one.pk), _words(one)) for one in line.candidates),
                (ANOTHER, _("Somebody new")),
                ("", _("The office decides later")),
            ]
            self.fields[f"person-{line.row}"] = forms.ChoiceField(
                label=_("Who is row %(row)s, %(name)s?")
                % {"row": line.row, "name": line.name},
                choices=choices,
                required=False,
                widget=forms.RadioSelect,
                initial=_choice(line),
            )

    @property
    def column_fields(self) -> Iterator[tuple[Column, forms.BoundField]]:
        for column in self.unknown:
            yield column, self[f"column-{column.letter}"]

    @property
    def fault_fields(self) -> Iterator[tuple[Rejected, list[forms.BoundField]]]:
        for line in self.faults:
            yield line, [self[f"fix-{cell.cell}"] for cell in line.cells]

    @property
    def fixed_fields(self) -> Iterator[tuple[Fix, forms.BoundField]]:
        for fix in self.fixed:
            yield fix, self[f"fix-{fix.cell}"]

    @property
    def people_fields(self) -> Iterator[tuple[InReview, forms.BoundField]]:
        for line in self.people:
            yield line, self[f"person-{line.row}"]

    @property
    def rows_not_shown(self) -> int:
        """How many rows in review follow once those that are shown are decided."""
        shown = {line.row for line in self.people}
        return sum(row not in shown for row in self.waiting)

    def said(self) -> Said:
        """All that holds now: what was said here, and what is not shown here."""
        return Said(
            columns=dict(self._columns()),
            fixes=dict(self._fixes()),
            people=dict(self._people()),
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and len(dict(self._fixes())) > MOST_FIXES:
            raise forms.ValidationError(
                _(
                    "At most %(most)s cells can be put right here. Correct the sheet "
                    "itself and choose it again."
                ),
                params={"most": MOST_FIXES},
            )
        return cleaned

    def _answer(self, name: str, otherwise: str) -> str:
        """What was sent; a field that was not sent at all stays as it is."""
        return self.cleaned_data[name] if name in self.data else otherwise

    def _columns(self) -> Iterator[tuple[str, str]]:
        for column in self.unknown:
            meaning = self._answer(f"column-{column.letter}", column.meaning)
            if meaning and (column.is_said or meaning != column.meaning):
                yield column.letter, meaning

    def _fixes(self) -> Iterator[tuple[str, str]]:
        """Texts that differ from the file; the one of the file takes a fix back."""
        stood = {fix.cell: fix.stood for fix in self.fixes}
        for name, field in self.fields.items():
            kind, _dash, cell = name.partition("-")
            if kind == "fix":
                text = self._answer(name, field.initial)
                if text_of(text) != stood.get(cell, field.initial):
                    yield cell, text

    def _people(self) -> Iterator[tuple[int, int]]:
        for line in self.people:
            if choice := self._answer(f"person-{line.row}", _choice(line)):
                yield line.row, NEW if choice == ANOTHER else int(choice)


def _to_decide(report: ImportReport) -> list[InReview]:
    """The first row of each identity: those decided, then the first of the others."""
    decided = [line for line in report.decided if not line.same_as]
    waiting = [line for line in report.review if not line.same_as]
    shown = waiting[:MOST_ROWS] if len(decided) < MOST_FIXES else []
    return sorted([*decided, *shown], key=lambda line: line.row)


def _choice(line: InReview) -> str:
    if line.choice is None:
        return ""
    return ANOTHER if line.choice == NEW else str(line.choice)


def _words(candidate: Candidate) -> str:
    """By what one tells two people of one name apart."""
    facts = (
        candidate.name,
        candidate.institution,
        candidate.profession,
        candidate.email,
    )
    return " · ".join(filter(None, facts))
