"""Closing a training: everybody's completion is decided, nothing changes afterwards."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from lms.assessment.models import Completion
from lms.assessment.signals import training_closed
from lms.delivery import conf
from lms.delivery.enums import TrainingStatus
from lms.delivery.models import Session, SheetRow, Training

from .attempts import hand_in_all
from .completion import completion_of, store
from .records import TrainingRecords, attending, read_records

if TYPE_CHECKING:
    from django.contrib.auth.models import _User as User


class ClosingRefused(Exception):
    """Carries the reason in words fit for the person."""


@dataclass(frozen=True)
class Closing:
    """What a closing decides or has decided, by name.

    `in_review` counts the rows of sheets about which a person has yet to decide; they
    join the training by themselves once that is done.
    """

    training: Training
    completed: list[Completion]
    not_completed: list[Completion]
    in_review: int
    #: Why it cannot be closed; empty where it can.
    obstacle: str = ""

    @property
    def is_closed(self) -> bool:
        return self.training.status == TrainingStatus.CLOSED


@transaction.atomic
def close_training(training: Training, *, by: User | None, now: datetime) -> Closing:
    """Decide completion for every enrolment and close the training."""
    training = Training.objects.select_for_update().get(pk=training.pk)
    hand_in_all(training, now=now)
    closing, records = _read(training, now=now)
    if obstacle := _obstacle(closing, records, today=timezone.localdate(now)):
        raise ClosingRefused(obstacle)
    store([*closing.completed, *closing.not_completed])
    training.status = TrainingStatus.CLOSED
    training.closed_at = now
    Training.objects.filter(pk=training.pk).update(
        status=training.status, closed_at=training.closed_at
    )
    log(
        training,
        "lms_assessment.close",
        user=by,
        data={
            "completed": len(closing.completed),
            "not_completed": len(closing.not_completed),
            "in_review": closing.in_review,
        },
    )
    training_closed.send(Training, training=training)
    return closing


def closing_of(training: Training, *, now: datetime) -> Closing:
    """What closing would decide now, or what was decided when it happened.

    Nothing is written.
    """
    if training.status == TrainingStatus.CLOSED:
        return _sorted(training, list(_decided(training)))
    closing, records = _read(training, now=now)
    obstacle = _obstacle(closing, records, today=timezone.localdate(now))
    return replace(closing, obstacle=obstacle)


def _decided(training: Training) -> QuerySet[Completion]:
    return (
        Completion.objects.filter(enrolment__training=training)
        .select_related(
            "enrolment__professional", "enrolment__training", "last_session"
        )
        .order_by("enrolment__professional__folded_name", "pk")
    )


def _read(training: Training, *, now: datetime) -> tuple[Closing, TrainingRecords]:
    enrolments = list(attending(training))
    records = read_records(training, enrolments=enrolments)
    decided = [completion_of(enrolment, records, now=now) for enrolment in enrolments]
    return _sorted(training, decided), records


def _sorted(training: Training, decided: list[Completion]) -> Closing:
    return Closing(
        training=training,
        completed=[one for one in decided if one.is_completed],
        not_completed=[one for one in decided if not one.is_completed],
        in_review=SheetRow.objects.filter(sheet_import__training=training)
        .awaiting_decision()
        .count(),
    )


def _obstacle(closing: Closing, records: TrainingRecords, *, today: date) -> str:
    code = {"code": closing.training.code}
    if closing.training.status == TrainingStatus.CLOSED:
        return _("Training %(code)s is already closed.") % code
    if closing.training.status == TrainingStatus.CANCELLED:
        return _("Training %(code)s is cancelled; there is nothing to close.") % code
    if not records.sessions:
        return (
            _(
                "Training %(code)s has no sessions. Add its sessions or import its "
                "attendance sheet first."
            )
            % code
        )
    last = max(session.date for session in records.sessions)
    if last > today:
        return _(
            "Training %(code)s has a session on %(day)s, which is still to come. "
            "Close it after that day."
        ) % {**code, "day": date_format(last)}
    if not (closing.completed or closing.not_completed or closing.in_review):
        return (
            _(
                "Nobody is enrolled in training %(code)s. Enrol its participants, or "
                "cancel it if it did not take place."
            )
            % code
        )
    if missing := _without_signed_sheet(records):
        return _(
            "Sessions of training %(code)s have no signed sheet yet: %(days)s. Hand in "
            "a photo or scan of each."
        ) % {**code, "days": ", ".join(date_format(one.date) for one in missing)}
    return ""


def _without_signed_sheet(records: TrainingRecords) -> list[Session]:
    """The sessions that lack what the setting asks for before closing."""
    if not conf.signed_sheet_required():
        return []
    unsigned = Session.objects.filter(training=records.training).unsigned()
    missing = set(unsigned.values_list("pk", flat=True))
    return [session for session in records.sessions if session.pk in missing]
