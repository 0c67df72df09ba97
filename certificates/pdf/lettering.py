"""The letters a drawn page has, and those that other names need beside them."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import cast

from pypdf import PdfReader
from pypdf.generic import DictionaryObject, NameObject
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from curriculum.printing.fonts import FONT_DIR, SharedFace

from .ink import letters_of
from .objects import literal, written

#: Letters of names beyond ASCII, set by set: a file gets only the sets it needs.
ALPHABETS = (
    "ëçËÇšžčćđŠŽČĆĐ’–",
    "АБВГДЂЕЖЗИЈКЛЉМНЊОПРСТЋУФХЦЧЏШЃЌЅабвгдђежзијклљмнњопрстћуфхцчџшѓќѕ",
)


@dataclass(frozen=True)
class Face:
    """A face as one page has it: under which name, and with which signs."""

    key: str
    name: str
    signs: dict[str, int]
    letters: dict[int, str]

    def text(self, raw: bytes) -> str:
        return "".join(self.letters.get(sign, chr(sign)) for sign in raw)


def faces_of(fonts: DictionaryObject) -> dict[str, Face]:
    """The faces of a page by the names its drawing calls them."""
    return {key: _face(key, fonts[key]) for key in fonts}


def _face(key: str, entry: object) -> Face:
    font = cast(DictionaryObject, entry)
    letters = letters_of(font)
    signs = {letter: sign for sign, letter in letters.items()}
    return Face(
        key, re.sub(r"^/?[A-Z]{6}\+", "", str(font["/BaseFont"])), signs, letters
    )


@dataclass(frozen=True)
class Extra:
    """A set of letters of a face: its signs, and its parts of a file."""

    key: str
    signs: dict[str, int]
    parts: tuple[bytes, ...]

    def objects(self, first: int) -> Iterator[bytes]:
        """The parts, numbered from `first` on; the font itself comes first."""
        for part in self.parts:
            yield re.sub(
                rb"\$(\d)\$", lambda found: b"%d 0 R" % (first + int(found[1])), part
            )


@cache
def extra(face: str, alphabet: int) -> Extra:
    """Made once in a process, by the library that draws."""
    name = f"{face}-{alphabet}"
    font = SharedFace(name, FONT_DIR / f"{face}.ttf", asciiReadable=False)
    pdfmetrics.registerFont(font)
    out = io.BytesIO()
    canvas = Canvas(out, initialFontName=name)
    canvas.setFont(name, 10)
    canvas.drawString(0, 0, ALPHABETS[alphabet])
    canvas.save()
    fonts = PdfReader(io.BytesIO(out.getvalue())).pages[0]["/Resources"]["/Font"]  # type: ignore[index]
    [found] = [one.get_object() for one in fonts.values()]
    letters = letters_of(found)
    return Extra(
        f"/{face}-{alphabet}",
        {letter: sign for sign, letter in letters.items()},
        tuple(_parts(found)),
    )


def _parts(font: DictionaryObject) -> Iterator[bytes]:
    """The font, its measures, its shapes and its letters, each naming others as $n$."""
    measures = cast(DictionaryObject, font["/FontDescriptor"])
    yield _named(font, {"/FontDescriptor": 1, "/ToUnicode": 3})
    yield _named(measures, {"/FontFile2": 2})
    yield written(cast(DictionaryObject, measures["/FontFile2"]))
    yield written(cast(DictionaryObject, font["/ToUnicode"]))


def _named(entries: DictionaryObject, places: dict[str, int]) -> bytes:
    entries = DictionaryObject(entries)
    for name in places:
        del entries[NameObject(name)]
    names = b" ".join(b"%s $%d$" % (name.encode(), at) for name, at in places.items())
    return written(entries).rstrip().removesuffix(b">>") + names + b" >>"


class Lettering:
    """How a text is written with the faces of a page and the sets beside them."""

    def __init__(self) -> None:
        self.used: dict[str, Extra] = {}

    def write(self, text: str, face: Face, size: float) -> bytes:
        """The steps that draw it, the face of the page again at their end.

        Raises KeyError for a letter of no set.
        """
        steps, key = [], face.key
        for now, signs in self._stretches(text, face):
            if now != key:
                steps.append(b"%s %g Tf" % (now.encode(), size))
            steps.append(literal(signs) + b" Tj")
            key = now
        if key != face.key:
            steps.append(b"%s %g Tf" % (face.key.encode(), size))
        return b" ".join(steps)

    def _stretches(self, text: str, face: Face) -> Iterator[tuple[str, bytes]]:
        key, signs = "", bytearray()
        for letter in text:
            now, sign = self._sign(letter, face)
            if now != key and signs:
                yield key, bytes(signs)
                signs.clear()
            key = now
            signs.append(sign)
        if signs:
            yield key, bytes(signs)

    def _sign(self, letter: str, face: Face) -> tuple[str, int]:
        if (sign := face.signs.get(letter)) is not None:
            return face.key, sign
        for number, alphabet in enumerate(ALPHABETS):
            if letter in alphabet:
                found = extra(face.name, number)
                self.used[found.key] = found
                return found.key, found.signs[letter]
        raise KeyError(letter)
