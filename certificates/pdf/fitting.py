"""Setting a text into a width: the largest size that works, in lines of equal weight."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from curriculum.printing.fonts import width_of


class DoesNotFit(Exception):
    """Carries the text that is too long for its place."""


@dataclass(frozen=True)
class Step:
    """A size in points and the number of lines it may take."""

    size: float
    lines: int


@dataclass(frozen=True)
class Fitted:
    lines: tuple[str, ...]
    size: float

    @property
    def height(self) -> float:
        return len(self.lines) * self.leading

    @property
    def leading(self) -> float:
        return round(self.size * 1.25, 2)


def clean(text: str) -> str:
    """Composed letters (NFC) and single spaces, as a certificate shows them."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def fit(text: str, *, face: str, width: float, steps: Sequence[Step]) -> Fitted:
    """`text` at the first step that holds it within `width` points.

    Words stay whole as long as any step allows it; only then is a word longer than a
    line cut where the line ends.
    """
    return _fit(text, face, width, tuple(steps))


@lru_cache(maxsize=512)
def _fit(text: str, face: str, width: float, steps: tuple[Step, ...]) -> Fitted:
    """Remembered: most texts of a page are those of the page before."""
    for may_cut in (False, True):
        for step in steps:
            lines = _lines(text, face=face, size=step.size, width=width, cut=may_cut)
            if lines is not None and len(lines) <= step.lines:
                even = _even(lines, text, face=face, size=step.size, cut=may_cut)
                return Fitted(tuple(even), step.size)
    raise DoesNotFit(text)


def fit_list(
    items: Sequence[str], *, face: str, width: float, steps: Sequence[Step]
) -> Fitted:
    """Each item on a line of its own where that works, else one after the other."""
    for step in steps:
        widths = [width_of(item, face=face, size=step.size) for item in items]
        if len(items) <= step.lines and max(widths, default=0) <= width:
            return Fitted(tuple(items), step.size)
    return fit("; ".join(items), face=face, width=width, steps=steps)


def _lines(
    text: str, *, face: str, size: float, width: float, cut: bool
) -> list[str] | None:
    """Lines filled from the left; None where a word is wider than a line."""
    lines: list[str] = []
    for word in text.split():
        if lines and width_of(f"{lines[-1]} {word}", face=face, size=size) <= width:
            lines[-1] = f"{lines[-1]} {word}"
            continue
        pieces = _pieces(word, face=face, size=size, width=width) if cut else [word]
        if not cut and width_of(word, face=face, size=size) > width:
            return None
        lines.extend(pieces)
    return lines


def _pieces(word: str, *, face: str, size: float, width: float) -> list[str]:
    pieces = [""]
    for character in word:
        if width_of(pieces[-1] + character, face=face, size=size) > width:
            pieces.append("")
        pieces[-1] += character
    return pieces


def _even(
    lines: list[str], text: str, *, face: str, size: float, cut: bool
) -> list[str]:
    """The same number of lines, as narrow as they can be: no lonely last word."""
    if len(lines) < 2:
        return lines
    narrow, wide = 0.0, max(width_of(line, face=face, size=size) for line in lines)
    best = lines
    while wide - narrow > 1:
        middle = (narrow + wide) / 2
        tried = _lines(text, face=face, size=size, width=middle, cut=cut)
        if tried is not None and len(tried) <= len(lines):
            best, wide = tried, middle
        else:
            narrow = middle
    return best
