"""QR codes for printed pages."""

from __future__ import annotations

import base64
import io
from functools import lru_cache

import segno

SCALE = 4


@lru_cache(maxsize=8)
def _made(text: str) -> segno.QRCode:
    """The mask is fixed: choosing the best of eight costs more than drawing the page."""
    return segno.make(text, error="m", mask=3, micro=False)


def qr_pixels(text: str) -> bytes:
    """The same picture as bytes, three for each pixel: red, green and blue."""
    rows = []
    for row in _made(text).matrix:
        line = b"".join((b"\xff" if not dark else b"\0") * 3 * SCALE for dark in row)
        rows.append(line * SCALE)
    return b"".join(rows)


@lru_cache(maxsize=8)
def qr_code(text: str) -> str:
    """The text as a small picture in a data: URI."""
    out = io.BytesIO()
    _made(text).save(out, kind="png", scale=SCALE, border=0)
    return f"data:image/png;base64,{base64.b64encode(out.getvalue()).decode()}"
