"""Opening a closed training again: what was decided is taken back, and why is kept."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from lms.assessment.models import Completion
from lms.assessment.obstacles import obstacles_of
from lms.delivery.enums import EnrolmentStatus, TrainingStatus
from lms.delivery.models import Enrolment, Reopening, Training

if TYPE_CHECKING:
    from django.contrib.auth.models import _User as User

#: What closing makes of "enrolled".
DECIDED_STATUSES = (
    EnrolmentStatus.COMPLETED,
    EnrolmentStatus.NOT_COMPLETED,
    EnrolmentStatus.NO_SHOW,
)


class ReopeningRefused(Exception):
    """Carries the reason in words fit for the person."""


@transaction.atomic
def reopen_training(
    training: Training, *, reason: str, by: User | None, now: datetime
) -> Training:
    """Let attendance and scores change again; nobody counts until it is closed anew.

    The decisions of the closing go, and the log keeps what they were.
    """
    training = Training.objects.select_for_update().get(pk=training.pk)
    reason = reason.strip()[:255]
    _refuse(training, reason)
    completions = Completion.objects.filter(enrolment__training=training)
    decided = dict(completions.values_list("enrolment", "reason"))
    completions.delete()
    Enrolment.objects.filter(training=training, status__in=DECIDED_STATUSES).update(
        status=EnrolmentStatus.ENROLLED
    )
    Reopening.objects.create(
        training=training,
        reason=reason,
        closed_at=training.closed_at or now,
        reopened_by=by,
        reopened_at=now,
    )
    training.status, training.closed_at = TrainingStatus.HELD, None
    Training.objects.filter(pk=training.pk).update(
        status=training.status, closed_at=None
    )
    log(
        training,
        "lms_assessment.reopen",
        user=by,
        data={
            "reason": reason,
            "completed": sorted(pk for pk, why in decided.items() if not why),
            "not_completed": {str(pk): why for pk, why in decided.items() if why},
        },
    )
    return training


def _refuse(training: Training, reason: str) -> None:
    if training.status != TrainingStatus.CLOSED:
        raise ReopeningRefused(
            _("Training %(code)s is not closed; there is nothing to open again.")
            % {"code": training.code}
        )
    if not reason:
        raise ReopeningRefused(_("Say why the training is opened again."))
    if obstacles := obstacles_of(training):
        raise ReopeningRefused(" ".join(obstacles))
