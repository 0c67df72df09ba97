"""Reads the programme from its files: what is taught, in three languages.

`M03/module.toml` describes a module, `M03/lessons/02.sr.md` a lesson in one language,
`glossary.toml` the terms. This module turns files into values and refuses what it does
not understand, naming the file; it touches no database.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from .markdown import plain_text, rich_text

CONTENT = Path(__file__).parents[1] / "content"

#: A text under its field suffixes: {"sq": …, "sr": …, "en": …}.
Texts = Mapping[str, str]


class ContentRefused(Exception):
    """A content file is wrong; the message names the file and what to change."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonPlan:
    number: int
    minutes: int
    title: Texts


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionPlan:
    label: str
    valid_from: date
    reason: Texts


@dataclass(frozen=True, slots=True, kw_only=True)
class ModulePlan:
    code: str
    minutes: int
    prerequisites: list[str]
    sources: list[str]
    title: Texts
    summary: Texts
    audience: Texts
    slug: Texts
    edition: EditionPlan
    objectives: list[Texts]
    lessons: list[LessonPlan]
    folder: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonText:
    """One lesson in one language; `body` is what LessonPage.body takes."""

    title: str
    slug: str
    minutes: int
    intro: str
    sources: list[str]
    body: list[dict[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class TermText:
    key: str
    kind: str
    abbr: Texts
    term: Texts
    definition: Texts
    sources: list[str]


def read_modules(content: Path = CONTENT) -> list[ModulePlan]:
    return [_read_module(path) for path in sorted(content.glob("*/module.toml"))]


def read_terms(content: Path = CONTENT) -> list[TermText]:
    path = content / "glossary.toml"
    return [_read_term(path, row) for row in read_toml(path).get("terms", [])]


def written_lessons(folder: Path, suffix: str) -> dict[int, Path]:
    """The files of a module's lessons in one language, by the number of the lesson."""
    return {
        int(path.name.partition(".")[0]): path
        for path in sorted((folder / "lessons").glob(f"*.{suffix}.md"))
    }


def read_lesson(path: Path) -> LessonText:
    """The lesson in `path`; raises ContentRefused where a part is not as agreed."""
    text = path.read_text(encoding="utf-8")
    _before, _fence, rest = text.partition("+++\n")
    head, fence, body = rest.partition("\n+++\n")
    if not fence:
        raise ContentRefused(
            f"{path}: the head is missing. Begin with a line +++, the fields, a line +++."
        )
    fields = _parse_toml(path, head)
    parts = ("\n" + body).split("\n## ")
    if parts[0].strip():
        raise ContentRefused(f"{path}: text before the first “## kind: Heading” line.")
    return LessonText(
        title=_need(path, fields, "title"),
        slug=_need(path, fields, "slug"),
        minutes=_need(path, fields, "minutes"),
        intro=fields.get("intro", ""),
        sources=fields.get("sources", []),
        body=[_read_part(path, part) for part in parts[1:]],
    )


def read_toml(path: Path) -> dict[str, Any]:
    return _parse_toml(path, path.read_text(encoding="utf-8"))


def _parse_toml(path: Path, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ContentRefused(f"{path}: {error}. Correct the line.") from error


def _need(path: Path, fields: Mapping[str, Any], name: str) -> Any:
    if name not in fields:
        raise ContentRefused(f"{path}: “{name}” is missing. Add it.")
    return fields[name]


def _read_module(path: Path) -> ModulePlan:
    fields = read_toml(path)
    edition = _need(path, fields, "edition")
    return ModulePlan(
        code=_need(path, fields, "code"),
        minutes=_need(path, fields, "minutes"),
        prerequisites=fields.get("prerequisites", []),
        sources=fields.get("sources", []),
        title=_need(path, fields, "title"),
        summary=fields.get("summary", {}),
        audience=fields.get("audience", {}),
        slug=_need(path, fields, "slug"),
        edition=EditionPlan(
            label=_need(path, edition, "label"),
            valid_from=_need(path, edition, "valid_from"),
            reason=_need(path, edition, "reason"),
        ),
        objectives=fields.get("objectives", []),
        lessons=[
            LessonPlan(
                number=_need(path, row, "number"),
                minutes=_need(path, row, "minutes"),
                title=_need(path, row, "title"),
            )
            for row in fields.get("lessons", [])
        ],
        folder=path.parent,
    )


def _read_term(path: Path, row: Mapping[str, Any]) -> TermText:
    return TermText(
        key=_need(path, row, "key"),
        kind=_need(path, row, "kind"),
        abbr=row.get("abbr", {}),
        term=_need(path, row, "term"),
        definition=row.get("definition", {}),
        sources=row.get("sources", []),
    )


def _read_part(path: Path, part: str) -> dict[str, Any]:
    heading_line, _newline, text = part.partition("\n")
    kind, colon, heading = (word.strip() for word in heading_line.partition(":"))
    reader = _READERS.get(kind)
    if not colon or reader is None:
        raise ContentRefused(
            f"{path}: “## {heading_line}” is no part of a lesson. "
            f"Write “## kind: Heading” with one of {', '.join(_READERS)}."
        )
    try:
        return {"type": kind, "value": reader(heading, text.strip())}
    except ValueError as error:
        raise ContentRefused(f"{path}: “## {heading_line}”: {error}") from error


def _running_text(heading: str, text: str) -> dict[str, Any]:
    return {"heading": heading, "text": rich_text(text)}


def _steps(heading: str, text: str) -> dict[str, Any]:
    return {"heading": heading, "steps": _items(text, example="1. ")}


def _case(heading: str, text: str) -> dict[str, Any]:
    situation, mark, question = text.rpartition("\n? ")
    if not mark:
        raise ValueError("the question is missing. End with a line “? …”.")
    return {
        "heading": heading,
        "text": rich_text(situation),
        "question": plain_text(question),
    }


def _check(heading: str, text: str) -> dict[str, Any]:
    answers = []
    for line in filter(None, (line.strip() for line in text.splitlines())):
        box, answer = line[:6], line[6:]
        said, colons, feedback = answer.partition(" :: ")
        if box not in ("- [x] ", "- [ ] ") or not colons:
            raise ValueError(f"write “- [x] answer :: feedback” instead of “{line}”.")
        answers.append(
            {
                "text": plain_text(said),
                "is_right": box == "- [x] ",
                "feedback": plain_text(feedback),
            }
        )
    if sum(bool(answer["is_right"]) for answer in answers) != 1:
        raise ValueError("mark exactly one answer with [x].")
    return {"question": heading, "answers": answers}


def _remember(heading: str, text: str) -> dict[str, Any]:
    return {"heading": heading, "points": _items(text, example="- ")}


def _items(text: str, *, example: str) -> list[str]:
    """The items of a list of one level, one line each."""
    items = []
    for line in filter(None, (line.strip() for line in text.splitlines())):
        bullet, space, item = line.partition(" ")
        if not space or (bullet != "-" and not bullet.rstrip(".").isdigit()):
            raise ValueError(f"“{line}” is not an item of a list, as in “{example}…”.")
        items.append(plain_text(item))
    return items


_READERS = {
    "why": _running_text,
    "text": _running_text,
    "steps": _steps,
    "case": _case,
    "check": _check,
    "remember": _remember,
}
