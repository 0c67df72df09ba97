"""QR codes for printed pages."""

from __future__ import annotations

import base64
import io

import segno


def qr_code(text: str) -> str:
    """The text as a small picture in a data: URI.

    The mask is fixed: choosing the best of eight costs more than drawing the page.
    """
    out = io.BytesIO()
    segno.make(text, error="m", mask=3, micro=False).save(
        out, kind="png", scale=4, border=0
    )
    return f"data:image/png;base64,{base64.b64encode(out.getvalue()).decode()}"
