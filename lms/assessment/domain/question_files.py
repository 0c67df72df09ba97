"""Reads the questions of the programme from `content/questions/M03.toml` and the like.

The three languages stand side by side; whatever is missing or unknown is refused with
the file and the line of the question. This module touches no database.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from curriculum.domain.content import ContentRefused, read_toml
from lms.assessment.enums import QuestionKind

from .question_content import SUFFIXES, Texts

CONTENT = Path(__file__).parents[1] / "content"


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicText:
    key: str
    name: Texts


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionText:
    """A question of a file; `parts` is what `Question.parts` takes.

    `objectives` are places in the module's list of objectives, from 1.
    """

    key: str
    module: str
    objectives: list[int]
    topics: list[str]
    sources: list[str]
    situation: Texts
    parts: list[dict[str, Any]]


def read_topics(content: Path = CONTENT) -> list[TopicText]:
    path = content / "topics.toml"
    return [
        TopicText(key=row["key"], name=row["name"])
        for row in read_toml(path).get("topics", [])
    ]


def read_questions(content: Path = CONTENT) -> list[QuestionText]:
    """All questions of all modules, by file; each key stands once."""
    topics = {topic.key for topic in read_topics(content)}
    found: dict[str, QuestionText] = {}
    for path in sorted((content / "questions").glob("*.toml")):
        for question in _read_file(path, topics):
            if question.key in found:
                raise ContentRefused(f"{path}: the key {question.key} stands twice.")
            found[question.key] = question
    return list(found.values())


def _read_file(path: Path, topics: set[str]) -> list[QuestionText]:
    lines = path.read_text(encoding="utf-8").splitlines()
    questions = []
    for row in read_toml(path).get("questions", []):
        key = row.get("key", "")
        line = next(
            (n for n, text in enumerate(lines, 1) if text == f'key = "{key}"'), 1
        )
        try:
            questions.append(_read_question(path.stem, key, row, topics))
        except (KeyError, ValueError) as error:
            reason = f"{error} is missing." if isinstance(error, KeyError) else error
            raise ContentRefused(f"{path}:{line}: question {key}: {reason}") from error
    return questions


def _read_question(
    module: str, key: str, row: Mapping[str, Any], topics: set[str]
) -> QuestionText:
    if unknown := set(row.get("topics", [])) - topics:
        raise ValueError(f"unknown topic “{min(unknown)}”.")
    if not row.get("objectives"):
        raise ValueError("no objective is named.")
    situation = row.get("situation", {})
    if situation:
        _texts(situation)
    return QuestionText(
        key=key,
        module=module,
        objectives=row["objectives"],
        topics=row.get("topics", []),
        sources=row["sources"],
        situation=situation,
        parts=[
            _read_part(f"{key}:{place}", part)
            for place, part in enumerate(row["parts"], start=1)
        ],
    )


def _read_part(own: str, part: Mapping[str, Any]) -> dict[str, Any]:
    """A block of the stream, with ids that are the same wherever it is loaded."""
    kind = QuestionKind(part["kind"])
    value = {
        "text": _texts(part["text"]),
        "explanation": part.get("explanation") or dict.fromkeys(SUFFIXES, ""),
        **_READERS[kind](own, part),
    }
    return {"type": str(kind), "id": _id(own), "value": value}


def _options(own: str, part: Mapping[str, Any]) -> dict[str, Any]:
    options = part["options"]
    right = sum(bool(option.get("right")) for option in options)
    if part["kind"] == QuestionKind.SINGLE and right != 1:
        raise ValueError(f"{right} options are right; there must be one.")
    if part["kind"] == QuestionKind.MULTIPLE and right < 2:
        raise ValueError(f"{right} options are right; there must be two or more.")
    return {
        "options": _rows(
            own,
            [
                {
                    "text": _texts(option["text"]),
                    "feedback": _texts(option["feedback"]),
                    "is_right": bool(option.get("right")),
                }
                for option in options
            ],
        )
    }


def _truth(own: str, part: Mapping[str, Any]) -> dict[str, Any]:
    return {"is_right": bool(part["right"])}


def _pairs(own: str, part: Mapping[str, Any]) -> dict[str, Any]:
    pairs = [
        {"left": _texts(pair["left"]), "right": _texts(pair["right"])}
        for pair in part["pairs"]
    ]
    return {"pairs": _rows(own, pairs)}


def _items(own: str, part: Mapping[str, Any]) -> dict[str, Any]:
    return {"items": _rows(own, [_texts(item["text"]) for item in part["items"]])}


def _accepted(own: str, part: Mapping[str, Any]) -> dict[str, Any]:
    accepted = part["accepted"]
    if missing := [suffix for suffix in SUFFIXES if not accepted.get(suffix)]:
        raise ValueError(f"no accepted answer in {', '.join(missing)}.")
    return {"accepted": {suffix: "\n".join(accepted[suffix]) for suffix in SUFFIXES}}


_READERS: dict[QuestionKind, Callable[[str, Mapping[str, Any]], dict[str, Any]]] = {
    QuestionKind.SINGLE: _options,
    QuestionKind.MULTIPLE: _options,
    QuestionKind.TRUE_FALSE: _truth,
    QuestionKind.MATCHING: _pairs,
    QuestionKind.ORDERING: _items,
    QuestionKind.SHORT_TEXT: _accepted,
}


def _texts(texts: Mapping[str, str]) -> dict[str, str]:
    """`texts`, which must be there in all three languages."""
    if missing := [suffix for suffix in SUFFIXES if not texts.get(suffix)]:
        shown = next(iter(texts.values()), "")
        raise ValueError(f"“{shown[:40]}” is missing in {', '.join(missing)}.")
    return dict(texts)


def _rows(own: str, values: list[Any]) -> list[dict[str, Any]]:
    return [
        {"type": "item", "id": _id(f"{own}:{place}"), "value": value}
        for place, value in enumerate(values, start=1)
    ]


def _id(own: str) -> str:
    return str(uuid5(NAMESPACE_URL, f"fener:question:{own}"))
