"""Tests and observed practice of the demo's trainings, by the deeds that a room uses."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from random import Random
from typing import Any

from django.db.models import Max, Min
from django.utils import timezone

from lms.assessment.domain.attempts import (
    SavedAnswer,
    hand_in,
    save_answers,
    start_attempt,
)
from lms.assessment.domain.drawing import draw_forms
from lms.assessment.domain.observing import Seen, frozen_criteria, record_observation
from lms.assessment.domain.question_content import Part, content_of
from lms.assessment.domain.sittings import open_sitting
from lms.assessment.enums import QuestionKind, Stage
from lms.assessment.models import FormQuestion, Rubric, Sitting, Test
from lms.delivery.models import Enrolment, Training
from trainers_pool.models import Trainer

#: How many in a hundred answer rightly at each stage, more or less.
KNOWN = {Stage.PRE: 45, Stage.POST: 80, Stage.DELAYED: 70}
OPEN_FOR = timedelta(minutes=45)
LATER = timedelta(days=90)
#: One participant in so many is observed.
OBSERVED = 3
#: Most reach what is needed, a few do not.
LEVELS = (2, 3, 3, 3, 4, 4, 4, 4)


def take_tests(training: Training, *, stage: Stage, chance: Random) -> None:
    """All participants take every test of the training on the day of its stage."""
    opens = _moment(training, stage)
    for test in _tests(training):
        # Drawn here, for chance that is the demo's own: the same forms every time.
        draw_forms(training, test, now=opens, chance=chance)
        sitting = open_sitting(
            training,
            test=test,
            stage=stage,
            by=None,
            now=opens,
            closes_at=opens + OPEN_FOR,
        )
        people = training.enrolments.attending().select_related("professional")
        for place, enrolment in enumerate(people.order_by("pk")):
            _take(sitting, enrolment, chance, ability=place % 5 - 2)


def open_pre_tests(training: Training, *, chance: Random) -> None:
    """The tests stand open, and nobody has begun."""
    now = timezone.now()
    for test in _tests(training):
        draw_forms(training, test, now=now, chance=chance)
        open_sitting(training, test=test, stage=Stage.PRE, by=None, now=now)


def observe_some(
    training: Training,
    *,
    assessor: Trainer,
    words: Sequence[tuple[str, str]],
    chance: Random,
) -> None:
    """Teach-backs of the last day; `words` are pairs of strengths and advice."""
    rubric = Rubric.objects.get(key="teach-back")
    criteria = frozen_criteria(rubric)
    day = training.sessions.aggregate(last=Max("date"))["last"]
    people = list(training.enrolments.attending().order_by("pk"))[::OBSERVED]
    for enrolment in people:
        strengths, advice = chance.choice(words)
        record_observation(
            enrolment,
            rubric=rubric,
            assessor=assessor,
            seen=Seen(
                levels={
                    one["key"]: min(chance.choice(LEVELS), len(one["levels"]))
                    for one in criteria
                },
                strengths=strengths,
                advice=advice,
                observed_on=day,
            ),
            by=None,
            now=timezone.now(),
        )


def _tests(training: Training) -> list[Test]:
    tests = Test.objects.filter(edition__in=training.editions.all())
    return list(tests.order_by("edition__module__code"))


def _moment(training: Training, stage: Stage) -> datetime:
    """Half an hour before the first session, after the last, or three months later."""
    days = training.sessions.aggregate(first=Min("date"), last=Max("date"))
    day, hour = {
        Stage.PRE: (days["first"], time(8)),
        Stage.POST: (days["last"], time(15)),
        Stage.DELAYED: (days["last"] + LATER, time(10)),
    }[stage]
    return timezone.make_aware(datetime.combine(day, hour))


def _take(
    sitting: Sitting, enrolment: Enrolment, chance: Random, *, ability: int
) -> None:
    language = enrolment.professional.language
    if language == "sq":
        language = chance.choice(("sq", "sq", "sq", "sr-latn", "en"))
    began = sitting.opens_at + timedelta(minutes=chance.randint(0, 5))
    attempt = start_attempt(sitting, enrolment=enrolment, language=language, now=began)
    knows = KNOWN[Stage(sitting.stage)] + 12 * ability
    answers = [
        SavedAnswer(
            question=place.pk,
            response={
                part.key: _right(part)
                if chance.randint(1, 100) <= knows
                else _wrong(part, chance)
                for part in content_of(place.version).parts
            },
            revision=1,
        )
        for place in FormQuestion.objects.filter(form=attempt.form_id)
        .select_related("version")
        .order_by("place")
    ]
    ended = began + timedelta(minutes=chance.randint(8, 25))
    save_answers(attempt, answers=answers, now=ended)
    hand_in(attempt, now=ended)


def _right(part: Part) -> Any:
    match part.kind:
        case QuestionKind.SINGLE:
            return min(part.right_options)
        case QuestionKind.MULTIPLE:
            return sorted(part.right_options)
        case QuestionKind.TRUE_FALSE:
            return part.is_right
        case QuestionKind.MATCHING:
            return {pair.key: pair.key for pair in part.pairs}
        case QuestionKind.ORDERING:
            return [item.key for item in part.items]
        case QuestionKind.SHORT_TEXT:
            return part.accepted["sq"][0]
    raise AssertionError(part.kind)


def _wrong(part: Part, chance: Random) -> Any:
    others = [one.key for one in part.options if one.key not in part.right_options]
    match part.kind:
        case QuestionKind.SINGLE:
            return chance.choice(others)
        case QuestionKind.MULTIPLE:
            return [min(part.right_options), chance.choice(others)]
        case QuestionKind.TRUE_FALSE:
            return not part.is_right
        case QuestionKind.MATCHING:
            keys = [pair.key for pair in part.pairs]
            return dict(zip(keys, keys[1:] + keys[:1], strict=True))
        case QuestionKind.ORDERING:
            return [item.key for item in part.items][::-1]
        case QuestionKind.SHORT_TEXT:
            return "?"
    raise AssertionError(part.kind)
