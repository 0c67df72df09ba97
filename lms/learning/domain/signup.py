"""People sign up by themselves where the office allows it, and leave again."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from lms.delivery.domain.enrolment import (
    EnrolmentRefused,
    enrol,
    reason_against,
    withdraw,
)
from lms.delivery.domain.nomination import modules_missing, offered
from lms.delivery.domain.training import reason_closed
from lms.delivery.enums import EnrolmentStatus
from lms.delivery.models import Enrolment, Training
from lms.delivery.models.training import TrainingQuerySet
from trainers_pool.models import Professional

if TYPE_CHECKING:
    from django.contrib.auth.models import _User as User

#: A place that one may give back before the first day.
TO_LEAVE = (
    EnrolmentStatus.NOMINATED,
    EnrolmentStatus.WAITING,
    EnrolmentStatus.ENROLLED,
)


class SignUpRefused(Exception):
    """Carries the reason in words fit for the person."""


def open_for_signup(*, today: date) -> TrainingQuerySet:
    """Approved, not begun, marked as open by the office, before the last day."""
    in_time = Q(signup_until__isnull=True) | Q(signup_until__gte=today)
    return offered(today=today).filter(in_time, is_open_for_signup=True)


@transaction.atomic
def sign_up(
    training: Training, *, professional: Professional, by: User, now: datetime
) -> Enrolment:
    """Take a place, or one on the waiting list where all are taken."""
    training = Training.objects.select_for_update().get(pk=training.pk)
    reason = reason_not_to_sign_up(
        training, professional=professional, today=localdate(now)
    )
    if reason:
        raise SignUpRefused(reason)
    try:
        enrolment = enrol(professional, training=training, by=by, now=now)
    except EnrolmentRefused as refusal:
        raise SignUpRefused(str(refusal)) from refusal
    _log(enrolment, "sign_up", by)
    return enrolment


def reason_not_to_sign_up(
    training: Training, *, professional: Professional, today: date
) -> str:
    """Why the person cannot sign up; "" if they can."""
    if reason := reason_closed(training):
        return reason
    if not open_for_signup(today=today).filter(pk=training.pk).exists():
        return _("This training is not open for sign-up. Ask the coordinator's office.")
    there = training.enrolments.filter(professional=professional).first()
    if there is not None and there.status != EnrolmentStatus.WITHDRAWN:
        return _words_about(there)
    if training.prerequisites_are_required:
        missing = missing_before(training, professional=professional)
        if missing:
            return _(
                "You need to complete these modules first: %(modules)s. Sign up for a "
                "training that teaches them, or tell the coordinator's office where "
                "you learned them."
            ) % {"modules": ", ".join(missing)}
    return reason_against(professional, training=training)


def missing_before(training: Training, *, professional: Professional) -> list[str]:
    """Codes of the modules that come before, which the person has not completed."""
    return modules_missing(training, [professional.pk]).get(professional.pk, [])


def _words_about(enrolment: Enrolment) -> str:
    if enrolment.status == EnrolmentStatus.DECLINED:
        return _("You were not accepted: %(words)s") % {
            "words": enrolment.decision_note
        }
    if enrolment.status == EnrolmentStatus.NOMINATED:
        return _("Your institution nominated you already; wait for the decision.")
    return _("You are signed up already: %(status)s.") % {
        "status": enrolment.get_status_display()
    }


@transaction.atomic
def leave(enrolment: Enrolment, *, by: User, now: datetime) -> Enrolment:
    """Give the place back before the first day; it goes to whoever waits."""
    training = Training.objects.select_for_update().get(pk=enrolment.training_id)
    enrolment = Enrolment.objects.select_for_update().get(pk=enrolment.pk)
    if reason := reason_not_to_leave(enrolment, today=localdate(now)):
        raise SignUpRefused(reason)
    try:
        enrolment = withdraw(enrolment, by=by, now=now)
    except EnrolmentRefused as refusal:
        raise SignUpRefused(str(refusal)) from refusal
    _log(enrolment, "leave", by)
    return Enrolment.objects.select_related("training").get(
        pk=enrolment.pk, training=training
    )


def reason_not_to_leave(enrolment: Enrolment, *, today: date) -> str:
    """Why the person cannot give the place back alone; "" if they can."""
    if reason := reason_closed(enrolment.training):
        return reason
    if enrolment.status not in TO_LEAVE:
        return _("You have no place in this training.")
    if enrolment.training.start_date <= today:
        return _(
            "The training began on %(day)s. Tell the trainer or the coordinator's office."
        ) % {"day": date_format(enrolment.training.start_date)}
    return ""


def _log(enrolment: Enrolment, deed: str, by: User) -> None:
    data = {"professional": enrolment.professional_id}
    log(enrolment.training, f"lms_learning.{deed}", user=by, data=data)
