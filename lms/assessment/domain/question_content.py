"""What a question asks, as values: read from a version, made from what people edit.

The content of a version is JSON of this shape (`Texts` is {"sq": …, "sr": …, "en": …},
keys are opaque and the same in every version that keeps the option):

    {"situation": Texts,
     "parts": [{"key", "kind", "text": Texts, "explanation": Texts,
                "options": [{"key", "text": Texts, "feedback": Texts, "is_right"}],
                "is_right": bool,                                   (true_false)
                "pairs": [{"key", "left": Texts, "right": Texts}],  (matching)
                "items": [{"key", "text": Texts}],     (ordering, in the right order)
                "accepted": {"sq": [str, …], …}}]}                  (short_text)
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from lms.assessment.enums import QuestionKind
from lms.assessment.models import Question, QuestionVersion

Texts = Mapping[str, str]

SUFFIXES = ("sq", "sr", "en")


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    key: str
    text: Texts
    feedback: Texts
    is_right: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    key: str
    left: Texts
    right: Texts


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    key: str
    text: Texts


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One thing to answer; only the fields of its kind are filled."""

    key: str
    kind: QuestionKind
    text: Texts
    explanation: Texts
    options: tuple[Option, ...] = ()
    is_right: bool = False
    pairs: tuple[Pair, ...] = ()
    items: tuple[Item, ...] = ()
    accepted: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def right_options(self) -> frozenset[str]:
        return frozenset(option.key for option in self.options if option.is_right)

    def texts(self) -> Iterator[Texts]:
        """Everything a person reads before answering."""
        yield self.text
        yield from (option.text for option in self.options)
        for pair in self.pairs:
            yield from (pair.left, pair.right)
        yield from (item.text for item in self.items)


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    situation: Texts
    parts: tuple[Part, ...]

    @property
    def is_case(self) -> bool:
        return bool(any(self.situation.values())) or len(self.parts) > 1

    @property
    def missing_languages(self) -> list[str]:
        """Suffixes of the languages in which something to read is missing.

        A question is asked in three languages or not at all.
        """
        return [suffix for suffix in SUFFIXES if not self._is_whole_in(suffix)]

    def _is_whole_in(self, suffix: str) -> bool:
        if any(self.situation.values()) and not self.situation.get(suffix):
            return False
        return all(texts.get(suffix) for part in self.parts for texts in part.texts())


def content_of(version: QuestionVersion) -> Content:
    return read_content(version.content)


def read_content(data: Mapping[str, Any]) -> Content:
    return Content(
        situation=data["situation"],
        parts=tuple(_read_part(part) for part in data["parts"]),
    )


def edited_content(question: Question) -> dict[str, Any]:
    """What people have written, as the content of a version."""
    return {
        "situation": {
            suffix: getattr(question, f"situation_{suffix}") for suffix in SUFFIXES
        },
        "parts": [_frozen(raw) for raw in question.parts.get_prep_value()],
    }


def keyed(raw: Any) -> Any:
    """The blocks of a stream, each with an id: what the admin's editor gives by itself.

    For streams made by a program. The ids become the keys by which answers name an
    option, so they are given once, before the question is saved.
    """
    if isinstance(raw, dict):
        block = {name: keyed(value) for name, value in raw.items()}
        return {"id": str(uuid4()), **block} if "type" in raw else block
    return [keyed(one) for one in raw] if isinstance(raw, list) else raw


def _read_part(data: Mapping[str, Any]) -> Part:
    return Part(
        key=data["key"],
        kind=QuestionKind(data["kind"]),
        text=data["text"],
        explanation=data["explanation"],
        options=tuple(Option(**option) for option in data.get("options", ())),
        is_right=data.get("is_right", False),
        pairs=tuple(Pair(**pair) for pair in data.get("pairs", ())),
        items=tuple(Item(**item) for item in data.get("items", ())),
        accepted={
            suffix: tuple(lines) for suffix, lines in data.get("accepted", {}).items()
        },
    )


def _frozen(raw: Mapping[str, Any]) -> dict[str, Any]:
    """A block of the stream as a part; the ids of the blocks are the keys."""
    kind, value = raw["type"], raw["value"]
    part: dict[str, Any] = {
        "key": raw["id"],
        "kind": kind,
        "text": value["text"],
        "explanation": value["explanation"],
    }
    if kind in (QuestionKind.SINGLE, QuestionKind.MULTIPLE):
        part["options"] = [
            {"key": row["id"], **row["value"]} for row in value["options"]
        ]
    elif kind == QuestionKind.TRUE_FALSE:
        part["is_right"] = value["is_right"]
    elif kind == QuestionKind.MATCHING:
        part["pairs"] = [{"key": row["id"], **row["value"]} for row in value["pairs"]]
    elif kind == QuestionKind.ORDERING:
        part["items"] = [
            {"key": row["id"], "text": row["value"]} for row in value["items"]
        ]
    else:
        part["accepted"] = {
            suffix: [line.strip() for line in lines.splitlines() if line.strip()]
            for suffix, lines in value["accepted"].items()
        }
    return part
