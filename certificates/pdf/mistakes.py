"""What the libraries say of a template, as reasons that are said in our own words.

Their sentences are English and speak of their own insides. The tables name those that
people meet; whatever else they say has the words of the last line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.template.base import Template, TextNode

from .refusal import TemplateRefused

#: What Django says → code; the groups are what the words name.
LANGUAGE = {
    r"Empty (?:block|variable) tag": "empty",
    r"Invalid block tag on line \d+: '(?P<name>end\w+|else|elif)\b": "astray",
    r"Invalid block tag on line \d+: '(?P<name>[^',]*)": "tag",
    r"Unclosed tag on line \d+: '(?P<name>[^']*)'": "unclosed",
    r"Invalid filter: '(?P<name>[^']*)'": "filter",
    r"Variables and attributes may not begin with underscores: '(?P<name>[^']*)'": (
        "underscore"
    ),
    r"Could not parse the remainder: '.*' from '(?P<what>.*)'": "expression",
    r"Could not parse some characters: (?P<what>.*)": "expression",
    r"(?P<name>\w+) requires \d+ arguments": "argument",
    r".*\bif (?:expression|tag)": "condition",
    r"'for' ": "for",
    r"'with' ": "with",
    r"'fit' ": "fit",
    r"": "syntax",
}
#: The same for what draws.
DRAWING = {
    r"Ignoring CSS [^:]*: (?P<what>[^;]*)": "css",
    r"Unsupported pseudo page (?P<what>:\w+)": "css",
    r"Unknown size value for @page: '(?P<what>[^']*)'": "measure",
    r"length: '(?P<what>[^']*)' is not a length": "measure",
    r"getSize: (?:cannot read|Not a float) '(?P<what>[^']*)'": "measure",
    r"could not convert string to float: '(?P<what>[^']*)'": "measure",
    r"Attribute '(?P<what>\w+)' expects an integer": "measure",
    r"Attribute '(?P<name>\w+)' of wrong value, allowed is one of: \[(?P<known>.*?)\]": (
        "choice"
    ),
    r"Cannot read the colour <[^:]*: (?P<what>[^>]*)>": "colour",
    r"<table> is empty": "table",
    r"has already been defined": "paper",
    r"too large on page|negative avail": "large",
    r"": "undrawn",
}


def in_language(
    reason: str, *, line: int, tags: Iterable[str], filters: Iterable[str]
) -> TemplateRefused:
    """A mistake in the language of templates, with its line and what there is."""
    code, about = _found(LANGUAGE, reason, re.match)
    known = {"tag": tags, "filter": filters}.get(code, ())
    if known:
        about["known"] = ", ".join(sorted(known))
    return TemplateRefused(code, line=line, **about)


def in_drawing(reason: str) -> TemplateRefused:
    code, about = _found(DRAWING, reason, re.search)
    if "known" in about:
        about["known"] = about["known"].replace("'", "")
    return TemplateRefused(code, **about)


def _found(
    table: Mapping[str, str], reason: str, find: Any
) -> tuple[str, dict[str, Any]]:
    for pattern, code in table.items():
        if match := find(pattern, reason):
            about = {name: text[:80] for name, text in match.groupdict().items()}
            return code, about
    raise AssertionError(reason)


def refuse_stray_brackets(template: Template) -> None:
    """`{{ holder }` is text to Django, and would be printed as it stands."""
    texts: list[Any] = template.nodelist.get_nodes_by_type(TextNode)
    for text in texts:
        if match := re.search(r"\{[{%#]|\}\}", text.s):
            before = text.s[: match.start()].count("\n")
            what = text.s[match.start() :].split("\n")[0][:40]
            line = text.token.lineno + before
            raise TemplateRefused("brackets", line=line, what=what)
