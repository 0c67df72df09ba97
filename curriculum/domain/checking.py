"""Holds the content files to their agreements before anything of them is loaded."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain, repeat
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from curriculum.sources import is_known_source

from .content import (
    CONTENT,
    SUFFIXES,
    ContentRefused,
    ModulePlan,
    read_head,
    read_modules,
    read_terms,
)
from .guide_text import read_guide
from .lesson_text import LessonText, read_lesson

_LESSON_NAME = re.compile(r"(\d\d)\.(?:sq|sr|en)\.md")


def check_content(content: Path = CONTENT) -> None:
    """Raise ContentRefused with every fault found, one “file:line: sentence” a line."""
    faults: list[str] = []
    terms = read_terms(content)
    keys = {term.key for term in terms}
    for plan in read_modules(content):
        faults += _source_faults(plan.folder / "module.toml", plan.sources)
        faults += _key_point_faults(plan)
        faults += _lesson_faults(plan, keys)
        faults += _guide_faults(plan.folder)
    for term in terms:
        faults += _source_faults(content / "glossary.toml", term.sources)
    if faults:
        raise ContentRefused("\n".join(faults))


def _key_point_faults(plan: ModulePlan) -> Iterator[str]:
    path = plan.folder / "module.toml"
    lines = _lines_of(path, r"^\s*\[\[\s*key_points\s*\]\]")
    for point, line in zip(plan.key_points, chain(lines, repeat(1)), strict=False):
        for suffix in SUFFIXES:
            if suffix not in point.text:
                yield _fault(
                    path,
                    _("the key point lacks “%(suffix)s”. Write it in all languages.")
                    % {"suffix": suffix},
                    line=line,
                )
        yield from _source_faults(path, point.sources)


def _lesson_faults(plan: ModulePlan, keys: set[str]) -> Iterator[str]:
    planned = {lesson.number for lesson in plan.lessons}
    for path in sorted((plan.folder / "lessons").glob("*.md")):
        name = _LESSON_NAME.fullmatch(path.name)
        if name is None:
            yield _fault(
                path, _("a lesson's file is called 01.sq.md, 01.sr.md or 01.en.md.")
            )
            continue
        if int(name[1]) not in planned:
            yield _fault(
                path,
                _("lesson %(number)s is not planned. Add it to module.toml.")
                % {"number": int(name[1])},
            )
        yield from _missing_languages(path, name[1])
        try:
            lesson = read_lesson(path)
        except ContentRefused as refused:
            yield str(refused)
            continue
        yield from _source_faults(path, lesson.sources)
        yield from _term_faults(path, lesson, keys)


def _guide_faults(folder: Path) -> Iterator[str]:
    for path in sorted(folder.glob("guide.*.md")):
        yield from _missing_languages(path, "guide")
        try:
            fields, _body, _line = read_head(path)
        except ContentRefused as refused:
            yield str(refused)
            continue
        missing = [field for field in ("title", "slug") if field not in fields]
        for field in missing:
            yield _fault(path, _("“%(field)s” is missing.") % {"field": field})
        if not missing:
            yield from _part_faults(path)
        yield from _source_faults(path, fields.get("sources", []))


def _part_faults(path: Path) -> Iterator[str]:
    try:
        read_guide(path)
    except ContentRefused as refused:
        yield str(refused)


def _missing_languages(path: Path, stem: str) -> Iterator[str]:
    """Said once for a text: at the first of its files that is there."""
    names = [f"{stem}.{suffix}.md" for suffix in SUFFIXES]
    there = [name for name in names if (path.parent / name).exists()]
    if there and there[0] == path.name:
        for name in names:
            if name not in there:
                yield _fault(
                    path,
                    _("%(file)s is missing. Write the text in all three languages.")
                    % {"file": name},
                )


def _source_faults(path: Path, sources: list[Any]) -> Iterator[str]:
    for source in sources:
        if not is_known_source(str(source)):
            yield _fault(
                path,
                _("“%(source)s” names no document of sources.toml.")
                % {"source": source},
                line=_line_of(path, f'"{re.escape(str(source))}"'),
            )


def _term_faults(path: Path, lesson: LessonText, keys: set[str]) -> Iterator[str]:
    for part in lesson.body:
        if part["type"] == "definition" and part["value"]["term"] not in keys:
            key = part["value"]["term"]
            yield _fault(
                path,
                _("“%(key)s” is no key of glossary.toml.") % {"key": key},
                line=_line_of(path, rf"## *definition *: *{re.escape(key)} *$"),
            )


def _line_of(path: Path, pattern: str) -> int:
    return next(iter(_lines_of(path, pattern)), 1)


def _lines_of(path: Path, pattern: str) -> list[int]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [n for n, text in enumerate(lines, 1) if re.search(pattern, text)]


def _fault(path: Path, sentence: str, *, line: int = 1) -> str:
    return f"{path}:{line}: {sentence}"
