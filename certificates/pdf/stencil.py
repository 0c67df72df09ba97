"""A page drawn once, and filled in for one person after the other.

Setting a page from its HTML takes many times as long as writing a name on it. The
people of a training share all but their name, number and code; so a page that comes a
second time with only these changed is drawn twice more, with narrow and with wide words
in their place. What moved between the two is computed for all others; what did not is
kept as bytes.

Nothing is guessed. A page is only cut into a stencil where every step of the drawing is
explained, and where a third drawing came out, step by step, as the stencil fills it in.
Words narrower or wider than those it was cut with, or in letters it does not have, are
drawn in full.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Iterator
from typing import ClassVar

from curriculum.printing.fonts import unprintable
from curriculum.printing.qr import qr_pixels

from .comparing import (
    TOLERANCE,
    Comparison,
    Drawing,
    NoStencil,
    Piece,
    Run,
    Shift,
    refuse_unless_same,
)
from .lettering import Lettering
from .personal import Personal
from .refusal import PageRefused
from .sheet import Sheet

#: Narrower and wider than nearly all codes that chance makes, and one between them.
NARROW_CODE = "EJFE-2JEF-EZJE-FEJ5-EFJE-JEF7"
WIDE_CODE = "MWKM-NWMA-MGWN-DMWH-QMWG-MNWK"
SAMPLE_CODE = "CDEF-GHMJ-2345-NPQR-6789-TVXY"
NARROW_NAME = "l.il"
WIDE_NAMES = ("W" * 14, "W" * 10, "W" * 7)
SAMPLE_NAME = "Agnesa Bojku"
#: Stencils that a process keeps; a training needs one for each kind.
MOST = 32

logger = logging.getLogger(__name__)

#: Draws a page of HTML in full, with the QR code of the person.
Draw = Callable[[str, Personal], bytes]


class Blank:
    """A page of HTML without its person, and what this process knows of it."""

    #: Drawn in full and proven for somebody.
    proven: ClassVar[set[bytes]] = set()
    #: Cut for the second; None where it cannot be filled in.
    stencils: ClassVar[dict[bytes, Stencil | None]] = {}

    def __init__(self, html: str, personal: Personal, *, more: str) -> None:
        """`more` is all that decides how it is drawn, beside the HTML."""
        self.html = personal.in_html().taken_from(html)
        self.personal = personal
        self.key = hashlib.sha256(f"{more}\0{self.html}".encode()).digest()

    @property
    def is_proven(self) -> bool:
        """Whether the page of another person was, and this one has letters for it."""
        return self.key in self.proven and not unprintable(self.personal.holder)

    def filled(self) -> bytes | None:
        """The page, where it need not be drawn."""
        stencil = self.stencils.get(self.key) if self.is_proven else None
        return stencil.fill(self.personal) if stencil else None

    def was_drawn(self, draw: Draw) -> None:
        """Remember that it was proven; cut a stencil when it comes a second time."""
        if len(self.proven) > MOST:
            self.proven.clear()
            self.stencils.clear()
        if self.key not in self.proven:
            self.proven.add(self.key)
        elif self.key not in self.stencils:
            self.stencils[self.key] = self._cut(draw)

    def _cut(self, draw: Draw) -> Stencil | None:
        try:
            return Stencil(self.html, self.personal, draw)
        except (NoStencil, PageRefused) as reason:
            logger.info("This page is drawn in full each time: %s", reason)
            return None


class Stencil:
    def __init__(self, blank: str, personal: Personal, draw: Draw) -> None:
        """Cut from a page of HTML with marks in it; raises NoStencil."""
        narrow = personal.instead(NARROW_NAME, "1", NARROW_CODE)
        one = _drawn(blank, narrow, draw)
        for name in WIDE_NAMES:
            wide = personal.instead(name, "8", WIDE_CODE)
            other = _drawn(blank, wide, draw)
            if one.order == other.order:
                break
        else:
            raise NoStencil("wide words change the steps of drawing")
        comparison = Comparison(one, other, narrow, wide)
        self.pieces = list(_joined(comparison.pieces()))
        #: Each run with its least and its greatest width, in points.
        self.bounds = [
            (run, run.width(narrow) - TOLERANCE, run.width(wide) + TOLERANCE)
            for run in self.pieces
            if isinstance(run, Run)
        ]
        self.sheet = Sheet(one.reader, qr=comparison.qr)
        sample = personal.instead(SAMPLE_NAME, "4", SAMPLE_CODE)
        filled = self.fill(sample)
        if filled is None:
            raise NoStencil("the sample does not lie between narrow and wide")
        refuse_unless_same(Drawing(filled), _drawn(blank, sample, draw))

    def fill(self, personal: Personal) -> bytes | None:
        """The file of that person; None where it must be drawn in full."""
        if not self._holds(personal):
            return None
        lettering = Lettering()
        try:
            drawing = b"\n".join(
                self._piece(piece, personal, lettering) for piece in self.pieces
            )
        except KeyError:
            return None
        return self.sheet.file(
            drawing,
            qr=qr_pixels(personal.address),
            label=personal.label,
            extras=lettering.used.values(),
        )

    def _holds(self, personal: Personal) -> bool:
        return all(
            least <= run.width(personal) <= most for run, least, most in self.bounds
        )

    def _piece(self, piece: Piece, personal: Personal, lettering: Lettering) -> bytes:
        match piece:
            case Run(text, face, size):
                return lettering.write(personal.put_into(text), face, size)
            case Shift(start, share, run):
                return b"%.4f" % (start + share * run.width(personal))
        return piece


def _drawn(blank: str, personal: Personal, draw: Draw) -> Drawing:
    return Drawing(draw(personal.in_html().put_into(blank), personal))


def _joined(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """The pieces, with bytes that follow each other made one."""
    waiting: list[bytes] = []
    for piece in pieces:
        if isinstance(piece, bytes):
            waiting.append(piece)
            continue
        yield b"\n".join(waiting)
        waiting = []
        yield piece
    yield b"\n".join(waiting)
