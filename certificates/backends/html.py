"""The real page: a Django template set by xhtml2pdf."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from django.template import TemplateDoesNotExist
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from certificates.pdf.page import Page, PageRefused
from curriculum.printing.engine import PrintRefused, draw

DATA_DIR = Path(__file__).resolve().parents[1] / "data"


class HTMLRenderer:
    """Fetches nothing: not from the network, and from the disk only the ornament."""

    def render(self, page: Page, *, kind: str, issued_on: date) -> bytes:
        """The page as PDF bytes, the same bytes for the same page."""
        try:
            html = render_to_string(f"certificates/pdf/{kind}.html", {"page": page})
        except TemplateDoesNotExist as error:
            raise PageRefused(
                _("There is no page for certificates of the kind %(kind)s.")
                % {"kind": kind}
            ) from error
        meta = {"title": page.number, "keywords": page.keyword}
        try:
            return draw(html, root=DATA_DIR, meta=meta, on=issued_on)
        except PrintRefused as refusal:
            raise PageRefused(str(refusal)) from refusal
