"""What stands on a certificate and where."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .fitting import Fitted


class PageRefused(Exception):
    """Carries in words why the page cannot be printed."""


@dataclass(frozen=True)
class Area:
    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True)
class Block:
    """Lines at their place."""

    area: Area
    text: Fitted
    face: str
    #: Where the lines stand in the area: 0 at its top, 0.5 in the middle.
    rest: float = 0.5

    @property
    def lines(self) -> tuple[str, ...]:
        return self.text.lines

    @property
    def top(self) -> float:
        return self.area.top + max(self.area.height - self.text.height, 0) * self.rest

    @property
    def style(self) -> str:
        """Place and face as CSS; what was measured is what is drawn."""
        return (
            f"left: {self.area.left}pt; top: {self.top:.2f}pt; width: {self.area.width}pt; "
            f"font-family: {self.face}; font-size: {self.text.size}pt; "
            f"line-height: {self.text.leading}pt"
        )


@dataclass(frozen=True)
class Cell:
    """A label in three languages over a value."""

    label: Block
    value: Block


@dataclass(frozen=True)
class Page:
    """The blocks of a certificate in the order in which they are drawn and read."""

    country: Block
    country_other: Block
    ministry: Block
    office: Block
    kind: Block
    kind_other: Block
    awarded_to: Block
    holder: Block
    awarded_for: Block
    title: Block
    modules: tuple[Cell, ...]
    cells: tuple[Cell, ...]
    verify: Block
    address: Block
    replaces: Block | None
    signature: Block
    signatory: Block
    qr: str
    number: str
    #: The code without dashes, for the keywords of the file.
    keyword: str

    def text(self) -> str:
        """What a reader of the finished page must find, with single spaces."""
        return " ".join(line for block in self.blocks() for line in block.lines)

    def blocks(self) -> Iterator[Block]:
        yield from (self.country, self.country_other, self.ministry, self.office)
        yield from (self.kind, self.kind_other, self.awarded_to, self.holder)
        yield from (self.awarded_for, self.title)
        for cell in (*self.modules, *self.cells):
            yield from (cell.label, cell.value)
        yield from (self.verify, self.address)
        if self.replaces:
            yield self.replaces
        yield from (self.signature, self.signatory)
