"""Many finished files bound into one, page after page, written as it grows."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from itertools import pairwise
from typing import IO, cast

from pypdf import PdfReader
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    NullObject,
    PdfObject,
    StreamObject,
)

from .objects import HEAD, ending, numbered, written

_CATALOG, _PAGES = 1, 2
#: What leads from a page to elsewhere: the whole file, and the seal of the file.
_LEFT_BEHIND = ("/Parent", "/Annots")

#: The object that a reference of one file becomes in the whole.
Renumber = Callable[[IndirectObject], PdfObject]


class Binder:
    """Writes the pages one after the other; what is the same in several is kept once.

    Nothing but numbers and digests stays in the memory. An object that came before,
    byte for byte and with all that hangs on it, is not even read a second time.
    """

    def __init__(self, out: IO[bytes]) -> None:
        self.out = out
        self.length = out.write(HEAD)
        #: Where each object begins, by its number; the first two come last.
        self.places: dict[int, int] = {_CATALOG: 0, _PAGES: 0}
        self.pages: list[int] = []
        #: Digest of an object as it is written, or as it was and of what hangs on it.
        self.numbers: dict[object, int] = {}
        #: Digest of an object as it was: (number, generation) of the references in it.
        self.references: dict[bytes, list[tuple[int, int]]] = {}

    def add(self, pdf: bytes) -> None:
        """All pages of a file, without what is laid over them (links, forms, seals)."""
        reader = PdfReader(io.BytesIO(pdf))
        source = _Source(self, reader, pdf)
        for page in reader.pages:
            kept = DictionaryObject(
                {NameObject(k): page.raw_get(k) for k in page if k not in _LEFT_BEHIND}
            )
            moved = cast(DictionaryObject, _moved(kept, source.renumbered))
            moved[NameObject("/Parent")] = IndirectObject(_PAGES, 0, None)
            self.pages.append(self.put(written(moved)))

    def finish(self) -> None:
        kids = b" ".join(b"%d 0 R" % number for number in self.pages)
        tree = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(self.pages), kids)
        self._write(_PAGES, tree)
        self._write(_CATALOG, b"<< /Type /Catalog /Pages %d 0 R >>" % _PAGES)
        trailer = b"/Root %d 0 R" % _CATALOG
        self.out.write(ending(self.places, start=self.length, trailer=trailer))

    def put(self, entry: bytes) -> int:
        """The number of an object that is written now."""
        number = len(self.places) + 1
        self._write(number, entry)
        return number

    def put_once(self, entry: bytes) -> int:
        """The number of an object, which may have been written before."""
        digest = hashlib.sha256(entry).digest()
        if digest not in self.numbers:
            self.numbers[digest] = self.put(entry)
        return self.numbers[digest]

    def _write(self, number: int, entry: bytes) -> None:
        self.places[number] = self.length
        self.length += self.out.write(numbered(number, entry))


class _Source:
    """The objects of one file, as the binder numbers them."""

    def __init__(self, binder: Binder, reader: PdfReader, pdf: bytes) -> None:
        self.binder, self.reader, self.pdf = binder, reader, pdf
        self.starts = reader.xref.get(0, {})
        self.ends = dict(pairwise(sorted({*self.starts.values(), len(pdf)})))
        self.packed = reader.xref_objStm
        self.found: dict[int, PdfObject] = {}

    def renumbered(self, reference: IndirectObject) -> PdfObject:
        if reference.idnum not in self.found:
            # Whatever leads back to itself leads nowhere.
            self.found[reference.idnum] = NullObject()
            number = self._number(reference)
            self.found[reference.idnum] = IndirectObject(number, 0, None)
        return self.found[reference.idnum]

    def _number(self, reference: IndirectObject) -> int:
        binder, raw = self.binder, hashlib.sha256(self._bytes(reference)).digest()
        if raw not in binder.references:
            return self._copied(reference, raw)
        return binder.numbers.get(self._key(raw)) or self._copied(reference, raw)

    def _copied(self, reference: IndirectObject, raw: bytes) -> int:
        inside: list[tuple[int, int]] = []

        def renumber(one: IndirectObject) -> PdfObject:
            inside.append((one.idnum, one.generation))
            return self.renumbered(one)

        number = self.binder.put_once(written(_moved(_item(reference), renumber)))
        self.binder.references[raw] = inside
        self.binder.numbers[self._key(raw)] = number
        return number

    def _key(self, raw: bytes) -> object:
        inside = [
            self.renumbered(IndirectObject(number, generation, self.reader))
            for number, generation in self.binder.references[raw]
        ]
        return raw, *(getattr(one, "idnum", 0) for one in inside)

    def _bytes(self, reference: IndirectObject) -> bytes:
        """As they stand in the file, up to the next object."""
        start = self.starts.get(reference.idnum)
        if start is None or reference.idnum in self.packed:
            return written(_item(reference))
        return self.pdf[start : self.ends[start]]


def _item(reference: IndirectObject) -> PdfObject:
    item = reference.get_object()
    return NullObject() if item is None else item


def _moved(item: PdfObject, renumber: Renumber) -> PdfObject:
    """A copy with other references."""
    if isinstance(item, IndirectObject):
        return renumber(item)
    if isinstance(item, ArrayObject):
        return ArrayObject(_moved(one, renumber) for one in list.__iter__(item))
    if not isinstance(item, DictionaryObject):
        return item
    copy = DictionaryObject()
    if isinstance(item, StreamObject):
        copy = type(item)()
        copy._data = item._data
    for key in item:
        copy[NameObject(key)] = _moved(item.raw_get(key), renumber)
    return copy
