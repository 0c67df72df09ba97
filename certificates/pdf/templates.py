"""A certificate set by a template of the office: written, drawn and proven.

The same steps for a sample in the editor and for a certificate that is issued, so what
was not refused when the template was published is drawn the same way for a person; and
where a person's facts do not fit, that one certificate is refused.
"""

from __future__ import annotations

import base64
import hashlib
import io
import json
import struct
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache, partial
from typing import Any

from pypdf import PdfReader

from certificates.enums import Evidence
from curriculum.printing.engine import PrintRefused, draw
from curriculum.printing.qr import qr_code

from . import wording
from .fitting import clean
from .ink import Ink, Mark
from .language import MAX_CSS, compiled, written
from .layout import day, days, hours
from .markup import PICTURE, Markup, check_css, with_pictures
from .mistakes import in_drawing
from .personal import Personal
from .refusal import TemplateRefused
from .stencil import Blank

#: Before the style sheet of the template; DejaVu is the only family there is.
CSS = """
html { font-family: DejaVuSerifCondensed; font-size: 10pt; color: #1b2430; }
head, title, style { display: none; }
body, div, p, h1, h2, h3, h4, h5, h6, blockquote, center, ul, ol { display: block; }
h1, h2, h3, h4, h5, h6 { font-family: DejaVuSerifCondensed-Bold; }
center { text-align: center; }
table { display: table; }
tr { display: table-row; }
thead { display: table-header-group; }
td, th { display: table-cell; }
li { display: list-item; }
strong, b, th { font-family: DejaVuSerifCondensed-Bold; }
em, i { font-family: DejaVuSerifCondensed-Italic; }
"""
#: Where the template names no page of its own; the engine takes only one.
PAGE_CSS = "@page { size: a4 landscape; margin: 0; }\n"
#: Points: a QR code of 14 mm is read by every phone; smaller letters by nobody.
SMALLEST_QR = 14 * 72 / 25.4
SMALLEST_TEXT = 3.5
#: How far text may and pictures may reach over the edge: rounding, and what is cut off.
BEYOND, BLEED = 0.5, 9.0


@dataclass(frozen=True)
class Source:
    """A template as it was written, with its pictures as data: URIs."""

    html: str
    css: str = ""
    images: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def looks(self) -> str:
        """A short name for the styles and the pictures together."""
        whole = json.dumps([self.css, sorted(self.images.items())])
        return hashlib.sha256(whole.encode()).hexdigest()


def words_of(facts: Mapping[str, Any], images: Mapping[str, str]) -> dict[str, Any]:
    """What a template may name: the frozen facts as words."""
    whole, present = hours(facts["minutes"]), hours(facts["present_minutes"])
    is_part = facts["rests_on"] == Evidence.PART
    words = {
        "holder": facts["holder"],
        "number": facts["number"],
        "code": facts["code"],
        "address": facts["address"],
        "kind": dict(facts["kind"]),
        "awarded_for": dict(wording.FOR[facts["rests_on"]]),
        "title": facts["training"]["title"],
        "training": facts["training"]["code"],
        "modules": [
            {name: module[name] for name in ("code", "edition", *wording.LANGUAGES)}
            for module in facts["modules"]
        ],
        "place": facts["place"],
        "days": days(facts["first_day"], facts["last_day"]),
        "first_day": day(facts["first_day"]),
        "last_day": day(facts["last_day"]),
        "hours": f"{present} / {whole}" if is_part else whole,
        "issued_on": day(facts["issued_on"]),
        "valid_until": day(facts["valid_until"]) if facts["valid_until"] else "",
        "issuer": {name: dict(words) for name, words in facts["issuer"].items()},
        "signatory": dict(facts["signatory"]),
        "replaces": facts["replaces"],
        "qr": f"{PICTURE}qr",
    }
    return {**_clean(words), "images": {name: f"{PICTURE}-{name}" for name in images}}


def _clean(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _clean(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_clean(one) for one in value]
    return clean(value)


def check_source(source: Source) -> None:
    """What can be refused without any facts."""
    compiled(source.html)
    _check_styles(source.css)


@lru_cache(maxsize=16)
def _check_styles(css: str) -> None:
    if len(css) > MAX_CSS:
        raise TemplateRefused("size", field="css", length=len(css), most=MAX_CSS)
    check_css(css, field="css")


def check(source: Source, facts: Mapping[str, Any]) -> None:
    """Whatever can be refused before the page is drawn."""
    html = _written(source, facts)
    if not _blank(source, html, facts).is_proven:
        _markup(source, html, facts)


def render(source: Source, facts: Mapping[str, Any]) -> bytes:
    """The proven page as PDF bytes, or TemplateRefused with the reason.

    A page that differs from others in its person alone is drawn for the first two and
    filled in for the rest.
    """
    html = _written(source, facts)
    blank = _blank(source, html, facts)
    if filled := blank.filled():
        return filled
    pdf = _in_full(source, html, facts)
    blank.was_drawn(partial(_drawn, source, date.fromisoformat(facts["issued_on"])))
    return pdf


def render_in_full(source: Source, facts: Mapping[str, Any]) -> bytes:
    """The same page, drawn and proven whatever was drawn before."""
    return _in_full(source, _written(source, facts), facts)


def _in_full(source: Source, html: str, facts: Mapping[str, Any]) -> bytes:
    markup = _markup(source, html, facts)
    on = date.fromisoformat(facts["issued_on"])
    pdf = _drawn(source, on, html, _personal(facts))
    prove(pdf, markup=markup, qr=qr_code(facts["address"]))
    return pdf


def _written(source: Source, facts: Mapping[str, Any]) -> str:
    check_source(source)
    words = words_of(facts, source.images)
    return unicodedata.normalize("NFC", written(compiled(source.html), words))


def _personal(facts: Mapping[str, Any]) -> Personal:
    return Personal(
        holder=clean(facts["holder"]),
        number=facts["number"],
        code=facts["code"],
        address=facts["address"],
    )


def _blank(source: Source, html: str, facts: Mapping[str, Any]) -> Blank:
    return Blank(html, _personal(facts), more=source.looks + facts["issued_on"])


def _markup(source: Source, html: str, facts: Mapping[str, Any]) -> Markup:
    names = frozenset(("qr", *(f"-{name}" for name in source.images)))
    markup = Markup(html, pictures=names)
    _says_what_it_must(markup, _personal(facts))
    return markup


def _says_what_it_must(markup: Markup, personal: Personal) -> None:
    """The name, the number, the address or the code in it, and the QR code."""
    text = "".join("".join(markup.texts).split())
    for name in ("holder", "number"):
        if "".join(getattr(personal, name).split()) not in text:
            raise TemplateRefused("missing", name=name)
    if personal.code not in text:
        raise TemplateRefused("missing", name="address")
    if "qr" not in markup.shown:
        raise TemplateRefused("missing", name="qr")


def _styles(css: str, html: str) -> str:
    has_page = "@page" in css.lower() or "@page" in html.lower()
    return CSS + ("" if has_page else PAGE_CSS) + css


def _drawn(source: Source, on: date, html: str, personal: Personal) -> bytes:
    pictures = {f"-{name}": address for name, address in source.images.items()}
    html = "".join(with_pictures(html, {**pictures, "qr": qr_code(personal.address)}))
    css = _styles(source.css, html)
    try:
        return draw(html, root=None, meta=personal.label, on=on, css=css)
    except PrintRefused as refusal:
        raise in_drawing(str(refusal)) from refusal
    except RecursionError as error:
        raise TemplateRefused("nested") from error
    except Exception as error:  # The engine fails in many ways; all mean no.
        raise in_drawing(str(error)) from error


def prove(pdf: bytes, *, markup: Markup, qr: str) -> None:
    """One page, every word of the HTML in its order, and all of it inside the page."""
    reader = PdfReader(io.BytesIO(pdf))
    if len(reader.pages) != 1:
        raise TemplateRefused("pages", pages=len(reader.pages))
    page = reader.pages[0]
    marks = list(Ink(page).marks())
    found = "".join("".join(mark.text for mark in marks).split())
    place = 0
    for text in markup.texts:
        bare = "".join(text.split())
        if (at := found.find(bare, place)) < 0:
            raise TemplateRefused("absent", what=text[:80])
        place = at + len(bare)
    width, height = float(page.mediabox.width), float(page.mediabox.height)
    for mark in marks:
        _stands_right(mark, width, height)
    _qr_can_be_read(marks, qr, width, height)


def _stands_right(mark: Mark, width: float, height: float) -> None:
    beyond = BEYOND if mark.text else BLEED
    if not mark.is_within(width, height, beyond=beyond):
        raise TemplateRefused("outside", what=mark.text.strip()[:80] or "<img>")
    if mark.text.strip() and mark.size < SMALLEST_TEXT:
        raise TemplateRefused("small", what=mark.text.strip()[:80])


def _qr_can_be_read(marks: list[Mark], qr: str, width: float, height: float) -> None:
    pixels = _pixels(qr)
    boxes = [mark for mark in marks if mark.pixels == pixels]
    if not boxes:
        raise TemplateRefused("missing", name="qr")
    for box in boxes:
        if not box.is_within(width, height, beyond=BEYOND):
            raise TemplateRefused("outside", what="{{ qr }}")
        if min(box.right - box.left, box.top - box.bottom) < SMALLEST_QR - 0.5:
            raise TemplateRefused("small", what="{{ qr }}")


def _pixels(address: str) -> tuple[int, int]:
    """Width and height from the head of a PNG."""
    head = base64.b64decode(address.partition(",")[2][:64])
    across, down = struct.unpack(">II", head[16:24])
    return across, down
