"""The rows of a list: who stands in them, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from .sheet_columns import find_list
from .sheet_grid import Grid
from .sheet_line import Line
from .sheet_meanings import Column, Meanings
from .sheet_row import Rejected, Row
from .sheet_said import NOTHING_SAID, Fix, Said, fixes_of, with_fixes


@dataclass(frozen=True)
class Reading:
    """What a sheet says, before anybody is looked up."""

    days: tuple[date, ...]
    rows: tuple[Row, ...]
    rejected: tuple[Rejected, ...]
    name_column: str
    #: Columns whose headings say nothing known.
    ignored: tuple[str, ...] = ()
    #: Days after today, which nobody is marked for yet.
    to_come: tuple[date, ...] = ()
    #: The tab of a workbook; "" for csv.
    tab: str = ""
    #: The letter of each day's column, as in {day: "F"}.
    day_letters: Mapping[date, str] = field(default_factory=dict)
    #: Columns that the program does not know by itself, and what they were said to be.
    unknown: tuple[Column, ...] = ()
    fixes: tuple[Fix, ...] = ()


def read_list(
    grids: list[Grid],
    *,
    first: date,
    last: date,
    today: date,
    said: Said = NOTHING_SAID,
    remembered: Mapping[str, str] | None = None,
) -> Reading:
    """The rows of the list; lines without text and below the table are none.

    `remembered` are meanings of unknown headings from earlier sheets, folded.
    """
    meanings = Meanings(said, remembered or {})
    grid, columns = find_list(grids, first=first, last=last, meanings=meanings)
    grid = with_fixes(grid, said.fixes, below=columns.last_row)
    rows: list[Row] = []
    rejected: list[Rejected] = []
    is_below = False
    for index in range(columns.last_row + 1, len(grid.rows)):
        line = Line(grid, columns, index, today=today)
        is_below = is_below or line.is_footer
        if not line.is_row(is_below=is_below):
            continue
        read = line.read()
        if isinstance(read, Row):
            rows.append(read)
        else:
            rejected.append(read)
    return Reading(
        days=tuple(sorted(day for day in columns.days if day <= today)),
        to_come=tuple(sorted(day for day in columns.days if day > today)),
        rows=tuple(rows),
        rejected=tuple(rejected),
        name_column=columns.name.name,
        ignored=tuple(one.name for one in columns.unknown if not one.meaning),
        tab=grid.name,
        day_letters={day: column.letter for day, column in columns.days.items()},
        unknown=columns.unknown,
        fixes=fixes_of(grid),
    )
