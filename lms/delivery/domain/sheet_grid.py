"""A sheet as a grid of values, the same for every file type."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time

#: Of a merged range this many cells at most are looked at in a sheet.
MAX_MERGED_CELLS = 50_000


class SheetRefused(Exception):
    """The sheet as a whole cannot be read; carries what is wrong and what to do."""


class Formula(str):
    """What a cell computes; it is never evaluated, only named in a refusal."""

    __slots__ = ()


class CellError(str):
    """A cell that shows an error of the spreadsheet program, as in #REF!."""

    __slots__ = ()


Value = str | int | float | bool | date | datetime | time | None


@dataclass(frozen=True)
class Span:
    """Merged cells, counted from 0, ends included."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int


@dataclass(frozen=True)
class Grid:
    """The rows of one tab; `spans` are its merged cells."""

    name: str
    rows: tuple[tuple[Value, ...], ...]
    spans: tuple[Span, ...] = ()
    #: What stood in cells that were put right, by row and column.
    stood: Mapping[tuple[int, int], str] = field(default_factory=dict)
    _origins: dict[tuple[int, int], tuple[int, int]] = field(
        init=False, repr=False, compare=False, default_factory=dict
    )

    def __post_init__(self) -> None:
        for span in self.spans:
            for row in range(span.first_row, min(span.last_row + 1, len(self.rows))):
                for column in range(span.first_column, span.last_column + 1):
                    if len(self._origins) >= MAX_MERGED_CELLS:
                        return
                    self._origins[row, column] = (span.first_row, span.first_column)

    def value(self, row: int, column: int) -> Value:
        """What the cell itself holds; nothing outside the grid."""
        if 0 <= row < len(self.rows) and 0 <= column < len(self.rows[row]):
            return self.rows[row][column]
        return None

    def origin(self, row: int, column: int) -> tuple[int, int]:
        """The cell whose value a merged cell shows; the cell itself otherwise."""
        return self._origins.get((row, column), (row, column))

    def width_of(self, row: int, column: int) -> int:
        """Over how many columns a merged cell stretches from `column` on."""
        width = 1
        while self._origins.get((row, column + width)) == (row, column):
            width += 1
        return width


def text_of(value: Value) -> str:
    """The value as it is read: no control signs, single spaces, whole numbers whole."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return f"{value:%d.%m.%Y}"
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    text = unicodedata.normalize("NFC", str(value))
    text = "".join(" " if c.isspace() else c for c in text if _is_kept(c))
    return " ".join(text.split())


def _is_kept(character: str) -> bool:
    return character.isspace() or unicodedata.category(character) not in ("Cc", "Cf")


def letter_of(column: int) -> str:
    """The letter of a column counted from 0, as spreadsheet programs write it."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def shortened(text: str, length: int = 40) -> str:
    return text if len(text) <= length else f"{text[: length - 1]}…"
