"""The tests of a training at a glance: what can be opened, who has taken what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from lms.assessment.enums import Stage
from lms.assessment.models import Sitting, Test
from lms.delivery.enums import TrainingStatus
from lms.delivery.models import Training

from .records import attending


@dataclass(frozen=True, slots=True, kw_only=True)
class StageState:
    """`sitting` is None as long as it was never opened."""

    stage: Stage
    sitting: Sitting | None
    is_open: bool
    can_open: bool
    started: int
    handed_in: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TestState:
    __test__ = False

    test: Test
    stages: Sequence[StageState]


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    tests: Sequence[TestState]
    #: How many people are expected to take each.
    people: int


def board_of(training: Training, *, now: datetime) -> Board:
    """The same number of queries for every number of tests and people."""
    sittings = {
        (sitting.test_id, sitting.stage): sitting
        for sitting in Sitting.objects.filter(training=training).annotate(
            started=Count("attempts__enrolment", distinct=True),
            done=Count(
                "attempts__enrolment",
                filter=Q(attempts__handed_in_at__isnull=False),
                distinct=True,
            ),
        )
    }
    tests = (
        Test.objects.filter(edition__in=training.editions.all())
        .select_related("edition__module")
        .order_by("edition__module__code", "pk")
    )
    return Board(
        tests=[
            TestState(
                test=test,
                stages=[
                    _stage(training, sittings.get((test.pk, stage)), stage, now)
                    for stage in Stage
                ],
            )
            for test in tests
        ],
        people=attending(training).count(),
    )


def _stage(
    training: Training, sitting: Sitting | None, stage: Stage, now: datetime
) -> StageState:
    is_open = sitting is not None and sitting.is_open(now)
    is_time = (
        training.status == TrainingStatus.CLOSED
        if stage == Stage.DELAYED
        else training.is_open
    )
    return StageState(
        stage=stage,
        sitting=sitting,
        is_open=is_open,
        can_open=is_time and not is_open,
        started=getattr(sitting, "started", 0),
        handed_in=getattr(sitting, "done", 0),
    )
