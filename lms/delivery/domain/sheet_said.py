"""What a person says about a sheet where the program cannot know by itself."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from django.utils.translation import gettext as _

from .sheet_grid import Grid, SheetRefused, letter_of, shortened, text_of
from .sheet_headings import FACTS, NAMES, UNREAD

#: In the place of a person's id: somebody the register does not know yet.
NEW = 0
#: What an unknown column may be said to be, beside a day as in "2026-03-10".
MEANINGS = (*NAMES, *FACTS, UNREAD)
#: The longest text that a cell may be given.
MAX_TEXT = 255

_CELL = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")


@dataclass(frozen=True, kw_only=True)
class Said:
    """Of one sheet, in its preview or on the command line."""

    #: What a column is, by its letter; the same by its heading.
    columns: Mapping[str, str] = field(default_factory=dict)
    headings: Mapping[str, str] = field(default_factory=dict)
    #: What is read instead of a cell, as in {"F12": "P"}.
    fixes: Mapping[str, str] = field(default_factory=dict)
    #: Who a row in review is, by its number: a person's id, or `NEW`.
    people: Mapping[int, int] = field(default_factory=dict)


NOTHING_SAID = Said()


@dataclass(frozen=True)
class Fix:
    """A cell that is read otherwise than it stands in the file."""

    cell: str
    stood: str
    read: str


def meaning_of(text: str) -> str:
    """A meaning as it was typed; refused where there is none such."""
    if text in MEANINGS:
        return text
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise SheetRefused(
            _(
                "“%(text)s” is nothing that a column can be. Possible are: %(known)s, "
                "or a day as in 2026-03-10."
            )
            % {"text": shortened(text), "known": ", ".join(MEANINGS)}
        ) from None


def place_of(cell: str) -> tuple[int, int]:
    """Row and column from 0 of a cell like "F12"."""
    if not (found := _CELL.fullmatch(cell)):
        raise SheetRefused(
            _("“%(cell)s” is no cell. Write its column and row, as in F12.")
            % {"cell": shortened(cell)}
        )
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    return int(found[2]) - 1, column - 1


def cell_name(row: int, column: int) -> str:
    return f"{letter_of(column)}{row + 1}"


def with_fixes(grid: Grid, fixes: Mapping[str, str], *, below: int) -> Grid:
    """The grid as if the texts had stood in it from the beginning.

    Only cells of the list are put right, in the rows `below` that of the headings.
    """
    if not fixes:
        return grid
    rows = [list(row) for row in grid.rows]
    width = max(map(len, rows))
    stood = {}
    for cell, text in fixes.items():
        row, column = place_of(cell)
        if row >= len(rows) or column >= width:
            raise SheetRefused(
                _("The list has no cell %(cell)s: it ends at %(last)s.")
                % {"cell": cell, "last": cell_name(len(rows) - 1, width - 1)}
            )
        if row <= below:
            raise SheetRefused(
                _("Cell %(cell)s stands above the list. Only cells of the list change.")
                % {"cell": cell}
            )
        if len(text) > MAX_TEXT:
            raise SheetRefused(
                _("The text for cell %(cell)s is longer than %(most)s characters.")
                % {"cell": cell, "most": MAX_TEXT}
            )
        rows[row] += [None] * (column + 1 - len(rows[row]))
        stood[row, column] = text_of(rows[row][column])
        rows[row][column] = text
    return replace(grid, rows=tuple(map(tuple, rows)), stood=stood)


def fixes_of(grid: Grid) -> tuple[Fix, ...]:
    """All that was put right, from the top."""
    return tuple(
        Fix(cell_name(row, column), stood, text_of(grid.value(row, column)))
        for (row, column), stood in sorted(grid.stood.items())
    )
