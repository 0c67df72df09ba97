"""Colleagues briefed after a training: entered by who briefed them, or for them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from lms.delivery.enums import ATTENDING_STATUSES, TrainingStatus
from lms.delivery.models import Briefing, Enrolment, Training
from lms.delivery.models.briefing import MOST_BRIEFED
from trainers_pool.models import Institution

from .refusal import FieldRefused

if TYPE_CHECKING:
    from django.contrib.auth.models import _User as User


class BriefingRefused(FieldRefused):
    pass


@dataclass(frozen=True)
class Briefings:
    """Those of one training, and how many colleagues they reached."""

    rows: list[Briefing]
    colleagues: int


@transaction.atomic
def add_briefing(
    enrolment: Enrolment,
    *,
    briefed_on: date,
    people: int,
    institution: Institution | None = None,
    place: str = "",
    note: str = "",
    by: User | None,
    now: datetime,
) -> Briefing:
    """Note that the participant told colleagues; possible long after closing."""
    training = Training.objects.select_for_update().get(pk=enrolment.training_id)
    _refuse(training, enrolment)
    if not 1 <= people <= MOST_BRIEFED:
        raise BriefingRefused(
            _("Enter a number of colleagues from 1 to %(most)s.")
            % {"most": MOST_BRIEFED},
            field="people",
        )
    if not training.start_date <= briefed_on <= timezone.localdate(now):
        raise BriefingRefused(
            _("Choose a day from %(day)s, when the training began, until today.")
            % {"day": date_format(training.start_date)},
            field="briefed_on",
        )
    briefing = Briefing.objects.create(
        enrolment=enrolment,
        briefed_on=briefed_on,
        people=people,
        institution=institution,
        place=place.strip(),
        note=note.strip(),
        entered_by=by,
        entered_at=now,
    )
    log(
        training,
        "lms_delivery.add_briefing",
        user=by,
        data={"enrolment": enrolment.pk, "people": people, "day": str(briefed_on)},
    )
    return briefing


def _refuse(training: Training, enrolment: Enrolment) -> None:
    if training.status == TrainingStatus.CANCELLED:
        raise BriefingRefused(
            _("Training %(code)s is cancelled; there was nothing to tell of.")
            % {"code": training.code}
        )
    if enrolment.status not in ATTENDING_STATUSES:
        raise BriefingRefused(
            _("%(name)s did not take part in training %(code)s.")
            % {"name": enrolment.professional, "code": training.code}
        )


@transaction.atomic
def remove_briefing(briefing: Briefing, *, by: User | None) -> None:
    """Take back what was entered by mistake; the log keeps what it was."""
    enrolment = briefing.enrolment
    log(
        enrolment.training,
        "lms_delivery.remove_briefing",
        user=by,
        data={
            "enrolment": enrolment.pk,
            "people": briefing.people,
            "day": str(briefing.briefed_on),
        },
    )
    briefing.delete()


def briefings_of(training: Training) -> Briefings:
    rows = list(
        Briefing.objects.filter(enrolment__training=training).select_related(
            "enrolment__professional", "institution"
        )
    )
    return Briefings(rows, sum(row.people for row in rows))
