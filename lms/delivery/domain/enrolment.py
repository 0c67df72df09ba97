"""Everything that can happen to a place in a training."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from lms.delivery.enums import EnrolmentStatus
from lms.delivery.models import Enrolment, Training
from trainers_pool.models import Institution, Municipality, Profession, Professional

from .clashes import reason_double_booked
from .facilitation import is_facilitator
from .training import reason_closed

if TYPE_CHECKING:
    from django.contrib.auth.models import _User as User


class EnrolmentRefused(Exception):
    """Carries the reason in words fit for the person."""


@dataclass(frozen=True)
class Work:
    """Where a person works and as what, on the day of the training."""

    institution: Institution | None = None
    profession: Profession | None = None
    municipality: Municipality | None = None


#: A place in one of these is taken up by enrolling; the others stay as they are.
NOT_YET_ENROLLED = (
    EnrolmentStatus.NOMINATED,
    EnrolmentStatus.DECLINED,
    EnrolmentStatus.WAITING,
    EnrolmentStatus.WITHDRAWN,
)


@transaction.atomic
def enrol(
    professional: Professional, *, training: Training, by: User | None, now: datetime
) -> Enrolment:
    """Give a person a place, on the waiting list where all are taken.

    Asking twice is harmless. Institution, profession and municipality of the first
    day are copied, so that a later change of work changes no count.
    """
    training = Training.objects.select_for_update().get(pk=training.pk)
    if reason := reason_against(professional, training=training):
        raise EnrolmentRefused(reason)
    there = training.enrolments.filter(professional=professional).first()
    is_in = there is not None and there.status not in NOT_YET_ENROLLED
    if is_in or has_place(training):
        return take_place(professional, training=training, by=by)
    return _wait(professional, training, by=by, now=now)


def places_left(training: Training) -> int | None:
    """How many may still be enrolled; None without a limit.

    Never below nought, though sheets bring whoever came.
    """
    if training.capacity is None:
        return None
    return max(training.capacity - training.enrolments.attending().count(), 0)


def has_place(training: Training) -> bool:
    return places_left(training) != 0


def reason_against(professional: Professional, *, training: Training) -> str:
    """Why `professional` gets no place in `training`; "" if they do."""
    if reason := reason_closed(training):
        return reason
    if is_facilitator(professional, training=training):
        return facilitator_words(professional)
    return reason_double_booked(training, person=professional)


def take_place(
    professional: Professional,
    *,
    training: Training,
    work: Work | None = None,
    by: User | None,
) -> Enrolment:
    """Enrol in a locked training, open or not; `work` is what a sheet said of the day.

    What the sheet leaves out comes from the affiliation of the first day.
    """
    if is_facilitator(professional, training=training):
        raise EnrolmentRefused(facilitator_words(professional))
    enrolment = _entry(professional, training, work or Work())
    if enrolment.pk is None or enrolment.status in NOT_YET_ENROLLED:
        _turn(enrolment, EnrolmentStatus.ENROLLED, deed="enrol", by=by)
    return enrolment


def _wait(
    professional: Professional, training: Training, *, by: User | None, now: datetime
) -> Enrolment:
    """The last on the waiting list; whoever is on it already keeps the place there."""
    enrolment = _entry(professional, training, Work())
    if enrolment.status != EnrolmentStatus.WAITING:
        enrolment.waiting_since = now
        _turn(enrolment, EnrolmentStatus.WAITING, deed="put_on_waiting_list", by=by)
    return enrolment


@transaction.atomic
def fill_places(
    training: Training, *, by: User | None, now: datetime
) -> list[Enrolment]:
    """Move up from the waiting list while places are free; returns who moved up.

    In the order of the list, without those whom something speaks against. Nobody is
    moved up once the training has begun: they would come too late or not know of it.
    """
    training = Training.objects.select_for_update().get(pk=training.pk)
    moved: list[Enrolment] = []
    if not training.is_open or training.start_date <= localdate(now):
        return moved
    for enrolment in training.enrolments.waiting().select_related("professional"):
        if not has_place(training):
            break
        if not reason_against(enrolment.professional, training=training):
            _turn(enrolment, EnrolmentStatus.ENROLLED, deed="move_up", by=by)
            moved.append(enrolment)
    return moved


def _entry(professional: Professional, training: Training, work: Work) -> Enrolment:
    """The enrolment of a person in a locked training, a new one unsaved."""
    there = training.enrolments.filter(professional=professional).first()
    return there or Enrolment(
        training=training,
        professional=professional,
        **_work_on_first_day(professional, training, work),
    )


def _turn(enrolment: Enrolment, status: str, *, deed: str, by: User | None) -> None:
    enrolment.status = status
    if status != EnrolmentStatus.WAITING:
        enrolment.waiting_since = None
    enrolment.save()
    log(
        enrolment.training,
        f"lms_delivery.{deed}",
        user=by,
        data={"professional": enrolment.professional_id},
    )


def facilitator_words(professional: Professional) -> str:
    return _(
        "%(person)s is a facilitator of this training, and nobody is both. "
        "Take the row out, or change the facilitators first."
    ) % {"person": professional}


def _work_on_first_day(
    professional: Professional, training: Training, work: Work
) -> dict[str, Any]:
    if work.institution and work.profession and work.municipality:
        known = None
    else:
        known = professional.affiliation_on(training.start_date)
    return {
        "institution": work.institution or (known and known.institution),
        "profession": work.profession or (known and known.profession),
        "municipality": work.municipality or (known and known.municipality),
    }


@transaction.atomic
def withdraw(enrolment: Enrolment, *, by: User | None, now: datetime) -> Enrolment:
    """The person does not take part after all; the marks stay as they are.

    The place goes to whoever waits for it.
    """
    training = Training.objects.select_for_update().get(pk=enrolment.training_id)
    if reason := reason_closed(training):
        raise EnrolmentRefused(reason)
    enrolment = Enrolment.objects.select_for_update().get(pk=enrolment.pk)
    if enrolment.status != EnrolmentStatus.WITHDRAWN:
        _turn(enrolment, EnrolmentStatus.WITHDRAWN, deed="withdraw", by=by)
        fill_places(training, by=by, now=now)
    return enrolment
