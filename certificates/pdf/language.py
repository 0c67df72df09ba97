"""The language of certificate templates: a small part of Django's, and one tag more.

Nothing here reaches a file, a setting or a database: there are no loaders, the tags and
filters are those listed below, and a template sees the facts of a certificate as words.
A name that is not known is an error instead of nothing, and loops are counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from django.template import Context, Engine, Library, Template, TemplateSyntaxError
from django.template import defaultfilters as stock_filters
from django.template import defaulttags as stock_tags
from django.template.base import Node, Parser, Token
from django.template.defaulttags import ForNode
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString

from curriculum.printing import fonts

from .fitting import DoesNotFit, Step, clean, fit
from .mistakes import in_language, refuse_stray_brackets
from .refusal import TemplateRefused

MAX_HTML = 64_000
MAX_CSS = 32_000
#: What a template may write, its pictures not counted.
MAX_WRITTEN = 300_000
#: Rounds of all loops together.
MAX_ROUNDS = 3_000
MAX_LENGTH = 5_000

FACES = {
    "serif": fonts.SERIF,
    "bold": fonts.SERIF_BOLD,
    "italic": fonts.SERIF_ITALIC,
    "sans": fonts.SANS,
}
_UNITS = {"mm": 72 / 25.4, "cm": 72 / 2.54, "pt": 1.0, "": 1.0}

register = Library()
for _name in ("upper", "lower", "capfirst", "default", "length", "first", "last"):
    register.filter(_name, getattr(stock_filters, _name))
register.tag("if", stock_tags.do_if)
register.tag("with", stock_tags.do_with)
register.tag("comment", stock_tags.comment)


@register.filter(is_safe=True)
def join(values: Any, between: Any) -> SafeString:
    """Items one after the other; what stands between them is short."""
    items = [conditional_escape(item) for item in values]
    between = conditional_escape(between)
    if sum(map(len, items)) + len(between) * len(items) > MAX_LENGTH:
        raise TemplateRefused("loop")
    return SafeString(between.join(items))


class _Round(Node):
    """Stands at the start of a loop and counts how often it comes by."""

    def render(self, context: Context) -> SafeString:
        context.rounds += 1  # type: ignore[attr-defined]
        if context.rounds > MAX_ROUNDS:  # type: ignore[attr-defined]
            raise TemplateRefused("loop")
        return SafeString("")


@register.tag("for")
def counted_for(parser: Parser, token: Token) -> ForNode:
    node = stock_tags.do_for(parser, token)
    loop: list[Any] = node.nodelist_loop
    loop.insert(0, _Round())
    return node


@register.simple_tag(name="fit")
def fitted(
    *texts: Any,
    width: Any,
    size: Any = 12,
    smallest: Any = 6,
    lines: Any = 1,
    face: str = "serif",
) -> str:
    """The texts, one after the other, at the largest size that works."""
    if face not in FACES:
        raise TemplateRefused("face", what=str(face), known=", ".join(FACES))
    text = clean(" ".join(map(str, texts)))
    if not text:
        return ""
    try:
        if len(text) > MAX_LENGTH:
            raise DoesNotFit(text)
        lines_of_it = fit(
            text,
            face=FACES[face],
            width=points(width),
            steps=_steps(size, smallest, lines),
        )
    except DoesNotFit as error:
        raise TemplateRefused("long", length=len(text), text=text[:60]) from error
    return format_html(
        '<div style="font-family: {}; font-size: {}pt; line-height: {}pt">{}</div>',
        FACES[face],
        lines_of_it.size,
        lines_of_it.leading,
        format_html_join(
            SafeString("<br/>"), "{}", ((line,) for line in lines_of_it.lines)
        ),
    )


def points(width: Any) -> float:
    """`160mm`, `450pt` or `450` in points."""
    match = re.fullmatch(r"(\d{1,4}(?:\.\d{1,3})?)\s*(mm|cm|pt|)", str(width).strip())
    if not match or not 5 <= (found := float(match[1]) * _UNITS[match[2]]) <= 2000:
        raise TemplateRefused("width", what=str(width)[:40])
    return found


def _steps(size: Any, smallest: Any, lines: Any) -> tuple[Step, ...]:
    """From the wished size down, a tenth smaller each time, with a line more at a time."""
    try:
        size, smallest, lines = float(size), float(smallest), int(lines)
    except (TypeError, ValueError) as error:
        raise TemplateRefused("steps") from error
    if not 4 <= smallest <= size <= 200 or not 1 <= lines <= 20:
        raise TemplateRefused("steps")
    steps = []
    while size > smallest:
        steps.append(size)
        size = round(size * 0.9, 2)
    steps.append(smallest)
    return tuple(
        Step(one, min(lines, 1 + number // 2)) if one > smallest else Step(one, lines)
        for number, one in enumerate(steps)
    )


class _Engine(Engine):
    default_builtins = [__name__]


class _Unknown(str):
    """What Django puts where it finds nothing; here it says so instead."""

    def __mod__(self, name: Any) -> str:
        raise TemplateRefused("variable", name=str(name), known="")


class _Words(dict[str, Any]):
    """The facts by name; asking for another one is remembered and refused."""

    def __init__(self, values: dict[str, Any], unknown: list[Any], known: str) -> None:
        super().__init__(
            {
                name: _guarded(value, unknown, f"{known}{name}.")
                for name, value in values.items()
            }
        )
        self.unknown = unknown
        self.place = known

    def __missing__(self, name: str) -> Any:
        known = ", ".join(f"{self.place}{one}" for one in self)
        refusal = TemplateRefused("variable", name=f"{self.place}{name}", known=known)
        self.unknown.append(refusal)
        raise refusal


def _guarded(value: Any, unknown: list[Any], place: str) -> Any:
    if isinstance(value, dict):
        return _Words(value, unknown, place)
    if isinstance(value, list):
        return [_guarded(one, unknown, place) for one in value]
    return value


class _Context(Context):
    """A context that knows which names there are, and counts the rounds of loops."""

    def __init__(self, values: dict[str, Any]) -> None:
        self.unknown: list[TemplateRefused] = []
        self.words = _Words(values, self.unknown, "")
        self.rounds = 0
        super().__init__(dict(self.words), use_l10n=False, use_tz=False)

    def __getitem__(self, key: Any) -> Any:
        try:
            return super().__getitem__(key)
        except KeyError:
            return self.words[key]


def _engine() -> Engine:
    return _Engine(loaders=[], string_if_invalid=_Unknown("%s"), autoescape=True)


@lru_cache(maxsize=16)
def compiled(html: str) -> Template:
    """The template, or TemplateRefused with the line of the mistake."""
    if len(html) > MAX_HTML:
        raise TemplateRefused("size", length=len(html), most=MAX_HTML)
    try:
        return Template(html, engine=_engine())
    except TemplateSyntaxError as error:
        raise _syntax(error) from error
    except RecursionError as error:
        raise TemplateRefused("nested") from error


def _syntax(error: TemplateSyntaxError) -> TemplateRefused:
    line = getattr(getattr(error, "token", None), "lineno", None) or 1
    return in_language(
        str(error), line=line, tags=register.tags, filters=register.filters
    )


def refuse_stray(html: str) -> None:
    """Said to whoever writes a template; a page that is issued never stops for it."""
    refuse_stray_brackets(compiled(html))


def written(template: Template, words: dict[str, Any]) -> str:
    """What the template writes of these words."""
    context = _Context(words)
    try:
        html = template.render(context)
    except TemplateRefused as refusal:
        if refusal.code == "variable" and not refusal.about["known"]:
            refusal.about["known"] = ", ".join(names(words))
        raise
    except (TypeError, ValueError, AttributeError, ArithmeticError) as error:
        raise TemplateRefused("values") from error
    except RecursionError as error:
        raise TemplateRefused("nested") from error
    if context.unknown:
        raise context.unknown[0]
    if len(html) > MAX_WRITTEN:
        raise TemplateRefused("size", length=len(html), most=MAX_WRITTEN)
    return html


def names(words: dict[str, Any]) -> Iterator[str]:
    """All names of the first level."""
    yield from words
