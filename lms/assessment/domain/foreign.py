"""Questions from elsewhere: what a reader finds in a file, and how it enters the bank.

A file has one language; what comes from it waits for the other two before tests may
draw it. Nothing that cannot be read is guessed: it is reported with its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.text import slugify

from curriculum.models import Module
from lms.assessment.enums import QuestionKind
from lms.assessment.models import Question

from .question_content import SUFFIXES, keyed
from .questions import keep_version

if TYPE_CHECKING:
    from django.contrib.auth.models import _User as User


class FileRefused(Exception):
    """The file as a whole cannot be read; carries the reason in words for the person."""


@dataclass(slots=True, kw_only=True)
class ForeignOption:
    text: str
    is_right: bool
    feedback: str = ""


@dataclass(slots=True, kw_only=True)
class ForeignQuestion:
    """`where` is the line it begins on, or its number in the file.

    `notes` say what was left out of it.
    """

    where: int
    name: str
    text: str
    kind: QuestionKind
    options: list[ForeignOption] = field(default_factory=list)
    pairs: list[tuple[str, str]] = field(default_factory=list)
    items: list[str] = field(default_factory=list)
    accepted: list[str] = field(default_factory=list)
    is_right: bool = False
    explanation: str = ""
    tags: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """What could not be read, and why, in words fit for the person."""

    where: int
    text: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    questions: Sequence[ForeignQuestion]
    unread: Sequence[Unread]


@transaction.atomic
def take_in(
    questions: Iterable[ForeignQuestion],
    *,
    module: Module,
    suffix: str,
    by: User | None,
    now: datetime,
) -> list[Question]:
    """Put questions into the bank, in the language of `suffix`; the same text once.

    A question of the module that asks the very same is left alone, so that a file can
    be taken in again after it was mended.
    """
    there = {
        part.value["text"].get(suffix)
        for question in Question.objects.filter(module=module)
        for part in question.parts
    }
    taken = []
    for foreign in questions:
        if foreign.text in there:
            continue
        there.add(foreign.text)
        question = Question.objects.create(
            key=_free_key(module, foreign),
            module=module,
            parts=keyed([_block(foreign, suffix)]),
        )
        keep_version(question, by=by, now=now)
        taken.append(question)
    return taken


def _free_key(module: Module, foreign: ForeignQuestion) -> str:
    stem = slugify(f"{module.code}-{foreign.name or foreign.text}")[:50].strip("-")
    key, number = stem, 1
    while Question.objects.filter(key=key).exists():
        number += 1
        key = f"{stem}-{number}"
    return key


def _block(foreign: ForeignQuestion, suffix: str) -> dict[str, Any]:
    def texts(text: str) -> dict[str, str]:
        return {one: text if one == suffix else "" for one in SUFFIXES}

    value: dict[str, Any] = {
        "text": texts(foreign.text),
        "explanation": texts(foreign.explanation),
    }
    match foreign.kind:
        case QuestionKind.SINGLE | QuestionKind.MULTIPLE:
            value["options"] = _rows(
                {
                    "text": texts(option.text),
                    "feedback": texts(option.feedback),
                    "is_right": option.is_right,
                }
                for option in foreign.options
            )
        case QuestionKind.TRUE_FALSE:
            value["is_right"] = foreign.is_right
        case QuestionKind.MATCHING:
            value["pairs"] = _rows(
                {"left": texts(left), "right": texts(right)}
                for left, right in foreign.pairs
            )
        case QuestionKind.ORDERING:
            value["items"] = _rows(map(texts, foreign.items))
        case QuestionKind.SHORT_TEXT:
            value["accepted"] = texts("\n".join(foreign.accepted))
    return {"type": str(foreign.kind), "value": value}


def _rows(values: Iterable[Any]) -> list[dict[str, Any]]:
    return [{"type": "item", "value": value} for value in values]


class _Plain(HTMLParser):
    """The text of some HTML; paragraphs and breaks become lines."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag in ("p", "br", "div", "li"):
            self.found.append("\n")

    def handle_data(self, data: str) -> None:
        self.found.append(data)


def plain(html: str) -> str:
    """`html` without its marks: the bank keeps plain text."""
    parser = _Plain()
    parser.feed(html)
    parser.close()
    lines = "".join(parser.found).replace("\xa0", " ").splitlines()
    tidy = (re.sub(r"\s+", " ", line).strip() for line in lines)
    return "\n".join(line for line in tidy if line)
