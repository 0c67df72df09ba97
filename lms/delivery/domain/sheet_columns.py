"""Finding the headings of a list and what each column stands for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from .sheet_days import day_of, is_day_within, looks_like_a_day
from .sheet_grid import Formula, Grid, SheetRefused, shortened, text_of
from .sheet_headings import (
    FIRST_NAME,
    LAST_NAME,
    NUMBER,
    SIGNATURE,
    WHOLE_NAME,
    is_surname_first,
    kind_of,
)
from .sheet_meanings import Column, ColumnsUnknown, Meanings, place_columns

#: The headings stand in one of the first rows.
SEARCHED_ROWS = 30


@dataclass(frozen=True)
class Columns:
    """What the columns stand for; the list begins below `last_row` (from 0)."""

    last_row: int
    fields: dict[str, Column]
    days: dict[date, Column]
    #: Columns that the program does not know by itself.
    unknown: tuple[Column, ...] = ()

    @property
    def name(self) -> Column:
        """The column that a missing name is reported under."""
        return self.fields.get(WHOLE_NAME) or self.fields[FIRST_NAME]

    @property
    def is_surname_first(self) -> bool:
        whole = self.fields.get(WHOLE_NAME)
        return whole is not None and is_surname_first(whole.heading)


def find_list(
    grids: list[Grid], *, first: date, last: date, meanings: Meanings
) -> tuple[Grid, Columns]:
    """The one tab with a list in it, and its columns."""
    lists = [
        (grid, row)
        for grid in grids
        if (row := _heading_row(grid, meanings)) is not None
    ] or _likely(grids, first=first, last=last)
    if not lists:
        raise SheetRefused(_no_names())
    if len(lists) > 1:
        raise SheetRefused(
            _(
                "The file has several lists, on the tabs %(tabs)s. Save each in its own file."
            )
            % {"tabs": ", ".join(shortened(grid.name) for grid, _row in lists)}
        )
    grid, row = lists[0]
    return grid, _columns(grid, row, first=first, last=last, meanings=meanings)


def _no_names() -> str:
    return _(
        "No column of names was found in the first %(rows)s rows. Head it "
        "“Emri dhe mbiemri”, “Ime i prezime” or “Name”, or use two columns for "
        "the first and the last name."
    ) % {"rows": SEARCHED_ROWS}


def _heading_row(grid: Grid, meanings: Meanings) -> int | None:
    """The row with a name column and the most known headings; the first of equals."""
    best, most = None, 1
    for row in range(min(SEARCHED_ROWS, len(grid.rows))):
        fields = _fields(grid, row)
        said = {meanings.of_heading(text_of(value)) for value in grid.rows[row]}
        kinds = {*fields, *said} - {""}
        if {WHOLE_NAME, FIRST_NAME} & kinds:
            known = len(kinds) + sum(1 for _ in _dated(grid, row, fields))
            if known > most:
                best, most = row, known
    return best


def _likely(grids: list[Grid], *, first: date, last: date) -> list[tuple[Grid, int]]:
    """Where no names are headed, the row whose headings say the most, if any does."""
    best, most = None, 0
    for grid in grids:
        for row in range(min(SEARCHED_ROWS, len(grid.rows))):
            fields = _fields(grid, row)
            days = [
                index
                for index in _dated(grid, row, fields)
                if is_day_within(grid.value(row, index), first=first, last=last)
            ]
            known = len(fields) + len(days)
            if known > most and len(list(filter(text_of, grid.rows[row]))) > 1:
                best, most = (grid, row), known
    return [best] if best else []


def _fields(grid: Grid, row: int) -> dict[str, Column]:
    fields: dict[str, Column] = {}
    for index, value in enumerate(grid.rows[row] if row < len(grid.rows) else ()):
        heading = text_of(value)
        if (kind := kind_of(heading)) and kind not in fields:
            fields[kind] = Column(index, heading, grid.width_of(row, index))
    return _as_names(fields)


def _as_names(fields: dict[str, Column]) -> dict[str, Column]:
    """One column for the whole name, or two for its parts."""
    if FIRST_NAME in fields and LAST_NAME not in fields and WHOLE_NAME not in fields:
        fields[WHOLE_NAME] = fields.pop(FIRST_NAME)
    if WHOLE_NAME in fields and LAST_NAME in fields:
        whole = fields.pop(WHOLE_NAME)
        if FIRST_NAME not in fields:  # "Name" beside "Surname"
            fields[FIRST_NAME] = whole
    return fields


def _dated(grid: Grid, row: int, fields: dict[str, Column]) -> Iterator[int]:
    """Columns without a known heading whose cell in `row` could be a day."""
    taken = {column.index for column in fields.values()}
    for index in range(len(grid.rows[row])):
        if index not in taken and looks_like_a_day(grid.value(row, index)):
            yield index


def _columns(
    grid: Grid, row: int, *, first: date, last: date, meanings: Meanings
) -> Columns:
    """The columns of the list headed in `row`, or in `row` and the one beside it.

    Where cells are merged, the days may stand one row below or above the names.
    """
    fields = _fields(grid, row)
    below = _fields(grid, row + 1)
    last_row = row
    if _continues(grid, row, fields):
        last_row = row + 1
        taken = {column.index for column in fields.values()}
        for kind, column in below.items():
            if column.index not in taken:
                fields.setdefault(kind, column)
    rows = [row, last_row] if last_row > row else [row]
    days = _days(grid, rows, fields, first=first, last=last)
    if not days and row and any(_dated(grid, row - 1, fields)):
        days = _days(grid, [row - 1], fields, first=first, last=last)
    explained = meanings.explained(_unknown(grid, rows, fields, days))
    unknown = tuple(place_columns(explained, fields, days, first=first, last=last))
    fields = _as_names(fields)
    _refuse_incomplete(fields, days, unknown)
    return Columns(last_row=last_row, fields=fields, days=days, unknown=unknown)


def _refuse_incomplete(
    fields: dict[str, Column], days: dict[date, Column], unknown: tuple[Column, ...]
) -> None:
    problem = ""
    if not {WHOLE_NAME, FIRST_NAME} & fields.keys():
        problem = _no_names()
    elif not days:
        problem = _(
            "No column of attendance was found. Head one column for each day with "
            "its date, as in 10.03."
        )
    if problem:
        raise ColumnsUnknown(problem, unknown) if unknown else SheetRefused(problem)


def _unknown(
    grid: Grid, rows: list[int], fields: dict[str, Column], days: dict[date, Column]
) -> Iterator[Column]:
    """Columns with a heading that says nothing known."""
    taken = {column.index for column in [*fields.values(), *days.values()]}
    for row in rows:
        for index, value in enumerate(grid.rows[row]):
            if index not in taken and (heading := text_of(value)):
                if not kind_of(heading):
                    yield Column(index, heading, grid.width_of(row, index))
                taken.add(index)


def _continues(grid: Grid, row: int, fields: dict[str, Column]) -> bool:
    """Whether the row below holds more headings and no person."""
    if row + 1 >= len(grid.rows):
        return False
    read = [c.index for k, c in fields.items() if k not in (NUMBER, SIGNATURE)]
    if not read or any(grid.value(row + 1, index) is not None for index in read):
        return False
    known = any(kind not in fields for kind in _fields(grid, row + 1))
    return known or any(_dated(grid, row + 1, fields))


def _days(
    grid: Grid, rows: list[int], fields: dict[str, Column], *, first: date, last: date
) -> dict[date, Column]:
    taken = {column.index for column in fields.values()}
    days: dict[date, Column] = {}
    for row in rows:
        for index in range(max(len(row) for row in grid.rows)):
            if index in taken:
                continue
            value = grid.value(*grid.origin(row, index))
            column = Column(index, text_of(value))
            if isinstance(value, Formula):
                raise SheetRefused(
                    _(
                        "The heading of column %(column)s is a formula. Write the date "
                        "as plain text."
                    )
                    % {"column": column.name}
                )
            day = day_of(value, first=first, last=last, column=column.name)
            if day is None:
                continue
            if day in days and days[day].index != index:
                raise SheetRefused(
                    _(
                        "Columns %(one)s and %(other)s stand for the same day. Keep one "
                        "column for each day."
                    )
                    % {"one": days[day].name, "other": column.name}
                )
            days[day] = column
    return days
