"""Why a template cannot be used; said in the language of whoever reads it.

A template is drawn in a process of its own, which knows no languages: it hands over a
code, and the words are found here.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .page import PageRefused

WORDS = {
    "syntax": gettext_lazy(
        "Line %(line)s cannot be understood. Compare it with a new template."
    ),
    "empty": gettext_lazy(
        "Line %(line)s: between the brackets stands nothing. Write a name, or take them "
        "away."
    ),
    "brackets": gettext_lazy(
        "Line %(line)s: “%(what)s” would be printed as it stands. What begins with {{ "
        "ends with }}, and {%% with %%}, in the same line."
    ),
    "astray": gettext_lazy(
        "Line %(line)s: “%(name)s” belongs to nothing that is open there. Each if, for "
        "and with ends by its own endif, endfor and endwith."
    ),
    "underscore": gettext_lazy(
        "Line %(line)s: “%(name)s” begins with an underscore, as no name does."
    ),
    "expression": gettext_lazy(
        "Line %(line)s: “%(what)s” is neither a name nor a text. Names have no spaces; "
        "texts stand in quotation marks."
    ),
    "argument": gettext_lazy(
        "Line %(line)s: the filter “%(name)s” has too much or too little after its colon."
    ),
    "condition": gettext_lazy(
        "Line %(line)s: the condition is not whole. Write it as in {%% if valid_until %%} "
        "or {%% if hours == '12' %%}."
    ),
    "for": gettext_lazy(
        "Line %(line)s: write the loop as in {%% for module in modules %%}."
    ),
    "with": gettext_lazy("Line %(line)s: write it as in {%% with day=issued_on %%}."),
    "fit": gettext_lazy(
        'Line %(line)s: write it as in {%% fit holder width="160mm" size=24 %%}; there '
        "are width, size, smallest, lines and face."
    ),
    "values": gettext_lazy(
        "A tag or a filter gets what it cannot use, as a text where a list has to be. "
        "Look at what was added last."
    ),
    "tag": gettext_lazy(
        "Line %(line)s: the tag “%(name)s” cannot be used here. There are: %(known)s."
    ),
    "unclosed": gettext_lazy(
        "Line %(line)s: the tag “%(name)s” is opened but never closed."
    ),
    "filter": gettext_lazy(
        "Line %(line)s: the filter “%(name)s” cannot be used here. There are: %(known)s."
    ),
    "variable": gettext_lazy("There is no “%(name)s”. There are: %(known)s."),
    "picture": gettext_lazy(
        "“%(what)s” is no picture of this template. Add it under “Pictures” and write "
        "{{ images.NAME }}."
    ),
    "network": gettext_lazy(
        "“%(what)s” leads to the network; a certificate fetches nothing. Add pictures "
        "under “Pictures” and write {{ images.NAME }}."
    ),
    "file": gettext_lazy(
        "“%(what)s” leads to a file outside the template. Add pictures under "
        "“Pictures” and write {{ images.NAME }}."
    ),
    "element": gettext_lazy("The element <%(name)s> cannot stand on a certificate."),
    "attribute": gettext_lazy(
        "The attribute “%(name)s” of <%(element)s> cannot be used on a certificate."
    ),
    "css": gettext_lazy("“%(what)s” cannot be used in a style."),
    "css_line": gettext_lazy("Line %(line)s: “%(what)s” cannot be used in a style."),
    "signs": gettext_lazy(
        "These signs cannot be printed: %(signs)s. Write them in other letters."
    ),
    "pages": gettext_lazy("It takes %(pages)s pages instead of one."),
    "outside": gettext_lazy("“%(what)s” reaches over the edge of the page."),
    "small": gettext_lazy("“%(what)s” is too small to be read."),
    "absent": gettext_lazy(
        "The printed page does not show “%(what)s” as it is written."
    ),
    "missing": gettext_lazy("The page has to show {{ %(name)s }}."),
    "long": gettext_lazy(
        "A text is too long for its place (%(length)s signs): “%(text)s”."
    ),
    "width": gettext_lazy("“%(what)s” is no width. Write it as in 160mm or 450pt."),
    "face": gettext_lazy("There is no face “%(what)s”. There are: %(known)s."),
    "steps": gettext_lazy("Sizes go from 4 to 200 points, lines from 1 to 20."),
    "size": gettext_lazy("It has %(length)s signs; %(most)s is the most."),
    "loop": gettext_lazy("A loop runs too often. Take loops out of each other."),
    "nested": gettext_lazy("The elements are too many, or too deep inside each other."),
    "slow": gettext_lazy("Drawing it takes longer than %(seconds)s seconds."),
    "stopped": gettext_lazy(
        "Drawing it never ended and was stopped. Look for loops inside each other."
    ),
    "measure": gettext_lazy(
        "“%(what)s” is no measure that can stand there. Write it as in 60mm, 12pt or 3, "
        "and paper as in a4 landscape."
    ),
    "choice": gettext_lazy("The attribute “%(name)s” can be: %(known)s."),
    "colour": gettext_lazy("“%(what)s” is no colour. Write it as in #1b2430."),
    "table": gettext_lazy("A table has no cells. Fill it or take it away."),
    "paper": gettext_lazy("@page may stand once. Take one of the two away."),
    "large": gettext_lazy(
        "Something is larger than the page, or has no room left: make a text, padding, "
        "margin or border smaller."
    ),
    "undrawn": gettext_lazy(
        "The page could not be drawn. Take away what was added last, and add it again "
        "bit by bit."
    ),
    "svg": gettext_lazy(
        "“%(name)s” is an SVG drawing, which cannot be printed. Use PNG or JPEG."
    ),
    "pixels": gettext_lazy(
        "“%(name)s” has %(pixels)s million pixels; %(most)s million is the most."
    ),
    "bytes": gettext_lazy(
        "“%(name)s” is a file of %(size)s MB; %(most)s MB is the most."
    ),
    "unreadable": gettext_lazy("“%(name)s” cannot be read as a picture."),
    "twice": gettext_lazy("Two pictures are called “%(name)s”."),
}


class TemplateRefused(PageRefused):
    """Carries a code, what it speaks of, and the field it belongs to."""

    def __init__(self, code: str, *, field: str = "html", **about: Any) -> None:
        super().__init__(code)
        self.code = code
        self.field = field
        self.about = about
        #: Name of the sample that showed it, in words.
        self.sample = ""

    def __str__(self) -> str:
        words = str(WORDS[self.code]) % self.about
        if not self.sample:
            return words
        return _("With the sample “%(sample)s”: %(reason)s") % {
            "sample": self.sample,
            "reason": words,
        }

    def as_data(self) -> dict[str, Any]:
        return {"code": self.code, "field": self.field, **self.about}


def refusal_from(data: dict[str, Any]) -> TemplateRefused:
    return TemplateRefused(data.pop("code"), **data)
