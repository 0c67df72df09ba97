"""What the page of a training shows of the time after its sessions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lms.delivery.domain.trainer_report import against_plan, report_of
from lms.delivery.enums import TrainingStatus
from lms.delivery.models import Briefing, Training
from lms.delivery.permissions import (
    user_can_see_evaluation,
    user_can_see_report,
    user_can_write_report,
)

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser, _User


def after_of(user: _User | AnonymousUser, training: Training) -> dict[str, Any]:
    briefed = Briefing.objects.filter(enrolment__training=training).colleagues()
    can_see = user_can_see_evaluation(user, training)
    return {
        "briefed": briefed,
        "can_see_evaluation": can_see,
        **_report_of(user, training),
    }


def _report_of(user: _User | AnonymousUser, training: Training) -> dict[str, Any]:
    can_write = user_can_write_report(user, training)
    if not (can_write or user_can_see_report(user, training)):
        return {}
    report = report_of(training)
    is_cancelled = training.status == TrainingStatus.CANCELLED
    return {
        "can_see_report": True,
        "can_take_pack": True,
        "can_write_report": can_write and not is_cancelled,
        "report": report,
        "against": against_plan(training, report),
    }
