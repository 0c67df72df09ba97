"""HTML as PDF bytes, proved: every word of the HTML stands in the file."""

from __future__ import annotations

import io
import unicodedata
from html.parser import HTMLParser
from pathlib import Path

from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from pypdf import PdfReader

from .engine import BASE_CSS, PrintRefused, draw
from .fonts import FONT_DIR, unprintable

#: Tables, headings and tight lines on top of what every page has.
CSS = (
    BASE_CSS
    + """
h1, h2, h3, table, tr, ul, ol, li { display: block; }
table { display: table; }
tr { display: table-row; }
thead { display: table-header-group; }
td, th { display: table-cell; }
li { display: list-item; }
strong, b, th, h1, h2, h3 { font-family: DejaVuSerifCondensed-Bold; }
"""
)
#: Nothing is fetched; the engine wants a folder all the same.
_ROOT = Path(FONT_DIR)
_UNREAD = frozenset(("head", "style", "title", "script"))


def render_pdf(html: str) -> bytes:
    """`html` as a PDF with embedded faces; pictures come as data: URIs only.

    Raises `PrintRefused` where a letter is missing from the faces, where anything
    cannot be drawn, and where a text of the page is not found in the finished file.
    """
    html = unicodedata.normalize("NFC", html)
    texts = _texts_of(html)
    if strange := unprintable("".join(texts)):
        raise PrintRefused(
            _("These signs cannot be printed: %(signs)s. Write them in other letters.")
            % {"signs": " ".join(f"{sign} (U+{ord(sign):04X})" for sign in strange)}
        )
    pdf = draw(html, root=_ROOT, meta={}, on=localdate(), css=CSS)
    _prove(pdf, texts)
    return pdf


def _prove(pdf: bytes, texts: list[str]) -> None:
    """Refuse unless each text stands in the file, wherever its lines may break."""
    pages = PdfReader(io.BytesIO(pdf)).pages
    found = "".join("".join(page.extract_text().split()) for page in pages)
    for text in texts:
        if text not in found:
            raise PrintRefused(
                _("The printed page does not show “%(text)s” as it is written.")
                % {"text": text[:80]}
            )


class _Texts(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.unread: list[str] = []
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag in _UNREAD:
            self.unread.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self.unread:
            self.unread.remove(tag)

    def handle_data(self, data: str) -> None:
        if not self.unread and (text := "".join(data.split())):
            self.texts.append(text)


def _texts_of(html: str) -> list[str]:
    """The texts between the tags, without any space."""
    parser = _Texts()
    parser.feed(html)
    parser.close()
    return parser.texts
