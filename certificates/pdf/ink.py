"""Where text and pictures lie on a finished page, read from what draws them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast

from pypdf import PageObject
from pypdf.generic import DictionaryObject

Matrix = tuple[float, float, float, float, float, float]
_PLAIN: Matrix = (1, 0, 0, 1, 0, 0)


@dataclass(frozen=True)
class Mark:
    """A piece of text or a picture in its box, in points from the lower left corner."""

    left: float
    bottom: float
    right: float
    top: float
    text: str = ""
    size: float = 0.0
    #: Width and height of a picture in its own pixels.
    pixels: tuple[int, int] = (0, 0)

    def is_within(self, width: float, height: float, *, beyond: float) -> bool:
        return (
            self.left >= -beyond
            and self.bottom >= -beyond
            and self.right <= width + beyond
            and self.top <= height + beyond
        )


class _State:
    def __init__(self) -> None:
        self.now = _PLAIN
        self.line = _PLAIN
        self.at = _PLAIN
        self.font = ""
        self.size = 0.0
        self.leading = 0.0
        self.letter = 0.0
        self.word = 0.0


class Ink:
    """Follows the drawing of one page."""

    def __init__(self, page: PageObject) -> None:
        self.resources = cast(DictionaryObject, page["/Resources"])
        self.fonts = {name: _Font(font) for name, font in self._entries("/Font")}
        self.pictures = dict(self._entries("/XObject"))
        contents = page.get_contents()
        self.steps = [] if contents is None else contents.operations

    def _entries(self, kind: str) -> list[tuple[str, DictionaryObject]]:
        entries = cast(DictionaryObject, self.resources.get(kind) or {})
        return [
            (name, cast(DictionaryObject, entry.get_object()))
            for name, entry in entries.items()
        ]

    def marks(self) -> Iterator[Mark]:
        state, kept = _State(), []
        for operands, operator in self.steps:
            match operator:
                case b"q":
                    kept.append((state.now, state.font, state.size))
                case b"Q":
                    state.now, state.font, state.size = kept.pop()
                case b"cm":
                    state.now = _times(_matrix(operands), state.now)
                case b"BT":
                    state.at = state.line = _PLAIN
                case b"Tm":
                    state.at = state.line = _matrix(operands)
                case b"Td" | b"TD":
                    x, y = map(float, operands)
                    if operator == b"TD":
                        state.leading = -y
                    _move(state, x, y)
                case b"T*":
                    _move(state, 0, -state.leading)
                case b"TL":
                    state.leading = float(operands[0])
                case b"Tc":
                    state.letter = float(operands[0])
                case b"Tw":
                    state.word = float(operands[0])
                case b"Tf":
                    state.font, state.size = operands[0], float(operands[1])
                case b"Tj":
                    yield self._text(state, [operands[0]])
                case b"TJ":
                    yield self._text(state, operands[0])
                case b"Do" if operands[0] in self.pictures:
                    yield self._picture(state, self.pictures[operands[0]])

    def _text(self, state: _State, parts: list[Any]) -> Mark:
        font = self.fonts[state.font]
        width, text = 0.0, ""
        for part in parts:
            raw = getattr(part, "original_bytes", None)
            if raw is None:
                width -= float(part) / 1000 * state.size
                continue
            width += sum(map(font.width, raw)) / 1000 * state.size
            width += state.letter * len(raw) + state.word * raw.count(b" ")
            text += font.text(raw)
        here = _times(state.at, state.now)
        box = _box(here, 0, -0.2 * state.size, width, 0.75 * state.size)
        state.at = _times((1, 0, 0, 1, width, 0), state.at)
        scale = (here[2] ** 2 + here[3] ** 2) ** 0.5
        return Mark(*box, text=text, size=state.size * scale)

    def _picture(self, state: _State, picture: DictionaryObject) -> Mark:
        pixels = (int(picture.get("/Width", 0)), int(picture.get("/Height", 0)))
        return Mark(*_box(state.now, 0, 0, 1, 1), pixels=pixels)


class _Font:
    """How wide its signs are, and which letters they are."""

    def __init__(self, font: DictionaryObject) -> None:
        self.first = int(font.get("/FirstChar", 0))
        self.widths = [float(width) for width in font.get("/Widths", [])]
        self.letters = letters_of(font)

    def width(self, sign: int) -> float:
        place = sign - self.first
        return self.widths[place] if 0 <= place < len(self.widths) else 600.0

    def text(self, raw: bytes) -> str:
        return "".join(self.letters.get(sign, chr(sign)) for sign in raw)


def letters_of(font: DictionaryObject) -> dict[int, str]:
    """Which letter each sign is, from lines as `<01> <00EB>`."""
    if not (table := font.get("/ToUnicode")):
        return {}
    return {
        int(sign, 16): chr(int(letter, 16))
        for sign, letter in re.findall(
            rb"<(\w\w)>\s*<(\w{4})>", table.get_object().get_data()
        )
    }


def _matrix(operands: list[Any]) -> Matrix:
    a, b, c, d, e, f = map(float, operands)
    return a, b, c, d, e, f


def _times(one: Matrix, other: Matrix) -> Matrix:
    a, b, c, d, e, f = one
    g, h, i, j, k, m = other
    return (
        a * g + b * i,
        a * h + b * j,
        c * g + d * i,
        c * h + d * j,
        e * g + f * i + k,
        e * h + f * j + m,
    )


def _move(state: _State, x: float, y: float) -> None:
    state.line = _times((1, 0, 0, 1, x, y), state.line)
    state.at = state.line


def _box(
    matrix: Matrix, left: float, bottom: float, right: float, top: float
) -> tuple[float, float, float, float]:
    """The upright box around a box that was moved and turned."""
    a, b, c, d, e, f = matrix
    corners = [(left, bottom), (left, top), (right, bottom), (right, top)]
    across = [a * x + c * y + e for x, y in corners]
    up = [b * x + d * y + f for x, y in corners]
    return min(across), min(up), max(across), max(up)
