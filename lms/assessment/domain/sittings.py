"""Opening and closing a test of a training."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from lms.assessment.enums import Stage
from lms.assessment.models import Attempt, Sitting, Test
from lms.delivery.enums import TrainingStatus
from lms.delivery.models import Training
from lms.delivery.models.session import SHEET_CODE_ALPHABET

from .drawing import DrawingRefused, draw_forms

if TYPE_CHECKING:
    from django.contrib.auth.models import _User as User

CODE_LENGTH = 6


class SittingRefused(Exception):
    """Carries the reason in words fit for the person."""


@transaction.atomic
def open_sitting(
    training: Training,
    *,
    test: Test,
    stage: Stage,
    by: User | None,
    now: datetime,
    closes_at: datetime | None = None,
) -> Sitting:
    """Let the participants take the test at `stage`, from now on until `closes_at`.

    A sitting that was closed is opened again; its code and its attempts stay.
    """
    training = Training.objects.select_for_update().get(pk=training.pk)
    _refuse(training, test, stage, now, closes_at)
    try:
        draw_forms(training, test, now=now)
    except DrawingRefused as refusal:
        raise SittingRefused(str(refusal)) from refusal
    sitting, is_new = Sitting.objects.get_or_create(
        training=training,
        test=test,
        stage=stage,
        defaults={
            "code": get_random_string(CODE_LENGTH, SHEET_CODE_ALPHABET),
            "opens_at": now,
            "closes_at": closes_at,
            "opened_by": by,
        },
    )
    if not is_new:
        sitting.closes_at = closes_at
        sitting.save(update_fields=["closes_at"])
    log(
        training,
        "lms_assessment.open_sitting",
        user=by,
        data={"sitting": sitting.pk, "stage": stage},
    )
    return sitting


@transaction.atomic
def close_sitting(sitting: Sitting, *, by: User | None, now: datetime) -> Sitting:
    """Nobody begins any more; who is still answering hands in what is saved."""
    sitting = Sitting.objects.select_for_update().get(pk=sitting.pk)
    if not sitting.is_open(now):
        return sitting
    sitting.closes_at = now
    sitting.save(update_fields=["closes_at"])
    Attempt.objects.filter(sitting=sitting).running().update(due_at=now)
    log(
        sitting.training,
        "lms_assessment.close_sitting",
        user=by,
        data={"sitting": sitting.pk, "stage": sitting.stage},
    )
    return sitting


def _refuse(
    training: Training,
    test: Test,
    stage: Stage,
    now: datetime,
    closes_at: datetime | None,
) -> None:
    code = {"code": training.code}
    if not training.editions.filter(pk=test.edition_id).exists():
        raise SittingRefused(
            _("Training %(code)s does not teach what this test is about.") % code
        )
    if training.status == TrainingStatus.CANCELLED:
        raise SittingRefused(_("Training %(code)s is cancelled.") % code)
    is_closed = training.status == TrainingStatus.CLOSED
    if is_closed and stage != Stage.DELAYED:
        raise SittingRefused(
            _("Training %(code)s is closed; its results do not change any more.") % code
        )
    if not is_closed and stage == Stage.DELAYED:
        raise SittingRefused(
            _("Training %(code)s is not closed yet. The delayed test comes after that.")
            % code
        )
    if closes_at is not None and closes_at <= now:
        raise SittingRefused(_("The test would close before it opens."))
