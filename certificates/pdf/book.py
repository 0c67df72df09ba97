"""The register book on paper; drawn row by row, as it may have thousands."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any
from xml.sax.saxutils import escape

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import LongTable, Paragraph, SimpleDocTemplate, Spacer

from certificates.domain.book import Book, Entry
from curriculum.printing import fonts

from .fitting import clean

#: Points; together what lies between the margins.
WIDTHS = (78, 58, 150, 80, 62, 200, 134)
MARGIN = 40
_PALE = colors.HexColor("#8a94a6")
_CELL = ParagraphStyle("cell", fontName=fonts.SANS, fontSize=7.5, leading=9.5)
_HEAD = ParagraphStyle("head", fontName=fonts.SERIF_BOLD, fontSize=7.5, leading=9.5)
_TITLE = ParagraphStyle("title", fontName=fonts.SERIF_BOLD, fontSize=14, leading=18)
_TEXT = ParagraphStyle("text", fontName=fonts.SANS, fontSize=9, leading=12)


def draw_book(book: Book, *, now: datetime) -> bytes:
    """The book as PDF in the language that is active, with its pages numbered."""
    fonts.prepare()
    out = io.BytesIO()
    document = SimpleDocTemplate(
        out,
        pagesize=landscape(A4),
        leftMargin=MARGIN,
        rightMargin=MARGIN,
        topMargin=MARGIN,
        bottomMargin=MARGIN,
        title=book.title,
    )
    state = _("State of %(moment)s.") % {
        "moment": date_format(timezone.localtime(now), "SHORT_DATETIME_FORMAT")
    }
    document.build(
        [
            Paragraph(_text(book.title), _TITLE),
            Paragraph(_text(f"{book.summary} {state}"), _TEXT),
            Spacer(0, 8),
            _table(book),
        ],
        onFirstPage=_foot(book),
        onLaterPages=_foot(book),
    )
    return out.getvalue()


def _table(book: Book) -> LongTable:
    heads = (
        _("Number"), _("Issued on"), _("Holder"), _("Training"), _("State"),
        _("Remark"), "SHA-256",
    )  # fmt: skip
    rows = [[Paragraph(_text(head), _HEAD) for head in heads]]
    rows += [_row(entry) for entry in book.entries]
    return LongTable(
        rows,
        colWidths=WIDTHS,
        repeatRows=1,
        style=[
            ("GRID", (0, 0), (-1, -1), 0.5, _PALE),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("TOPPADDING", (0, 0), (-1, -1), 2),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
            ("LEFTPADDING", (0, 0), (-1, -1), 3),
            ("RIGHTPADDING", (0, 0), (-1, -1), 3),
        ],
    )


def _row(entry: Entry) -> list[Paragraph]:
    cells = (
        entry.number, date_format(entry.issued_on), entry.holder, entry.training,
        entry.state, entry.remark, f"{entry.sha256[:32]} {entry.sha256[32:]}",
    )  # fmt: skip
    return [Paragraph(_text(cell), _CELL) for cell in cells]


def _text(value: str) -> str:
    """Plain text for a paragraph, which would read tags; what no face has is a box."""
    text = clean(value)
    for sign in fonts.unprintable(text):
        text = text.replace(sign, "□")
    return escape(text)


def _foot(book: Book) -> Any:
    def draw(canvas: Canvas, document: SimpleDocTemplate) -> None:
        canvas.setFont(fonts.SANS, 8)
        canvas.drawString(MARGIN, 22, book.title)
        page = _("Page %(page)s") % {"page": canvas.getPageNumber()}
        canvas.drawRightString(landscape(A4)[0] - MARGIN, 22, page)

    return draw
