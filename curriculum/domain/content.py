"""Reads the programme from its files: what is taught, in three languages.

`M03/module.toml` describes a module, `glossary.toml` the terms; what stands in a lesson
is read by lesson_text. This module turns files into values and refuses what it does not
understand, naming the file; it touches no database.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

CONTENT = Path(__file__).parents[1] / "content"

SUFFIXES = ("sq", "sr", "en")

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
class KeyPointText:
    text: Texts
    sources: list[str]


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
    key_points: list[KeyPointText]
    lessons: list[LessonPlan]
    folder: Path


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


def read_head(path: Path) -> tuple[dict[str, Any], str, int]:
    """The fields between the +++ lines, the text below and the line it begins on."""
    text = path.read_text(encoding="utf-8")
    _before, _fence, rest = text.partition("+++\n")
    head, fence, body = rest.partition("\n+++\n")
    if not fence:
        raise ContentRefused(
            f"{path}:1: the head is missing. "
            "Begin with a line +++, the fields, a line +++."
        )
    line = text.count("\n") - body.count("\n") + 1
    return _parse_toml(path, head), body, line


def read_toml(path: Path) -> dict[str, Any]:
    return _parse_toml(path, path.read_text(encoding="utf-8"))


def _parse_toml(path: Path, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ContentRefused(f"{path}: {error}. Correct the line.") from error


def need(path: Path, fields: Mapping[str, Any], name: str) -> Any:
    if name not in fields:
        raise ContentRefused(f"{path}: “{name}” is missing. Add it.")
    return fields[name]


def _read_module(path: Path) -> ModulePlan:
    fields = read_toml(path)
    edition = need(path, fields, "edition")
    return ModulePlan(
        code=need(path, fields, "code"),
        minutes=need(path, fields, "minutes"),
        prerequisites=fields.get("prerequisites", []),
        sources=fields.get("sources", []),
        title=need(path, fields, "title"),
        summary=fields.get("summary", {}),
        audience=fields.get("audience", {}),
        slug=need(path, fields, "slug"),
        edition=EditionPlan(
            label=need(path, edition, "label"),
            valid_from=need(path, edition, "valid_from"),
            reason=need(path, edition, "reason"),
        ),
        objectives=fields.get("objectives", []),
        key_points=[_read_key_point(row) for row in fields.get("key_points", [])],
        lessons=[
            LessonPlan(
                number=need(path, row, "number"),
                minutes=need(path, row, "minutes"),
                title=need(path, row, "title"),
            )
            for row in fields.get("lessons", [])
        ],
        folder=path.parent,
    )


def _read_key_point(row: Mapping[str, Any]) -> KeyPointText:
    text = {suffix: row[suffix] for suffix in SUFFIXES if row.get(suffix)}
    return KeyPointText(text=text, sources=row.get("sources", []))


def _read_term(path: Path, row: Mapping[str, Any]) -> TermText:
    return TermText(
        key=need(path, row, "key"),
        kind=need(path, row, "kind"),
        abbr=row.get("abbr", {}),
        term=need(path, row, "term"),
        definition=row.get("definition", {}),
        sources=row.get("sources", []),
    )
