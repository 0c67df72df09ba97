"""Reads a lesson from its file: `M03/lessons/02.sr.md` is lesson 2 in one language.

Below the head stand the parts, each under a line “## kind: Heading”. No file is half
right: what is not understood is refused with its line.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from .content import ContentRefused, need, read_head
from .lesson_parts import READERS


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonText:
    """One lesson in one language; `body` is what LessonPage.body takes."""

    title: str
    slug: str
    minutes: int
    intro: str
    sources: list[str]
    body: list[dict[str, Any]]


def read_lesson(path: Path) -> LessonText:
    """The lesson in `path`; raises ContentRefused where a part is not as agreed."""
    fields, body, line = read_head(path)
    parts = ("\n" + body).split("\n## ")
    if parts[0].strip():
        raise ContentRefused(
            f"{path}:{line}: text before the first “## kind: Heading” line."
        )
    blocks = []
    for before, part in pairwise(parts):
        line += before.count("\n") + 1
        blocks.append(_read_part(path, part, line - 1))
    return LessonText(
        title=need(path, fields, "title"),
        slug=need(path, fields, "slug"),
        minutes=need(path, fields, "minutes"),
        intro=fields.get("intro", ""),
        sources=fields.get("sources", []),
        body=blocks,
    )


def _read_part(path: Path, part: str, line: int) -> dict[str, Any]:
    heading_line, _newline, text = part.partition("\n")
    kind, colon, heading = (word.strip() for word in heading_line.partition(":"))
    reader = READERS.get(kind)
    if not colon or reader is None:
        raise ContentRefused(
            f"{path}:{line}: “## {heading_line}” is no part of a lesson. "
            f"Write “## kind: Heading” with one of {', '.join(READERS)}."
        )
    try:
        return {"type": kind, "value": reader(heading, text.strip())}
    except ValueError as error:
        raise ContentRefused(f"{path}:{line}: “## {heading_line}”: {error}") from error
