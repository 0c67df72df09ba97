"""Two drawings of one page side by side, until every difference is explained."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any, NamedTuple, cast

from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from curriculum.printing.fonts import width_of
from curriculum.printing.qr import qr_pixels

from .lettering import Face, faces_of
from .objects import literal, written
from .personal import Personal

#: Points; the library that draws writes seven digits.
TOLERANCE = 0.02
#: A line moves by all or by half of what its text grows: set right, or centred.
SHARES = (-1.0, -0.5, 0.5, 1.0)


class NoStencil(Exception):
    """The page can only be drawn in full; carries why."""


class Step(NamedTuple):
    """A step of drawing, and with what text would be written at it."""

    operands: list[Any]
    operator: bytes
    face: str
    size: float


class Run(NamedTuple):
    """A piece of text in which words of a person stand."""

    text: str
    face: Face
    size: float

    def width(self, personal: Personal) -> float:
        return width_of(
            personal.put_into(self.text), face=self.face.name, size=self.size
        )


class Shift(NamedTuple):
    """A place that moves by a share of the width of a run."""

    start: float
    share: float
    run: Run


Piece = bytes | Run | Shift


class Drawing:
    """A finished page of one file, step by step."""

    def __init__(self, pdf: bytes) -> None:
        self.reader = PdfReader(io.BytesIO(pdf))
        self.pages = len(self.reader.pages)
        page = self.reader.pages[0]
        resources = cast(DictionaryObject, page["/Resources"])
        contents = page.get_contents()
        self.faces = faces_of(cast(DictionaryObject, resources.get("/Font", {})))
        self.pictures: dict[str, Any] = dict(
            cast(DictionaryObject, resources.get("/XObject", {})).items()
        )
        self.steps = list(_steps([] if contents is None else contents.operations))

    @property
    def order(self) -> list[bytes]:
        """The kinds of its steps, after the number of pages."""
        return [b"%d" % self.pages, *(step.operator for step in self.steps)]


def _steps(operations: list[tuple[Any, bytes]]) -> Iterator[Step]:
    face, size = "", 0.0
    kept = []
    for operands, operator in operations:
        match operator:
            case b"q":
                kept.append((face, size))
            case b"Q":
                face, size = kept.pop()
            case b"Tf":
                face, size = str(operands[0]), float(operands[1])
            case b"INLINE IMAGE":
                raise NoStencil("a picture inside the drawing")
        yield Step(operands, operator, face, size)


class Comparison:
    """Two drawings of the same page side by side, until every difference is explained."""

    def __init__(
        self, one: Drawing, other: Drawing, narrow: Personal, wide: Personal
    ) -> None:
        self.one, self.other = one, other
        self.narrow, self.wide = narrow, wide
        self.qr = ""

    def pieces(self) -> Iterator[Piece]:
        text: list[tuple[Step, Step]] = []
        for pair in zip(self.one.steps, self.other.steps, strict=True):
            mine, others = pair
            if text or mine.operator == b"BT":
                text.append(pair)
                if mine.operator == b"ET":
                    yield from self._text(text)
                    text = []
                continue
            if mine.operator == b"Do":
                self._picture(mine.operands[0], others.operands[0])
            elif mine.operands != others.operands:
                raise NoStencil(f"{mine.operator!r} depends on the words")
            yield _as_bytes(mine)
        if not self.qr:
            raise NoStencil("no QR code that changes")

    def _picture(self, mine: str, others: str) -> None:
        """The same in both, but for the QR code."""
        one, other = self.one.pictures[mine], self.other.pictures[others]
        if one.get_data() == other.get_data():
            return
        is_qr = (one.get_data(), other.get_data()) == (
            qr_pixels(self.narrow.address),
            qr_pixels(self.wide.address),
        )
        if self.qr not in {"", mine} or _looks(one) != _looks(other) or not is_qr:
            raise NoStencil("a picture depends on the words")
        self.qr = mine

    def _text(self, pairs: list[tuple[Step, Step]]) -> Iterator[Piece]:
        """One text, of one line or more; its words grow in one place at most."""
        runs = {
            place: self._run(mine, others)
            for place, (mine, others) in enumerate(pairs)
            if mine.operator == b"Tj" and mine.operands != others.operands
        }
        growing = [run for run in runs.values() if abs(self._growth(run)) > TOLERANCE]
        for place, (mine, others) in enumerate(pairs):
            if place in runs:
                yield runs[place]
            elif mine.operands == others.operands:
                if runs and mine.operator in (b"Tc", b"Tw", b"Tz", b"TJ"):
                    raise NoStencil("letters that are set apart")
                yield _as_bytes(mine)
            elif mine.operator in (b"Td", b"Tm") and len(growing) == 1:
                yield from self._moved(mine.operands, others.operands, growing[0])
                yield mine.operator
            else:
                raise NoStencil(f"{mine.operator!r} depends on the words")

    def _run(self, mine: Step, others: Step) -> Run:
        face, other = self.one.faces[mine.face], self.other.faces[others.face]
        text = self.narrow.taken_from(face.text(mine.operands[0].original_bytes))
        wide = self.wide.taken_from(other.text(others.operands[0].original_bytes))
        if (face.name, mine.size, text) != (other.name, others.size, wide):
            raise NoStencil("a text that is changed on its way to the page")
        return Run(text, face, mine.size)

    def _growth(self, run: Run) -> float:
        return run.width(self.wide) - run.width(self.narrow)

    def _moved(self, mine: list[Any], others: list[Any], run: Run) -> Iterator[Piece]:
        for one, other in zip(mine, others, strict=True):
            if one == other:
                yield _operand(one)
                continue
            moved, growth = float(other) - float(one), self._growth(run)
            share = min(SHARES, key=lambda share: abs(share * growth - moved))
            if abs(share * growth - moved) > TOLERANCE:
                raise NoStencil("a place that its words do not explain")
            yield Shift(float(one) - share * run.width(self.narrow), share, run)


def _looks(picture: Any) -> list[Any]:
    return [
        picture.get(name) for name in ("/Width", "/Height", "/ColorSpace", "/SMask")
    ]


def _as_bytes(step: Step) -> bytes:
    return b" ".join([*map(_operand, step.operands), step.operator])


def _operand(item: Any) -> bytes:
    raw = getattr(item, "original_bytes", None)
    return written(item) if raw is None else literal(raw)


def refuse_unless_same(one: Drawing, other: Drawing) -> None:
    """Step by step the same, with the same letters and pictures."""
    if one.order != other.order:
        raise NoStencil("the sample has other steps")
    if [face.letters for face in one.faces.values()] != [
        face.letters for face in other.faces.values()
    ]:
        raise NoStencil("the sample has other letters")
    for mine, others in zip(one.steps, other.steps, strict=True):
        if mine.operator == b"Do":
            is_same = (
                one.pictures[mine.operands[0]].get_data()
                == other.pictures[others.operands[0]].get_data()
            )
        else:
            is_same = all(map(_alike, mine.operands, others.operands))
        if not is_same:
            raise NoStencil(f"the sample differs at {mine.operator!r}")


def _alike(one: Any, other: Any) -> bool:
    if isinstance(one, int | float) and isinstance(other, int | float):
        return abs(float(one) - float(other)) <= TOLERANCE
    raw = getattr(one, "original_bytes", None)
    return bool(one == other) if raw is None else raw == other.original_bytes
