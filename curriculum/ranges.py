"""A part of a film or a recording for a player that asks for it.

Players fetch films piece by piece, and some play nothing that a server gives only whole;
Wagtail's own view does. Its hook takes no stream, so a part is a megabyte at most: the
player then asks for the next one.
"""

from __future__ import annotations

import re
from typing import Any

from django.http import HttpRequest, HttpResponse

_ONE_RANGE = re.compile(r"bytes=(?:(\d+)-(\d*)|-(\d+))")
_LARGEST = 1024 * 1024


def part_of_document(document: Any, request: HttpRequest) -> HttpResponse | None:
    """The bytes that `request` wants of `document`; None where it gets the whole.

    What would be packed on its way is left whole: its bytes would be others.
    """
    wanted = _ONE_RANGE.fullmatch(request.headers.get("Range", ""))
    packed = "gzip" in request.headers.get("Accept-Encoding", "")
    played = document.content_type.startswith(("video/", "audio/"))
    if not (wanted and played) or packed or "If-Range" in request.headers:
        return None
    size = document.file.size
    first, last = _bounds(wanted, size)
    if first > last:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    with document.file.open("rb") as file:
        file.seek(first)
        content = file.read(last + 1 - first)
    return HttpResponse(
        content,
        status=206,
        content_type=document.content_type,
        headers={
            "Accept-Ranges": "bytes",
            "Content-Range": f"bytes {first}-{last}/{size}",
            "Content-Length": str(len(content)),
            "Content-Disposition": document.content_disposition,
            "Content-Security-Policy": "default-src 'none'",
            "X-Content-Type-Options": "nosniff",
        },
    )


def _bounds(wanted: re.Match[str], size: int) -> tuple[int, int]:
    first, last, length = wanted.groups()
    begin = max(0, size - int(length)) if length else int(first)
    end = min(int(last), size - 1) if last else size - 1
    return begin, min(end, begin + _LARGEST - 1)
