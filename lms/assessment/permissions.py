"""Who may close a training and enter its scores: its lead trainers, and coordinators.

Only coordinators open it again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import QuerySet

from lms.assessment.models import Attempt
from lms.delivery.enums import FacilitatorRole
from lms.delivery.models import Facilitator, Training
from lms.delivery.permissions import (
    trainer_of,
    user_can_run_training,
    user_can_see_all_trainings,
)
from trainers_pool.models import Trainer

if TYPE_CHECKING:
    from django.contrib.auth.models import _AnyUser as AnyUser
    from django.contrib.auth.models import _User as User


def attempts_of(user: User) -> QuerySet[Attempt]:
    """The attempts of this person alone, with what their pages read."""
    return Attempt.objects.filter(enrolment__professional__user=user).select_related(
        "sitting__training", "sitting__test__edition__module", "form"
    )


def user_can_close(user: AnyUser, training: Training) -> bool:
    if user.has_perm("lms_delivery.close_training"):
        return True
    return _comes_as(user, training, FacilitatorRole.LEAD)


def user_can_reopen(user: AnyUser) -> bool:
    """The coordinator's office alone; a lead trainer's closing is final to them."""
    return user.has_perm("lms_delivery.reopen_training")


def user_can_see_tests(user: User, training: Training) -> bool:
    """The office, and who teaches there."""
    return user_can_see_all_trainings(user) or user_can_run_training(user, training)


def user_can_give_tests(user: User, training: Training) -> bool:
    """Open and close a test, print it and type it in: who takes the roll call, too."""
    return user_can_run_training(user, training)


def user_can_observe(user: User, training: Training) -> bool:
    """The office, who teaches there, and whoever came to assess."""
    if user_can_run_training(user, training):
        return True
    return _comes_as(user, training, FacilitatorRole.ASSESSOR)


def assessor_behind(user: User) -> Trainer | None:
    """Who assesses if this user writes; None where the office writes for somebody."""
    if user.has_perm("lms_delivery.change_training"):
        return None
    return trainer_of(user)


def user_can_see_knowledge(user: AnyUser) -> bool:
    """Figures about professions, none about a person: who may see the questions."""
    return user.has_perm("lms_assessment.view_questionversion")


def user_can_enter_scores(user: AnyUser, training: Training) -> bool:
    """Whoever answers for the closing answers for the scores it is decided by."""
    return user_can_close(user, training)


def _comes_as(user: AnyUser, training: Training, role: FacilitatorRole) -> bool:
    trainer = trainer_of(user)
    coming = Facilitator.objects.filter(training=training, role=role).coming()
    return trainer is not None and coming.filter(trainer=trainer).exists()
