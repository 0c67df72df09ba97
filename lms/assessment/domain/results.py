"""What came of an attempt, for the person who took it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from lms.assessment.enums import QuestionKind, Reveal, Stage
from lms.assessment.models import FULL_POINTS, Attempt, CompletionDefault, in_texts
from lms.delivery.enums import TrainingStatus

from .presenting import ShownPart, ShownQuestion, shown_to


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """An option or a step: what was chosen, what is right, and what to learn from it."""

    text: str
    is_chosen: bool
    is_right: bool
    feedback: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartResult:
    text: str
    lines: Sequence[Line]
    given: str
    wanted: str
    explanation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionResult:
    shown: ShownQuestion
    points: int
    parts: Sequence[PartResult]

    @property
    def is_right(self) -> bool:
        return self.points == FULL_POINTS

    @property
    def is_partly_right(self) -> bool:
        return 0 < self.points < FULL_POINTS


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectiveResult:
    objective: str
    percent: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """`pass_mark` is None where nothing depends on the result.

    `questions` is None as long as the test's setting keeps the answers back.
    """

    percent: int
    pass_mark: int | None
    objectives: Sequence[ObjectiveResult]
    questions: Sequence[QuestionResult] | None

    @property
    def is_passed(self) -> bool:
        return self.pass_mark is not None and self.percent >= self.pass_mark


def pass_mark_of(attempt: Attempt) -> int | None:
    """What completion asks of this attempt, in percent; None before and months later."""
    edition = attempt.sitting.test.edition
    if attempt.sitting.stage != Stage.POST or not edition.has_post_test:
        return None
    default = CompletionDefault.on(attempt.sitting.training.end_date)
    return edition.pass_mark or default.pass_mark


def is_revealed(attempt: Attempt) -> bool:
    """Whether the right answers are shown; never while the same form is still to come."""
    reveal = attempt.sitting.test.reveal
    is_closed = attempt.sitting.training.status == TrainingStatus.CLOSED
    if reveal == Reveal.HANDED_IN:
        return attempt.sitting.stage != Stage.PRE or is_closed
    return reveal == Reveal.CLOSED and is_closed


def result_of(attempt: Attempt, *, now: datetime) -> Result:
    points = {
        answer.form_question_id: answer.points or 0 for answer in attempt.answers.all()
    }
    questions = [
        QuestionResult(
            shown=shown,
            points=points.get(shown.place.pk, 0),
            parts=[_part_result(part) for part in shown.parts],
        )
        for shown in shown_to(attempt)
    ]
    return Result(
        percent=attempt.percent or 0,
        pass_mark=pass_mark_of(attempt),
        objectives=_by_objective(attempt, points),
        questions=questions if is_revealed(attempt) else None,
    )


def _by_objective(attempt: Attempt, points: dict[int, int]) -> list[ObjectiveResult]:
    sums: dict[str, list[int]] = defaultdict(list)
    places = attempt.form.questions.select_related("objective").order_by("place")
    for place in places:
        objective = place.objective.text if place.objective else _("Others")
        sums[objective].append(points.get(place.pk, 0))
    return [
        ObjectiveResult(
            objective=objective,
            percent=sum(values) * 100 // (FULL_POINTS * len(values)),
        )
        for objective, values in sums.items()
    ]


def _part_result(shown: ShownPart) -> PartResult:
    part, answer = shown.part, shown.answer
    lines: list[Line] = []
    given = wanted = ""
    match part.kind:
        case QuestionKind.SINGLE | QuestionKind.MULTIPLE:
            lines = _option_lines(shown, answer)
        case QuestionKind.TRUE_FALSE:
            given, wanted = _truth(answer), _truth(part.is_right)
        case QuestionKind.MATCHING:
            lines = _pair_lines(shown, answer or {})
        case QuestionKind.ORDERING:
            lines = _step_lines(shown, answer or [])
        case QuestionKind.SHORT_TEXT:
            given, wanted = answer or "", ", ".join(_accepted(shown))
    return PartResult(
        text=shown.text,
        lines=lines,
        given=given,
        wanted=wanted,
        explanation=in_texts(part.explanation),
    )


def _option_lines(shown: ShownPart, answer: Any) -> list[Line]:
    chosen = answer if isinstance(answer, list) else [answer]
    options = {option.key: option for option in shown.part.options}
    return [
        Line(
            text=choice.text,
            is_chosen=choice.key in chosen,
            is_right=options[choice.key].is_right,
            feedback=in_texts(options[choice.key].feedback),
        )
        for choice in shown.choices
    ]


def _pair_lines(shown: ShownPart, answer: dict[str, str]) -> list[Line]:
    """What was matched; a wrong one says in its feedback what belongs there."""
    rights = {pair.key: in_texts(pair.right) for pair in shown.part.pairs}
    return [
        Line(
            text=f"{row.text} – {rights.get(answer.get(row.key, ''), '…')}",
            is_chosen=True,
            is_right=answer.get(row.key) == row.key,
            feedback="" if answer.get(row.key) == row.key else rights[row.key],
        )
        for row in shown.rows
    ]


def _step_lines(shown: ShownPart, answer: list[str]) -> list[Line]:
    """The steps in the right order; a wrong one says where the person had put it."""
    lines = []
    for place, item in enumerate(shown.part.items):
        put = answer.index(item.key) if item.key in answer else None
        said = (
            _("You put it in place %(place)s.") % {"place": put + 1}
            if put is not None
            else ""
        )
        lines.append(
            Line(
                text=in_texts(item.text),
                is_chosen=True,
                is_right=put == place,
                feedback="" if put == place else said,
            )
        )
    return lines


def _truth(value: bool | None) -> str:
    return "" if value is None else _("True") if value else _("False")


def _accepted(shown: ShownPart) -> Any:
    """The lines of accepted answers in the language of the page."""
    return in_texts(shown.part.accepted)
