"""The test months later: opened by itself, so that nobody has to remember it."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Max, Q
from django.urls import reverse
from django.utils.timezone import localdate

from lms.assessment.enums import Stage
from lms.assessment.models import Sitting, Test
from lms.delivery.enums import TrainingStatus
from lms.delivery.later import LaterTest
from lms.delivery.models import Training

from .sittings import open_sitting

#: How long people have for it.
OPEN_FOR = timedelta(days=30)
#: A test that could have been opened longer ago is not opened any more.
FORGOTTEN_AFTER = timedelta(days=180)


def open_later_tests(*, now: datetime) -> list[Sitting]:
    """Open what is due: tests taken at the end of closed trainings, so many days ago."""
    opened = []
    for training, test in _due(now):
        opened.append(
            open_sitting(
                training,
                test=test,
                stage=Stage.DELAYED,
                by=None,
                now=now,
                closes_at=now + OPEN_FOR,
            )
        )
    return opened


def later_tests_open(now: datetime) -> dict[int, LaterTest]:
    """What is open at this moment, for the letters of the floor below."""
    sittings = Sitting.objects.filter(
        stage=Stage.DELAYED, closes_at__isnull=False
    ).open_at(now)
    return {
        sitting.training_id: LaterTest(
            sitting.opens_at, sitting.closes_at, lambda: reverse("lms_assessment:tests")
        )
        for sitting in sittings
        if sitting.closes_at
    }


def _due(now: datetime) -> list[tuple[Training, Test]]:
    today = localdate(now)
    tests = Test.objects.filter(delayed_after_days__isnull=False)
    due = []
    for test in tests:
        days = timedelta(days=test.delayed_after_days or 0)
        trainings = (
            Training.objects.filter(
                status=TrainingStatus.CLOSED,
                sittings__test=test,
                sittings__stage=Stage.POST,
                sittings__attempts__handed_in_at__isnull=False,
            )
            .exclude(
                pk__in=Sitting.objects.filter(test=test, stage=Stage.DELAYED).values(
                    "training"
                )
            )
            .annotate(
                last_day=Max(
                    "sessions__date", filter=Q(sessions__cancelled_at__isnull=True)
                )
            )
            .filter(
                last_day__lte=today - days,
                last_day__gt=today - days - FORGOTTEN_AFTER,
            )
        )
        due += [(training, test) for training in trainings]
    return due
