"""The real page: a Django template set by xhtml2pdf."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path

from django.template.loader import render_to_string

from certificates.domain.codes import as_written
from certificates.pdf.guard import prove
from certificates.pdf.page import Page, PageRefused
from certificates.pdf.personal import Personal
from certificates.pdf.stencil import Blank
from curriculum.printing.engine import PrintRefused, draw
from curriculum.printing.qr import qr_code

DATA_DIR = Path(__file__).resolve().parents[1] / "data"
_QR = "picture:qr"


class HTMLRenderer:
    """Fetches nothing: not from the network, and from the disk only the ornament.

    A page that differs from others in its person alone is drawn for the first two and
    filled in for the rest.
    """

    proves = True

    def render(self, page: Page, *, kind: str, issued_on: date) -> bytes:
        """The page as PDF bytes, the same bytes for the same page."""
        html = render_to_string(
            [f"certificates/pdf/{kind}.html", "certificates/pdf/certificate.html"],
            {"page": page},
        ).replace(page.qr, _QR)
        personal = Personal(
            # A name in two lines is never found as it is, and so drawn in full.
            holder=" ".join(page.holder.lines),
            number=page.number,
            code=as_written(page.keyword),
            address="".join(page.address.lines),
        )
        blank = Blank(html, personal, more=issued_on.isoformat())
        if filled := blank.filled():
            return filled
        pdf = _drawn(issued_on, html, personal)
        prove(pdf, page)
        blank.was_drawn(partial(_drawn, issued_on))
        return pdf


def _drawn(on: date, html: str, personal: Personal) -> bytes:
    html = html.replace(_QR, qr_code(personal.address))
    try:
        return draw(html, root=DATA_DIR, meta=personal.label, on=on)
    except PrintRefused as refusal:
        raise PageRefused(str(refusal)) from refusal
