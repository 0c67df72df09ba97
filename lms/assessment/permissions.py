"""Who may close a training and enter its scores: its lead trainers, and coordinators.

Only coordinators open it again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lms.delivery.enums import FacilitatorRole
from lms.delivery.models import Facilitator, Training
from lms.delivery.permissions import trainer_of

if TYPE_CHECKING:
    from django.contrib.auth.models import _AnyUser as AnyUser


def user_can_close(user: AnyUser, training: Training) -> bool:
    if user.has_perm("lms_delivery.close_training"):
        return True
    trainer = trainer_of(user)
    return (
        trainer is not None
        and Facilitator.objects.filter(
            training=training, trainer=trainer, role=FacilitatorRole.LEAD
        )
        .coming()
        .exists()
    )


def user_can_reopen(user: AnyUser) -> bool:
    """The coordinator's office alone; a lead trainer's closing is final to them."""
    return user.has_perm("lms_delivery.reopen_training")


def user_can_enter_scores(user: AnyUser, training: Training) -> bool:
    """Whoever answers for the closing answers for the scores it is decided by."""
    return user_can_close(user, training)
