"""One row of a list, read or rejected."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from lms.delivery.models.sheet import CELLS


@dataclass(frozen=True, kw_only=True)
class Row:
    """One person's line; `number` is that of the spreadsheet program."""

    number: int
    first_name: str
    last_name: str
    email: str = ""
    sex: str = ""
    institution: str = ""
    profession: str = ""
    municipality: str = ""
    phone: str = ""
    marks: dict[date, str]
    #: Whether the sheet had one column for the whole name, which was then divided.
    is_name_divided: bool = False
    #: Cells that were put right: {cell: (as it stood, as it was read)}.
    fixes: Mapping[str, tuple[str, str]] = field(default_factory=dict, compare=False)

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}"

    def as_data(self) -> dict[str, str]:
        """The texts that are kept with the import."""
        return {name: text for name in CELLS if (text := getattr(self, name))}


@dataclass(frozen=True)
class BadCell:
    """A cell that rejects its row, and the text it holds."""

    cell: str
    column: str
    text: str
    reason: str


@dataclass(frozen=True)
class Rejected:
    """A row that cannot be read: its number, the column and the reason."""

    row: int
    column: str
    reason: str
    cells: tuple[BadCell, ...] = ()
