"""The objects of a PDF file as bytes, and the table of them at its end."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Protocol

HEAD = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"
_FREE = b"0000000000 65535 f \n"
_ESCAPES = {b"\\": rb"\\", b"(": rb"\(", b")": rb"\)", b"\r": rb"\r"}


class Writable(Protocol):
    """Any object of pypdf."""

    def write_to_stream(self, stream: io.BytesIO) -> None: ...


def literal(raw: bytes) -> bytes:
    """A string."""
    for sign, escaped in _ESCAPES.items():
        raw = raw.replace(sign, escaped)
    return b"(%s)" % raw


def written(item: Writable) -> bytes:
    out = io.BytesIO()
    item.write_to_stream(out)
    return out.getvalue()


def numbered(number: int, content: bytes) -> bytes:
    """An object that others may name by its number."""
    return b"%d 0 obj\n%s\nendobj\n" % (number, content)


def ending(places: Mapping[int, int], *, start: int, trailer: bytes) -> bytes:
    """The end of a file that is `start` bytes long: where each object begins.

    `places` goes from number to place; a number it leaves out is of no object.
    """
    size = max(places) + 1
    rows = (
        b"%010d 00000 n \n" % places[number] if number in places else _FREE
        for number in range(1, size)
    )
    return b"xref\n0 %d\n%s%strailer\n<< /Size %d %s >>\nstartxref\n%d\n%%%%EOF\n" % (
        size,
        _FREE,
        b"".join(rows),
        size,
        trailer,
        start,
    )
