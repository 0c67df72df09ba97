"""A training's way to the office's approval.

Institutions nominate for what is approved (`domain.nomination`); nothing else depends
on it.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from lms.delivery.enums import ApprovalState
from lms.delivery.models import ApprovalStep, Training

from .refusal import FieldRefused
from .training import reason_closed

if TYPE_CHECKING:
    from django.contrib.auth.models import _User as User

#: From these a trainer may submit.
TO_SUBMIT = (ApprovalState.DRAFT, ApprovalState.RETURNED)


class ApprovalRefused(FieldRefused):
    pass


@transaction.atomic
def submit_training(
    training: Training, *, message: str = "", by: User | None, now: datetime
) -> ApprovalStep:
    """Ask the office to look at the training, at first or after it was sent back."""
    training = _locked(training)
    if training.approval not in TO_SUBMIT:
        raise ApprovalRefused(_reason(training))
    return _step(training, ApprovalState.SUBMITTED, message, by=by, now=now)


@transaction.atomic
def send_back(
    training: Training, *, message: str, by: User | None, now: datetime
) -> ApprovalStep:
    training = _submitted(training)
    if not message.strip():
        raise ApprovalRefused(_("Say what has to change."), field="message")
    return _step(training, ApprovalState.RETURNED, message, by=by, now=now)


@transaction.atomic
def approve(
    training: Training, *, message: str = "", by: User | None, now: datetime
) -> ApprovalStep:
    training = _submitted(training)
    return _step(training, ApprovalState.APPROVED, message, by=by, now=now)


def _locked(training: Training) -> Training:
    training = Training.objects.select_for_update().get(pk=training.pk)
    if reason := reason_closed(training):
        raise ApprovalRefused(reason)
    return training


def _submitted(training: Training) -> Training:
    training = _locked(training)
    if training.approval != ApprovalState.SUBMITTED:
        raise ApprovalRefused(_reason(training))
    return training


def _reason(training: Training) -> str:
    return _("This cannot be done now. The approval stands at: %(state)s.") % {
        "state": training.get_approval_display()
    }


def _step(
    training: Training,
    state: ApprovalState,
    message: str,
    *,
    by: User | None,
    now: datetime,
) -> ApprovalStep:
    training.approval = state
    training.save(update_fields=["approval"])
    step = ApprovalStep.objects.create(
        training=training,
        state=state,
        message=message.strip()[:500],
        taken_by=by,
        taken_at=now,
    )
    log(training, "lms_delivery.approval", user=by, data={"state": str(state)})
    return step
