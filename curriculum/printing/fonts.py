"""The faces that printed pages are set in, and what they can write.

They lie in `fonts` beside this file, so no machine needs fonts of its own and no page asks
for any. Latin with all its accents, Serbian and other Cyrillic.
"""

from __future__ import annotations

import threading
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

FONT_DIR = Path(__file__).resolve().parent / "fonts"

SERIF = "DejaVuSerifCondensed"
SERIF_BOLD = "DejaVuSerifCondensed-Bold"
SERIF_ITALIC = "DejaVuSerifCondensed-Italic"
SANS = "DejaVuSansCondensed"
FACES = (SERIF, SERIF_BOLD, SERIF_ITALIC, SANS)

#: Present in the faces, but invisible or a place to break a word.
INVISIBLE = ("Cc", "Cf", "Co", "Cs", "Zl", "Zp")


#: Whoever reads a face has it alone.
_TURN = threading.RLock()


class SharedFace(TTFont):
    """A face of ReportLab's that threads may use at once.

    Its file is read from one place that moves, so two documents that ended at the same
    time would embed each other's letters.
    """

    def addObjects(self, doc: Any) -> None:  # noqa: N802 -- as the library calls it
        with _TURN:
            super().addObjects(doc)


def prepare() -> None:
    """Make the faces known to the PDF library, once per process.

    Streams are written as they are instead of as text (a tenth smaller and faster),
    and no page falls back on a face that is not embedded.
    """
    with _TURN:
        _register()


@cache
def _register() -> None:
    for name in FACES:
        pdfmetrics.registerFont(SharedFace(name, FONT_DIR / f"{name}.ttf"))
    rl_config.useA85 = 0
    rl_config.canvas_basefontname = SERIF


def width_of(text: str, *, face: str, size: float) -> float:
    """Width in points."""
    prepare()
    return pdfmetrics.stringWidth(text, face, size)


def unprintable(text: str) -> list[str]:
    """The characters of `text` that no printed page can show, in order."""
    known = _characters()
    return [
        character
        for character in dict.fromkeys(text)
        if ord(character) not in known or unicodedata.category(character) in INVISIBLE
    ]


@cache
def _characters() -> frozenset[int]:
    """What all faces have, so that a text can be set in any of them."""
    prepare()
    return frozenset.intersection(
        *(frozenset(pdfmetrics.getFont(name).face.charToGlyph) for name in FACES)
    )
