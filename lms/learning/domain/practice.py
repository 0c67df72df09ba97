"""Steps in the field: which there are, when they are due, and how far people are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import TYPE_CHECKING

from django.db.models import Max
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from lms.delivery.enums import TrainingStatus
from lms.delivery.models import Enrolment, Session, Training
from lms.delivery.models.session import SessionQuerySet
from lms.learning.enums import PRACTICE_KINDS, PracticeState
from lms.learning.models import PracticeSignOff, PracticeStep
from lms.learning.models.practice import PracticeStepQuerySet
from lms.learning.next_steps import Step

if TYPE_CHECKING:
    from django.contrib.auth.models import _User as User

#: Among the steps of one day: after tests, sessions and lessons.
WEIGHT = 35


@dataclass(frozen=True, slots=True, kw_only=True)
class Practice:
    """One step of one person; `state` is that of `now`."""

    enrolment: Enrolment
    step: PracticeStep
    due: date
    sign_off: PracticeSignOff | None
    now: datetime

    @property
    def state(self) -> PracticeState:
        if self.sign_off is None:
            return PracticeState.OPEN
        return self.sign_off.state(now=self.now)

    @property
    def is_done(self) -> bool:
        return self.state == PracticeState.SIGNED

    @property
    def can_ask(self) -> bool:
        return self.sign_off is None or self.sign_off.may_be_asked(now=self.now)

    @property
    def is_late(self) -> bool:
        return not self.is_done and self.due < localdate(self.now)


def has_practice(training: Training) -> bool:
    """Whether people of the training have something to do in the field."""
    return (
        training.kind in PRACTICE_KINDS
        and training.status != TrainingStatus.CANCELLED
        and steps_of_training(training).exists()
    )


def steps_of_training(training: Training) -> PracticeStepQuerySet:
    """The steps of the editions that are taught."""
    return PracticeStep.objects.filter(edition__in=training.editions.all()).in_order()


def practice_of(enrolments: Iterable[Enrolment], *, now: datetime) -> list[Practice]:
    """Every step of each enrolment, by enrolment and order; three queries.

    The enrolments bring their trainings along, with the editions.
    """
    blended = [one for one in enrolments if one.training.kind in PRACTICE_KINDS]
    by_edition = defaultdict(list)
    editions = {e.pk for one in blended for e in one.training.editions.all()}
    for step in PracticeStep.objects.filter(edition__in=editions).in_order():
        by_edition[step.edition_id].append(step)
    last = _last_days({one.training_id for one in blended})
    signed = {
        (one.enrolment_id, one.step_id): one
        for one in PracticeSignOff.objects.filter(enrolment__in=blended)
    }
    return [
        Practice(
            enrolment=one,
            step=step,
            due=last.get(one.training_id, one.training.end_date)
            + timedelta(days=step.due_days),
            sign_off=signed.get((one.pk, step.pk)),
            now=now,
        )
        for one in blended
        for edition in one.training.editions.all()
        for step in by_edition[edition.pk]
    ]


def _last_days(trainings: set[int]) -> dict[int, date]:
    """The day of the last session before the work in the field, by training.

    At a debrief people talk about what they did, so it comes after that work.
    """
    rows = (
        Session.objects.filter(training__in=trainings, is_debrief=False)
        .taking_place()
        .order_by()
        .values_list("training")
        .annotate(last=Max("date"))
    )
    return dict(rows)


def debriefs_of(training: Training) -> SessionQuerySet:
    """The sessions in which people talk about what they did in the field."""
    sessions = Session.objects.filter(training=training, is_debrief=True)
    return sessions.taking_place().order_by("date", "starts")


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticeBoard:
    """The steps of a training with their days, and a line of them for each person."""

    lines: list[tuple[Enrolment, list[Practice]]]

    @property
    def steps(self) -> list[Practice]:
        return self.lines[0][1] if self.lines else []

    @property
    def count(self) -> int:
        return sum(len(line) for _person, line in self.lines)

    @property
    def done(self) -> int:
        return sum(one.is_done for _person, line in self.lines for one in line)

    @property
    def waiting(self) -> int:
        return sum(
            one.state == PracticeState.ASKED
            for _person, line in self.lines
            for one in line
        )

    @property
    def late(self) -> int:
        return sum(one.is_late for _person, line in self.lines for one in line)


def board_of(training: Training, *, now: datetime) -> PracticeBoard:
    """How far everybody is; no lines where there is nothing to do in the field."""
    rows = practice_of(practising(training), now=now)
    lines = groupby(rows, key=lambda one: one.enrolment)
    return PracticeBoard(lines=[(person, list(line)) for person, line in lines])


def practising(training: Training) -> list[Enrolment]:
    """Who has the steps of `training` before them, by name."""
    return list(
        Enrolment.objects.filter(training=training)
        .attending()
        .select_related("professional", "training")
        .prefetch_related("training__editions")
        .order_by("professional__folded_name", "pk")
    )


def practice_steps(user: User, now: datetime) -> list[Step]:
    """What the person still has to do in the field, for *My learning*."""
    enrolments = (
        Enrolment.objects.filter(
            professional__user=user,
            training__kind__in=PRACTICE_KINDS,
            training__start_date__lte=localdate(now),
        )
        .attending()
        .exclude(training__status=TrainingStatus.CANCELLED)
        .select_related("training")
        .prefetch_related("training__editions")
    )
    return [
        Step(
            title=_title_of(one),
            about=f"{one.step.title}, {one.enrolment.training.title}",
            button=_("Ask the supervisor") if one.can_ask else "",
            url=reverse("lms_learning:practice", args=[one.enrolment.pk]),
            due=one.due,
            weight=WEIGHT,
        )
        for one in practice_of(enrolments, now=now)
        if not one.is_done
    ]


def _title_of(practice: Practice) -> str:
    if practice.state == PracticeState.ASKED:
        return _("Your supervisor has not answered yet")
    if practice.state == PracticeState.OPEN:
        return _("Do a step in the field")
    return _("Ask a supervisor again about a step in the field")
