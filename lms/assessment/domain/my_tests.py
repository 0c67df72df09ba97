"""The tests of one person: what is open, what was handed in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.http import Http404

from lms.assessment.models import Attempt, FormQuestion, Observation, Sitting
from lms.delivery.models import Enrolment

from .attempts import is_overdue, why_not_start

if TYPE_CHECKING:
    from django.contrib.auth.models import _User as User


@dataclass(frozen=True, slots=True, kw_only=True)
class MyTest:
    """A sitting as its participant sees it; `obstacle` says why it cannot be begun."""

    sitting: Sitting
    enrolment: Enrolment
    attempts: Sequence[Attempt]
    questions: int
    obstacle: str
    running: Attempt | None

    @property
    def can_begin(self) -> bool:
        return self.running is None and not self.obstacle

    @property
    def is_open(self) -> bool:
        return self.running is not None or self.can_begin

    @property
    def handed_in(self) -> list[Attempt]:
        return [one for one in self.attempts if one.handed_in_at is not None]


def enrolment_in(user: User, sitting: Sitting) -> Enrolment:
    """The person's own enrolment in the training of `sitting`; else it is not found."""
    enrolment = (
        Enrolment.objects.filter(training=sitting.training_id, professional__user=user)
        .attending()
        .select_related("professional", "training")
        .first()
    )
    if enrolment is None:
        raise Http404
    return enrolment


def my_tests(user: User, *, now: datetime) -> list[MyTest]:
    """Every test of the person's trainings, those that can be taken now first.

    The number of queries does not depend on how many there are, save for tests that
    are open.
    """
    enrolments = {
        enrolment.training_id: enrolment
        for enrolment in Enrolment.objects.filter(professional__user=user)
        .attending()
        .select_related("professional", "training")
    }
    sittings = (
        Sitting.objects.filter(training__in=enrolments)
        .select_related("training", "test__edition__module")
        .order_by("-opens_at", "-pk")
    )
    attempts = defaultdict(list)
    for attempt in Attempt.objects.filter(enrolment__professional__user=user).order_by(
        "number"
    ):
        attempts[attempt.sitting_id].append(attempt)
    found = [
        _my_test(sitting, enrolments[sitting.training_id], attempts[sitting.pk], now)
        for sitting in sittings
    ]
    return sorted(found, key=lambda one: not one.is_open)


def my_observations(user: User) -> QuerySet[Observation]:
    """Practice of the person that somebody assessed, the newest first."""
    return Observation.objects.filter(
        enrolment__professional__user=user
    ).select_related("rubric", "enrolment__training")


def my_test(sitting: Sitting, enrolment: Enrolment, *, now: datetime) -> MyTest:
    attempts = Attempt.objects.filter(sitting=sitting, enrolment=enrolment)
    return _my_test(sitting, enrolment, list(attempts.order_by("number")), now)


def _my_test(
    sitting: Sitting, enrolment: Enrolment, attempts: list[Attempt], now: datetime
) -> MyTest:
    running = next(
        (
            one
            for one in attempts
            if one.handed_in_at is None and not is_overdue(one, now=now)
        ),
        None,
    )
    is_open = sitting.is_open(now)
    return MyTest(
        sitting=sitting,
        enrolment=enrolment,
        attempts=attempts,
        questions=_questions(sitting) if is_open else 0,
        obstacle=why_not_start(sitting, enrolment=enrolment, earlier=attempts, now=now),
        running=running,
    )


def _questions(sitting: Sitting) -> int:
    return FormQuestion.objects.filter(
        form__training=sitting.training_id, form__test=sitting.test_id, form__letter="A"
    ).count()
