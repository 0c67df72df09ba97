"""What may stand in the HTML and the styles of a template, and what it shows.

The page is read by the parser that also draws it, so nothing looks different here. The
lists say what is allowed; all else is refused, whether it would do harm or not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import html5lib
import tinycss2

from curriculum.printing.fonts import unprintable

from .refusal import TemplateRefused

#: How a picture of the template is named until it is put in.
PICTURE = "picture:"

ELEMENTS = frozenset(
    re.findall(
        r"\w+",
        "html head body meta title style div p span br hr h1 h2 h3 h4 h5 h6 table thead tbody "
        "tfoot tr td th col colgroup ul ol li strong b em i u small sub sup img center "
        "blockquote",
    )
)
ATTRIBUTES = frozenset(
    re.findall(
        r"\w+",
        "id class style src alt width height colspan rowspan align valign lang border "
        "cellpadding cellspacing charset",
    )
)
FUNCTIONS = frozenset(("rgb", "rgba"))
AT_RULES = frozenset(("page",))
#: Properties that fetch, or that write what stands in no element.
PROPERTIES = re.compile(
    r"(background-image|background-source|list-style-image|src|content|cursor|behavior|"
    r"-pdf-(frame-content|page-break|outline.*|next-page|word-wrap)|-moz-binding)$"
)
_SILENT = frozenset(("head", "style", "title"))
_NETWORK = re.compile(r"\s*(?:[a-z][a-z0-9+.-]*:)?\s*[/\\]{2}", re.IGNORECASE)
MAX_ELEMENTS = 1_500
MAX_DEPTH = 40
MAX_PICTURE_USES = 30


class Markup:
    """The page as its parser sees it: its texts in order, its pictures by name."""

    def __init__(self, html: str, *, pictures: frozenset[str]) -> None:
        self.pictures = pictures
        self.texts: list[str] = []
        self.shown: list[str] = []
        self.count = 0
        root = html5lib.parse(html, treebuilder="etree", namespaceHTMLElements=False)
        self._walk(root)
        signs = unprintable(
            "".join(self.texts).replace("\N{NO-BREAK SPACE}", "").replace("\n", "")
        )
        if signs:
            raise TemplateRefused(
                "signs",
                signs=" ".join(f"{sign} (U+{ord(sign):04X})" for sign in signs),
            )

    def _walk(self, root: Any) -> None:
        """Element by element, in the order of reading, without recursion."""
        waiting: list[tuple[Any, int, bool]] = [(root, 1, False)]
        while waiting:
            item, depth, is_silent = waiting.pop()
            if isinstance(item, str):
                self._text(item, is_silent)
                continue
            if not isinstance(item.tag, str):
                continue
            self.count += 1
            if self.count > MAX_ELEMENTS or depth > MAX_DEPTH:
                raise TemplateRefused("nested")
            self._element(item)
            is_silent = is_silent or item.tag in _SILENT
            inside: list[tuple[Any, int, bool]] = [(item.text or "", 0, is_silent)]
            for child in item:
                inside.append((child, depth + 1, is_silent))
                inside.append((child.tail or "", 0, is_silent))
            waiting.extend(reversed(inside))

    def _text(self, text: str, is_silent: bool) -> None:
        if not is_silent and (text := " ".join(text.split())):
            self.texts.append(text)

    def _element(self, element: Any) -> None:
        if element.tag not in ELEMENTS:
            raise TemplateRefused("element", name=element.tag[:40])
        for name, value in element.attrib.items():
            self._attribute(element.tag, str(name), value)
        if element.tag == "style":
            check_css(element.text or "")
        if element.tag == "img" and "src" not in element.attrib:
            raise TemplateRefused("picture", what="<img>")

    def _attribute(self, element: str, name: str, value: str) -> None:
        if name == "src" and element == "img":
            self._source(value)
        elif name not in ATTRIBUTES or name == "src":
            raise TemplateRefused("attribute", name=name[:40], element=element)
        elif name == "style":
            _check_text(value, field="html")
            _check_declarations(tinycss2.parse_declaration_list(value), field="html")

    def _source(self, value: str) -> None:
        name = value.removeprefix(PICTURE)
        if name != value and name in self.pictures:
            self.shown.append(name)
            if len(self.shown) > MAX_PICTURE_USES:
                raise TemplateRefused("nested")
            return
        raise _elsewhere(value)


def _elsewhere(value: str, *, field: str = "html") -> TemplateRefused:
    """The refusal for an address, by where it leads."""
    what = value.strip()[:80]
    if _NETWORK.match(value) and not value.strip().lower().startswith("file:"):
        return TemplateRefused("network", what=what, field=field)
    if value.strip().lower().startswith("data:"):
        return TemplateRefused("picture", what=what, field=field)
    return TemplateRefused("file", what=what, field=field)


def check_css(css: str, *, field: str = "html") -> None:
    """Refuse what fetches, what is no style, and what hides from one of two readers."""
    _check_text(css, field=field)
    for rule in tinycss2.parse_stylesheet(
        css, skip_comments=True, skip_whitespace=True
    ):
        if rule.type == "error":
            raise _css(rule.message, rule, field)
        if rule.type == "at-rule":
            if rule.lower_at_keyword not in AT_RULES:
                raise _css(f"@{rule.at_keyword}", rule, field)
            _check_tokens(rule.prelude, field)
        elif rule.type == "qualified-rule":
            _check_tokens(rule.prelude, field)
        if getattr(rule, "content", None) is not None:
            _check_declarations(
                tinycss2.parse_declaration_list(rule.content), field=field
            )


def _check_declarations(items: list[Any], *, field: str) -> None:
    for item in items:
        if item.type == "error":
            raise _css(item.message, item, field)
        if item.type == "at-rule":
            raise _css(f"@{item.at_keyword}", item, field)
        if item.type == "declaration":
            if PROPERTIES.match(item.lower_name):
                raise _css(item.name, item, field)
            _check_tokens(item.value, field)


def _check_tokens(tokens: list[Any], field: str) -> None:
    for token in tokens:
        if token.type == "url":
            raise _elsewhere(token.value, field=field)
        if token.type == "function":
            if token.lower_name == "url":
                raise _elsewhere(tinycss2.serialize(token.arguments), field=field)
            if token.lower_name not in FUNCTIONS:
                raise _css(f"{token.name}()", token, field)
        if token.type == "error":
            raise _css(token.message, token, field)


#: Two readers may disagree on comments and escapes; a style needs none of this.
_TRICKS = re.compile(r"\\|url\s*\(|@\s*import|@\s*font-face|<", re.IGNORECASE)


def _check_text(css: str, *, field: str) -> None:
    bare = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    if not (match := _TRICKS.search(bare)):
        return
    found = match[0]
    if found.lower().startswith(("url", "@")) and "font" not in found.lower():
        rest = re.sub(r"^\s*url", "", bare[match.end() :]).lstrip(" \"'(")
        address = re.match(r"[^\"')\s;]*", rest)
        raise _elsewhere(address[0] if address else found, field=field)
    raise TemplateRefused("css", what=found, field=field)


def _css(what: str, at: Any, field: str) -> TemplateRefused:
    if field == "css":
        return TemplateRefused(
            "css_line", what=what[:80], line=at.source_line, field=field
        )
    return TemplateRefused("css", what=what[:80], field=field)


def with_pictures(html: str, addresses: dict[str, str]) -> Iterator[str]:
    """The page in pieces, with each picture where its name stood."""
    parts = re.split(rf"(\bsrc\s*=\s*[\"']){PICTURE}([\w-]+)(?=[\"'])", html)
    yield parts[0]
    for before, name, after in zip(parts[1::3], parts[2::3], parts[3::3], strict=True):
        yield before + addresses.get(name, "") + after
