"""A question as one person sees it: in their order and their language.

The order of an attempt follows from its seed, so the same page comes back after a
reload; on paper the seed is the form's number, so all its sheets are alike.
"""

from __future__ import annotations

import random
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lms.assessment.enums import QuestionKind
from lms.assessment.models import Answer, Attempt, Form, FormQuestion, in_texts

from .question_content import Content, Part, Texts, content_of

#: What true and false are called in a response.
TRUTH = {"true": True, "false": False}


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Something to choose: `letter` is what paper calls it, `key` what the answer says."""

    key: str
    letter: str
    texts: Texts

    @property
    def text(self) -> str:
        return in_texts(self.texts)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownPart:
    """A part with its choices in the order of the person.

    `rows` are the lefts of a matching, in the order they were written; `answer` what
    was saved, or None.
    """

    part: Part
    choices: Sequence[Choice]
    rows: Sequence[Choice]
    answer: Any

    @property
    def key(self) -> str:
        return self.part.key

    @property
    def kind(self) -> str:
        return self.part.kind

    @property
    def text(self) -> str:
        return in_texts(self.part.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownQuestion:
    place: FormQuestion
    #: 1 for the first that the person sees.
    number: int
    content: Content
    parts: Sequence[ShownPart]
    #: Of the saved answer; 0 where there is none.
    revision: int

    @property
    def situation(self) -> str:
        return in_texts(self.content.situation)

    @property
    def is_answered(self) -> bool:
        return all(part.answer not in (None, "", [], {}) for part in self.parts)


def shown_to(attempt: Attempt) -> list[ShownQuestion]:
    """The questions of an attempt with what is saved, as its person sees them."""
    saved = {answer.form_question_id: answer for answer in attempt.answers.all()}
    is_shuffled = attempt.sitting.test.is_shuffled
    return _shown(attempt.form, attempt.seed if is_shuffled else None, saved)


def asked_at(attempt: Attempt, places: Collection[int]) -> list[ShownQuestion]:
    """Some questions of an attempt, to read by them what was sent: in nobody's order.

    A device saves every few seconds what changed; the rest of the form is not read.
    """
    chosen = FormQuestion.objects.filter(form=attempt.form_id, pk__in=places)
    return [
        _shown_question(place, number, None, None)
        for number, place in enumerate(chosen.select_related("version"), start=1)
    ]


def shown_on_paper(form: Form) -> list[ShownQuestion]:
    """The questions of a form in its own order, the same on every sheet."""
    return _shown(form, None, {})


def _shown(
    form: Form, seed: int | None, saved: Mapping[int, Answer]
) -> list[ShownQuestion]:
    places = list(form.questions.select_related("version").order_by("place"))
    if seed is not None:
        random.Random(seed).shuffle(places)  # noqa: S311 - an order, no secret
    return [
        _shown_question(place, number, seed, saved.get(place.pk))
        for number, place in enumerate(places, start=1)
    ]


def _shown_question(
    place: FormQuestion, number: int, seed: int | None, answer: Answer | None
) -> ShownQuestion:
    content = content_of(place.version)
    own = place.form_id if seed is None else seed
    response = answer.response if answer else {}
    return ShownQuestion(
        place=place,
        number=number,
        content=content,
        parts=[
            _shown_part(part, seed, f"{own}:{place.pk}:{part.key}", response)
            for part in content.parts
        ],
        revision=answer.revision if answer else 0,
    )


def _shown_part(
    part: Part, seed: int | None, own: str, response: Mapping[str, Any]
) -> ShownPart:
    """Options keep their order where nothing is shuffled; what is to be ordered never."""
    things = _things_of(part)
    if seed is not None or part.kind in (QuestionKind.MATCHING, QuestionKind.ORDERING):
        random.Random(own).shuffle(things)  # noqa: S311 - an order, no secret
    return ShownPart(
        part=part,
        choices=_lettered(things),
        rows=_lettered([(pair.key, pair.left) for pair in part.pairs]),
        answer=response.get(part.key),
    )


def _things_of(part: Part) -> list[tuple[str, Texts]]:
    if part.kind == QuestionKind.MATCHING:
        return [(pair.key, pair.right) for pair in part.pairs]
    if part.kind == QuestionKind.ORDERING:
        return [(item.key, item.text) for item in part.items]
    return [(option.key, option.text) for option in part.options]


def _lettered(things: Sequence[tuple[str, Texts]]) -> list[Choice]:
    return [
        Choice(key=key, letter=letter, texts=texts)
        for letter, (key, texts) in zip("abcdefghij", things, strict=False)
    ]
