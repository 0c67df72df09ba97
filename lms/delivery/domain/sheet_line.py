"""One line of the grid below the headings: whether it is a row, and what it says."""

from __future__ import annotations

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from curriculum.folding import fold

from .sheet_cells import Problem, facts_of, formula_problem, name_of
from .sheet_columns import Columns
from .sheet_footers import (
    is_footer,
    is_footer_name,
    is_number,
    is_persons_name,
    is_total,
)
from .sheet_grid import Formula, Grid, Value, shortened, text_of
from .sheet_headings import FACTS, FIRST_NAME, LAST_NAME, WHOLE_NAME, kind_of
from .sheet_marks import mark_of
from .sheet_row import BadCell, Rejected, Row
from .sheet_said import cell_name


class Line:
    """One line of the grid below the headings."""

    def __init__(
        self, grid: Grid, columns: Columns, index: int, *, today: date
    ) -> None:
        self.grid, self.columns, self.index = grid, columns, index
        self.today = today
        self.facts = {
            kind: self._value(columns.fields[kind].index)
            for kind in FACTS
            if kind in columns.fields
        }
        self.days = {
            day: self._value(column.index) for day, column in columns.days.items()
        }
        self.names = {
            kind: self._name_value(kind)
            for kind in (WHOLE_NAME, FIRST_NAME, LAST_NAME)
            if kind in columns.fields
        }

    def _where(self, column: int) -> tuple[int, int]:
        """The cell; of cells merged downwards or across days, the one they show."""
        row, origin = self.grid.origin(self.index, column)
        days = {day.index for day in self.columns.days.values()}
        is_shown = origin == column or {origin, column} <= days
        if row > self.columns.last_row and is_shown:
            return row, origin
        return self.index, column

    def _value(self, column: int) -> Value:
        return self.grid.value(*self._where(column))

    def _name_value(self, kind: str) -> Value:
        column = self.columns.fields[kind]
        values = [
            self._value(index)
            for index in range(column.index, column.index + column.width)
        ]
        filled = [value for value in values if text_of(value)]
        if len(filled) < 2 or any(isinstance(value, Formula) for value in filled):
            return filled[0] if filled else None
        return " ".join(dict.fromkeys(map(text_of, filled)))

    @property
    def name(self) -> str:
        return " ".join(filter(None, map(text_of, self.names.values())))

    @property
    def has_facts(self) -> bool:
        return any(text_of(value) for value in self.facts.values())

    @property
    def has_marks(self) -> bool:
        """At least one day cell with a mark in it, and not only sums."""
        return any(
            text_of(value) and mark_of(value) is not None
            for value in self.days.values()
        )

    @property
    def _is_marked_person(self) -> bool:
        """Somebody's name, and in the days marks alone: no sums, no remarks."""
        return (
            self.has_marks
            and is_persons_name(self.name)
            and all(mark_of(value) is not None for value in self.days.values())
        )

    @property
    def is_footer(self) -> bool:
        """The first of the lines below the table: a total, a signature, a place."""
        if self._is_marked_person:
            return False
        if self._is_sum:
            return True
        if self.name:
            looks_so = is_footer_name(self.name) and not self.has_marks
            return not self.has_facts and (looks_so or is_total(self.name))
        texts = [text for cell in self.grid.rows[self.index] if (text := text_of(cell))]
        if self.has_facts:
            return bool(texts) and is_footer_name(texts[0]) and not self.has_marks
        return any(map(is_footer, texts))

    @property
    def _is_sum(self) -> bool:
        """A word for a total and nothing but numbers after it, in whatever columns."""
        cells = [cell for cell in self.grid.rows[self.index] if text_of(cell)]
        return (
            len(cells) > 1
            and is_total(text_of(cells[0]))
            and all(is_number(cell) for cell in cells[1:])
        )

    def is_row(self, *, is_below: bool) -> bool:
        if not self.name:
            is_sum = not self.has_facts and not self.has_marks
            odd = any(
                text_of(value) and not isinstance(value, int | float | Formula)
                for value in self.days.values()
            )
            return not self.is_footer and (not is_sum or (odd and not is_below))
        if self.is_footer or self._is_heading():
            return False
        is_written = bool(fold(self.name)) and not is_below
        return self.has_facts or self.has_marks or is_written

    def _is_heading(self) -> bool:
        """The headings again, as on every printed page."""
        kinds = [(kind, text_of(value)) for kind, value in self.names.items()]
        return all(
            text and kind_of(text) in (WHOLE_NAME, FIRST_NAME, LAST_NAME)
            for _kind, text in kinds
        )

    def read(self) -> Row | Rejected:
        problems = self._formulas()
        if not problems and not self.name:
            problems = [
                Problem(
                    self.columns.name,
                    _("The row has text but no name. Write the name or empty the row."),
                )
            ]
        if problems:
            return self._rejected(problems)
        first, last, problem = name_of(self.names, self.columns)
        facts, problems = facts_of(self.facts, self.columns)
        if problem:
            problems.insert(0, problem)
        marks = {}
        for day, value in self.days.items():
            if day > self.today:
                problems += self._too_early(day, value)
            elif (mark := mark_of(value)) is None:
                problems.append(self._unknown_mark(day, value))
            else:
                marks[day] = mark
        if problems:
            return self._rejected(problems)
        return Row(
            number=self.index + 1,
            first_name=first,
            last_name=last,
            marks=marks,
            is_name_divided=WHOLE_NAME in self.names,
            fixes=self._fixes(),
            **facts,
        )

    def _formulas(self) -> list[Problem]:
        fields = self.columns.fields
        cells = [
            *((fields[kind], value) for kind, value in self.names.items()),
            *((fields[kind], value) for kind, value in self.facts.items()),
            *((self.columns.days[day], value) for day, value in self.days.items()),
        ]
        found = (formula_problem(column, value) for column, value in cells)
        return [problem for problem in found if problem]

    def _too_early(self, day: date, value: Value) -> list[Problem]:
        if not text_of(value):
            return []
        reason = _(
            "The day is still to come: %(day)s. Nobody can be marked before it; empty "
            "the cell."
        )
        return [Problem(self.columns.days[day], reason % {"day": date_format(day)})]

    def _unknown_mark(self, day: date, value: Value) -> Problem:
        return Problem(
            self.columns.days[day],
            _(
                "“%(value)s” is not a mark. Write P, X, ✓, 1, po, da or yes for present, "
                "and M, -, 0, jo, ne, no or nothing for absent."
            )
            % {"value": shortened(text_of(value))},
        )

    def _rejected(self, problems: list[Problem]) -> Rejected:
        """One refusal a row; further columns are named within its reason."""
        first, *others = problems
        reason = first.reason
        for problem in others:
            reason += " " + _("Column %(column)s: %(reason)s") % {
                "column": problem.column.name,
                "reason": problem.reason,
            }
        cells = tuple(map(self._bad_cell, problems))
        return Rejected(self.index + 1, first.column.name, reason, cells)

    def _bad_cell(self, problem: Problem) -> BadCell:
        """Where the fault stands: of a name over several columns, in the first filled."""
        first, width = problem.column.index, problem.column.width
        places = [self._where(column) for column in range(first, first + width)]
        filled = [place for place in places if text_of(self.grid.value(*place))]
        place = (filled or places)[0]
        return BadCell(
            cell_name(*place),
            problem.column.name,
            text_of(self.grid.value(*place)),
            problem.reason,
        )

    def _fixes(self) -> dict[str, tuple[str, str]]:
        """The cells of this line that were put right."""
        if not self.grid.stood:
            return {}
        columns = [*self.columns.fields.values(), *self.columns.days.values()]
        places = {
            self._where(index)
            for column in columns
            for index in range(column.index, column.index + column.width)
        }
        return {
            cell_name(*place): (
                self.grid.stood[place],
                text_of(self.grid.value(*place)),
            )
            for place in sorted(places & self.grid.stood.keys())
        }
