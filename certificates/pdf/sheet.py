"""The file of a page that is filled in: all that stays the same, kept as bytes."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable
from typing import Any, cast

from pypdf import PdfReader
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    NullObject,
    PdfObject,
    TextStringObject,
)

from .lettering import Extra
from .objects import HEAD, ending, numbered, written


class Sheet:
    """A drawn file without its drawing, its QR code and its label."""

    def __init__(self, reader: PdfReader, *, qr: str) -> None:
        """Of a file with one page; `qr` is the name of the picture that is put in."""
        [page] = reader.pages
        resources = cast(DictionaryObject, page["/Resources"])
        self.label = _raw(cast(DictionaryObject, reader.trailer["/Info"]))
        self.root = _number(reader.trailer.raw_get("/Root"))
        self.page = _number(page.indirect_reference)
        pictures = cast(DictionaryObject, resources["/XObject"])
        self.qr = _number(pictures.raw_get(qr))
        self.picture = DictionaryObject(cast(DictionaryObject, pictures[qr]))
        found = _hanging_on(reader.trailer.raw_get("/Root"), without=self.qr)
        self.before, self.after = _around_fonts(page, resources)
        del found[self.page]
        self.next = max(*found, self.qr, self.page) + 1
        self.block = bytearray(HEAD)
        self.places: dict[int, int] = {}
        for number, entry in found.items():
            self.places[number] = len(self.block)
            self.block += numbered(number, entry)

    def file(
        self,
        drawing: bytes,
        *,
        qr: bytes,
        label: dict[str, str],
        extras: Iterable[Extra],
    ) -> bytes:
        """The whole file; `qr` are its pixels, `label` what changes of the metadata."""
        contents = self.next
        info = contents + 1
        new = {
            self.qr: _stream(qr, self.picture),
            contents: _stream(drawing),
            info: self._label(label),
        }
        fonts = b""
        number = info + 1
        for one in extras:
            fonts += b"%s %d 0 R " % (one.key.encode(), number)
            for part in one.objects(number):
                new[number] = part
                number += 1
        new[self.page] = (
            self.before + fonts + self.after + b"/Contents %d 0 R >>" % contents
        )
        return self._bound(new, info=info)

    def _label(self, changes: dict[str, str]) -> bytes:
        words: dict[PdfObject, PdfObject] = {
            NameObject(f"/{name.capitalize()}"): TextStringObject(value)
            for name, value in changes.items()
        }
        return written(DictionaryObject({**self.label, **words}))

    def _bound(self, new: dict[int, bytes], *, info: int) -> bytes:
        out, places = bytearray(self.block), dict(self.places)
        for number, entry in new.items():
            places[number] = len(out)
            out += numbered(number, entry)
        name = hashlib.md5(out, usedforsecurity=False).hexdigest()
        roots = f"/Root {self.root} 0 R /Info {info} 0 R /ID [<{name}> <{name}>]"
        return bytes(out + ending(places, start=len(out), trailer=roots.encode()))


def _number(reference: Any) -> int:
    return cast(IndirectObject, reference).idnum


def _hanging_on(root: Any, *, without: int) -> dict[int, bytes]:
    """The objects that a reader reaches from the root, but for drawing and QR code."""
    found: dict[int, bytes] = {}
    waiting: list[Any] = [root]
    while waiting:
        item = waiting.pop()
        if isinstance(item, IndirectObject):
            if item.idnum in found or item.idnum == without:
                continue
            number, item = item.idnum, item.get_object()
            found[number] = written(NullObject() if item is None else item)
        if isinstance(item, DictionaryObject):
            waiting += [item.raw_get(key) for key in item if key != "/Contents"]
        elif isinstance(item, ArrayObject):
            waiting += list(item)
    return found


def _around_fonts(page: DictionaryObject, resources: DictionaryObject) -> list[bytes]:
    """The page up to where a font may be added, and from there to its drawing."""
    fonts = DictionaryObject(cast(DictionaryObject, resources["/Font"]))
    fonts[NameObject("/More")] = NullObject()
    resources = DictionaryObject({**_raw(resources), NameObject("/Font"): fonts})
    page = DictionaryObject({**_raw(page), NameObject("/Resources"): resources})
    del page["/Contents"]
    whole = written(page).rstrip().removesuffix(b">>")
    return whole.split(b"/More null")


def _raw(entries: DictionaryObject) -> dict[PdfObject, PdfObject]:
    return {key: entries.raw_get(key) for key in entries}


def _stream(content: bytes, entries: DictionaryObject | None = None) -> bytes:
    packed = zlib.compress(content)
    entries = DictionaryObject(_raw(entries) if entries else {})
    entries.pop(NameObject("/Length"), None)
    entries[NameObject("/Filter")] = NameObject("/FlateDecode")
    head = written(entries).rstrip().removesuffix(b">>")
    return b"%s/Length %d >>\nstream\n%s\nendstream" % (head, len(packed), packed)
