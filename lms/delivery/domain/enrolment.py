"""Everything that can happen to a place in a training."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
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
    EnrolmentStatus.WAITING,
    EnrolmentStatus.WITHDRAWN,
)


@transaction.atomic
def enrol(
    professional: Professional, *, training: Training, by: User | None
) -> Enrolment:
    """Give a person a place; asking twice is harmless.

    Institution, profession and municipality of the first day are copied, so that a
    later change of work changes no count.
    """
    training = Training.objects.select_for_update().get(pk=training.pk)
    if reason := reason_against(professional, training=training):
        raise EnrolmentRefused(reason)
    return take_place(professional, training=training, by=by)


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
    enrolment, is_new = Enrolment.objects.get_or_create(
        training=training,
        professional=professional,
        defaults=_work_on_first_day(professional, training, work or Work()),
    )
    if is_new:
        log(
            training,
            "lms_delivery.enrol",
            user=by,
            data={"professional": professional.pk},
        )
    elif enrolment.status in NOT_YET_ENROLLED:
        enrolment.status = EnrolmentStatus.ENROLLED
        enrolment.save(update_fields=["status"])
        log(
            training,
            "lms_delivery.enrol",
            user=by,
            data={"professional": professional.pk},
        )
    return enrolment


def facilitator_words(professional: Professional) -> str:
    return _(
        "%(person)s is a facilitator of this training, and nobody is both. "
        "Take the row out, or change the facilitators first."
    ) % {"person": professional}


def _work_on_first_day(
    professional: Professional, training: Training, work: Work
) -> dict[str, object]:
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
def withdraw(enrolment: Enrolment, *, by: User | None) -> Enrolment:
    """The person does not take part after all; the marks stay as they are."""
    training = Training.objects.select_for_update().get(pk=enrolment.training_id)
    if reason := reason_closed(training):
        raise EnrolmentRefused(reason)
    enrolment = Enrolment.objects.select_for_update().get(pk=enrolment.pk)
    if enrolment.status != EnrolmentStatus.WITHDRAWN:
        enrolment.status = EnrolmentStatus.WITHDRAWN
        enrolment.save(update_fields=["status"])
        log(
            training,
            "lms_delivery.withdraw",
            user=by,
            data={"professional": enrolment.professional_id},
        )
    return enrolment
