"""The answers of a test as a plain form, which works without any script.

A field is called after the place in the form and the part of the question, as in
``17-0``; rows of a matching and steps of an ordering have their place behind it, as in
``17-0-2``, counted as the question was written.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from lms.assessment.domain.attempts import SavedAnswer
from lms.assessment.domain.presenting import (
    TRUTH,
    Choice,
    ShownPart,
    ShownQuestion,
)
from lms.assessment.enums import QuestionKind


@dataclass(frozen=True)
class PartField:
    """A part with the names of its fields and what stands in them."""

    shown: ShownPart
    name: str

    @property
    def chosen(self) -> list[str]:
        """The keys of the options that are ticked."""
        answer = self.shown.answer
        if isinstance(answer, bool):
            return ["true" if answer else "false"]
        return answer if isinstance(answer, list) else [answer or ""]

    @property
    def rows(self) -> Iterator[tuple[str, Choice, str]]:
        """Of a matching: the name of the field, what is on the left, what is chosen."""
        answer = self.shown.answer or {}
        for place, row in enumerate(self.shown.rows):
            yield f"{self.name}-{place}", row, answer.get(row.key, "")

    @property
    def steps(self) -> Iterator[tuple[str, Choice, int]]:
        """Of an ordering: the name of the field, the step, the position chosen or 0."""
        answer = self.shown.answer or []
        written = [item.key for item in self.shown.part.items]
        for choice in self.shown.choices:
            position = answer.index(choice.key) + 1 if choice.key in answer else 0
            yield f"{self.name}-{written.index(choice.key)}", choice, position

    @property
    def positions(self) -> range:
        return range(1, len(self.shown.choices) + 1)

    def response(self, data: QueryDict) -> Any:
        """What was sent for this part; None where nothing was."""
        match self.shown.kind:
            case QuestionKind.MULTIPLE:
                return data.getlist(self.name) or None
            case QuestionKind.TRUE_FALSE:
                return TRUTH.get(data.get(self.name, ""))
            case QuestionKind.MATCHING:
                sent = {row.key: data.get(name, "") for name, row, _ in self.rows}
                return {key: value for key, value in sent.items() if value} or None
            case QuestionKind.ORDERING:
                return self._ordered(data)
        return data.get(self.name, "").strip() or None

    def _ordered(self, data: QueryDict) -> list[str] | None:
        """The steps by position; None unless every position is given once."""
        positions = {
            data.get(name, ""): choice.key for name, choice, _position in self.steps
        }
        wanted = [str(position) for position in self.positions]
        if positions.keys() != set(wanted):
            return None
        return [positions[position] for position in wanted]


class QuestionField:
    """A question with its parts, and the answer that was sent for it."""

    def __init__(self, shown: ShownQuestion) -> None:
        self.shown = shown
        self.key = shown.place.pk
        self.parts = [
            PartField(part, f"{self.key}-{place}")
            for place, part in enumerate(shown.parts)
        ]

    def answer(self, data: QueryDict, *, revision: int) -> SavedAnswer:
        sent = {part.shown.key: part.response(data) for part in self.parts}
        response = {key: value for key, value in sent.items() if value is not None}
        return SavedAnswer(question=self.key, response=response, revision=revision)


class AttemptForm:
    """All questions of an attempt on one page."""

    def __init__(self, questions: Sequence[ShownQuestion]) -> None:
        self.questions = [QuestionField(shown) for shown in questions]

    def answers(self, data: QueryDict, *, revision: int) -> list[SavedAnswer]:
        return [one.answer(data, revision=revision) for one in self.questions]
