"""The proof that a finished file says what it was meant to say."""

from __future__ import annotations

import io
from typing import cast

from django.utils.translation import gettext as _
from pypdf import PageObject, PdfReader
from pypdf.generic import DictionaryObject, NameObject

from .page import Page, PageRefused


def prove(pdf: bytes, page: Page) -> None:
    """Refuse unless the file has one page whose text is exactly the intended one."""
    reader = PdfReader(io.BytesIO(pdf))
    if len(reader.pages) != 1:
        raise PageRefused(
            _("The certificate has %(pages)s pages instead of one.")
            % {"pages": len(reader.pages)}
        )
    found = " ".join(_words(reader.pages[0]))
    intended = page.text()
    if found != intended:
        raise PageRefused(
            _("The printed text differs from the intended one near “%(place)s”.")
            % {"place": _first_difference(found, intended)}
        )


def _words(page: PageObject) -> list[str]:
    """The words of a page; drawings that cannot hold any are passed over.

    Following the ornament stroke by stroke would take longer than all the rest.
    """
    for drawing in _entries(page, "/XObject"):
        if not _may_hold_text(drawing):
            drawing[NameObject("/Subtype")] = NameObject("/Image")
    return page.extract_text().split()


def _may_hold_text(drawing: DictionaryObject) -> bool:
    """Text needs a font, of the drawing's own or of a drawing inside it."""
    if drawing["/Subtype"] == "/Image":
        return False
    if "/Resources" not in drawing:
        return True
    return bool(_entries(drawing, "/Font")) or any(
        _may_hold_text(inside) for inside in _entries(drawing, "/XObject")
    )


def _entries(holder: DictionaryObject, kind: str) -> list[DictionaryObject]:
    resources = cast(DictionaryObject, holder["/Resources"])
    if kind not in resources:
        return []
    entries = cast(DictionaryObject, resources[kind])
    return [entry.get_object() for entry in entries.values()]


def _first_difference(found: str, intended: str) -> str:
    place = next(
        (
            number
            for number, (one, other) in enumerate(zip(found, intended, strict=False))
            if one != other
        ),
        min(len(found), len(intended)),
    )
    return intended[max(place - 10, 0) : place + 20] or found[place : place + 20]
