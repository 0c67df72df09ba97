"""Reads a trainer's guide from `M03/guide.sr.md` and the like.

The parts are those of `curriculum.blocks.guide`: lists for aims, debrief and materials;
``- 20 | what | how`` for the timing; an exercise begins with ``! 40 | groups |
materials``, goes on with numbered steps and ends with questions, ``? …``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .content import ContentRefused, read_head
from .markdown import plain_text, rich_text


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideText:
    """One guide in one language; `body` is what TrainersGuidePage.body takes."""

    title: str
    slug: str
    intro: str
    sources: list[str]
    body: list[dict[str, Any]]


def read_guide(path: Path) -> GuideText:
    """The guide in `path`; raises ContentRefused with the line of a faulty part."""
    fields, body, line = read_head(path)
    return GuideText(
        title=fields["title"],
        slug=fields["slug"],
        intro=fields.get("intro", ""),
        sources=fields.get("sources", []),
        body=[_read_part(path, number, part) for number, part in _parts(body, line)],
    )


def _parts(body: str, line: int) -> Iterator[tuple[int, str]]:
    """Each part below its `## ` with the line it begins on."""
    number = line
    for place, part in enumerate(("\n" + body).split("\n## ")):
        if place:
            yield number, part
        number += part.count("\n") + (1 if place else 0)


def _read_part(path: Path, line: int, part: str) -> dict[str, Any]:
    first, _newline, text = part.partition("\n")
    kind, colon, heading = (word.strip() for word in first.partition(":"))
    reader = _READERS.get(kind)
    if not colon or reader is None:
        raise ContentRefused(
            f"{path}:{line}: “## {first}” is no part of a guide. "
            f"Write “## kind: Heading” with one of {', '.join(_READERS)}."
        )
    try:
        return {"type": kind, "value": {"heading": heading, **reader(text.strip())}}
    except ValueError as error:
        raise ContentRefused(f"{path}:{line}: “## {first}”: {error}") from error


def _text(text: str) -> dict[str, Any]:
    return {"text": rich_text(text)}


def _list(text: str) -> dict[str, Any]:
    return {"entries": [plain_text(item) for item in _marked(text, "- ")]}


def _timing(text: str) -> dict[str, Any]:
    rows = []
    for item in _marked(text, "- "):
        minutes, what, how = _three(item)
        rows.append({"minutes": int(minutes), "what": what, "how": how})
    return {"rows": rows}


def _exercise(text: str) -> dict[str, Any]:
    head, _newline, rest = text.partition("\n")
    if not head.startswith("! "):
        raise ValueError("begin with “! minutes | groups | materials”.")
    minutes, grouping, materials = _three(head.removeprefix("! "))
    steps: list[str] = []
    questions: list[str] = []
    for raw in rest.splitlines():
        line = raw.strip()
        number, dot, step = line.partition(". ")
        if line.startswith("? "):
            questions.append(plain_text(line.removeprefix("? ")))
        elif dot and number.isdigit():
            steps.append(plain_text(step))
        elif line and steps:
            steps[-1] += "\n" + plain_text(line.removeprefix("- "))
        elif line:
            raise ValueError(f"“{line[:40]}” is no step, as in “1. …”.")
    if not steps:
        raise ValueError("there are no steps.")
    return {
        "minutes": int(minutes),
        "grouping": grouping,
        "materials": materials,
        "steps": steps,
        "questions": questions,
    }


def _marked(text: str, mark: str) -> Iterator[str]:
    for line in filter(None, (line.strip() for line in text.splitlines())):
        if not line.startswith(mark):
            raise ValueError(
                f"“{line[:40]}” is not an item of a list, as in “{mark}…”."
            )
        yield line.removeprefix(mark)


def _three(text: str) -> tuple[str, str, str]:
    minutes, *others = (part.strip() for part in text.split("|"))
    if not minutes.isdigit() or not 1 <= len(others) <= 2:
        raise ValueError(f"write “minutes | what | how” instead of “{text[:40]}”.")
    words = [plain_text(other) for other in others]
    return minutes, words[0], words[1] if len(words) > 1 else ""


_READERS = {
    "aims": _list,
    "timing": _timing,
    "text": _text,
    "exercise": _exercise,
    "debrief": _list,
    "materials": _list,
}
