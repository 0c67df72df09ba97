"""The words of a page that are one person's, and the page without them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from django.utils.html import escape

#: In place of a word; no page can show these signs.
MARKS = {"code": "\U000f0000", "number": "\U000f0001", "holder": "\U000f0002"}


@dataclass(frozen=True)
class Personal:
    """What differs between the pages of two people."""

    holder: str
    number: str
    code: str
    #: What the QR code says; the code is a part of it.
    address: str

    def put_into(self, text: str) -> str:
        for name, mark in MARKS.items():
            text = text.replace(mark, getattr(self, name))
        return text

    def taken_from(self, text: str) -> str:
        """The text with a mark wherever a word of the person stands."""
        for name, mark in MARKS.items():
            text = text.replace(getattr(self, name), mark)
        return text

    def in_html(self) -> Personal:
        return replace(self, holder=escape(self.holder), number=escape(self.number))

    def instead(self, holder: str, digit: str, code: str) -> Personal:
        """Other words of the same kind."""
        return Personal(
            holder=holder,
            number=re.sub(r"\d", digit, self.number),
            code=code,
            address=self.address.replace(self.code, code),
        )

    @property
    def label(self) -> dict[str, str]:
        """What a file about the person says of itself."""
        return {"title": self.number, "keywords": self.code.replace("-", "")}
