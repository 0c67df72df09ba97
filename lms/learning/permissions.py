"""What is kept here of a person is the person's own, but for steps in the field.

Those are seen by whoever sees the training, and confirmed by a supervisor.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lms.delivery.models import Training
from lms.delivery.permissions import trainings_seen_by, user_can_run_training
from lms.learning.models import PracticeSignOff
from trainers_pool.models import Professional
from trainers_pool.permissions import professional_of

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser, _User


def learner_behind(user: _User | AnonymousUser) -> Professional | None:
    """Whose progress a login keeps; None for a login without a person behind it."""
    return professional_of(user)


def user_can_see_practice(user: _User | AnonymousUser, training: Training) -> bool:
    """Steps of everybody in a training: the office, and its facilitators."""
    return trainings_seen_by(user).filter(pk=training.pk).exists()


def user_can_record_practice(user: _User | AnonymousUser, training: Training) -> bool:
    """Sign-offs on paper: the office, and who teaches there."""
    return user_can_run_training(user, training)


def user_can_answer_sign_off(
    user: _User | AnonymousUser, sign_off: PracticeSignOff
) -> bool:
    """Whoever has the link, but for the person whose step it is."""
    person = professional_of(user)
    return person is None or person.pk != sign_off.enrolment.professional_id
