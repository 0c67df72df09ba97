"""What a file is that is no certificate of ours, told from its bytes."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from enum import Enum

_PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n", b"GIF8", b"II*\0", b"MM\0*", b"BM")
#: These say what they are a few bytes later.
_LATER = {8: (b"WEBP",), 4: (b"ftyphei", b"ftypmif1", b"ftypavif")}
_IMAGE = re.compile(rb"/Subtype\s*/Image\b")
_FONT = re.compile(rb"/Font\b")
#: A reader finds the header of a PDF in its first kilobyte.
_HEADER_WITHIN = 1024
_MOST_STREAMS, _MOST_BYTES = 20, 1024 * 1024


class Strange(Enum):
    PICTURE = "picture"
    PDF = "pdf"
    NO_PDF = "no_pdf"


def what_is(content: bytes) -> Strange:
    """A scan is a PDF with pictures and no typeface."""
    if content.startswith(_PICTURES) or any(
        content.startswith(marks, place) for place, marks in _LATER.items()
    ):
        return Strange.PICTURE
    if b"%PDF-" not in content[:_HEADER_WITHIN]:
        return Strange.NO_PDF
    is_scan = _IMAGE.search(content) and not any(map(_FONT.search, _objects(content)))
    return Strange.PICTURE if is_scan else Strange.PDF


def _objects(content: bytes) -> Iterator[bytes]:
    """The objects that stand open, then those of packed streams, some and in part."""
    yield content
    place = content.find(b"/ObjStm")
    for _number in range(_MOST_STREAMS):
        if place < 0:
            return
        yield _unpacked(content, place)
        place = content.find(b"/ObjStm", place + 1)


def _unpacked(content: bytes, place: int) -> bytes:
    start = content.find(b"stream", place, place + 400) + len(b"stream")
    packed = content[start : start + _MOST_BYTES].lstrip(b"\r\n")
    try:
        return zlib.decompressobj().decompress(packed, _MOST_BYTES)
    except zlib.error:
        # Locked, or packed in another way: nothing is claimed of what nobody can read.
        return b"/Font "
