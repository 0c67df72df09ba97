"""Who stands in front of the group: accredited on every day, and no participant."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from curriculum.models import ModuleEdition
from lms.delivery.enums import TEACHING_ROLES, EnrolmentStatus, FacilitatorRole
from lms.delivery.models import Enrolment, Facilitator, Training
from trainers_pool.domain.pool import reason_not_to_teach
from trainers_pool.models import Professional, Trainer

from .training import create_training, reason_closed

if TYPE_CHECKING:
    from django.contrib.auth.models import _User as User


class FacilitatorRefused(Exception):
    """Carries the reason in words fit for the person who chooses."""


@transaction.atomic
def add_facilitator(
    training: Training,
    *,
    trainer: Trainer,
    role: str,
    editions: Sequence[ModuleEdition] | None = None,
    by: User | None,
) -> Facilitator:
    """Give a trainer a role; without `editions` it is for all of the training's."""
    training = Training.objects.select_for_update().get(pk=training.pk)
    if reason := reason_closed(training):
        raise FacilitatorRefused(reason)
    of_training = list(training.editions.all())
    chosen = list(editions or [])
    if any(edition not in of_training for edition in chosen):
        raise FacilitatorRefused(_("Choose only modules that this training teaches."))
    if reason := reason_against(
        trainer, training=training, role=role, editions=chosen or of_training
    ):
        raise FacilitatorRefused(reason)
    if Facilitator.objects.filter(training=training, trainer=trainer).exists():
        raise FacilitatorRefused(
            _("%(trainer)s is already a facilitator of this training.")
            % {"trainer": trainer}
        )
    facilitator = Facilitator(training=training, trainer=trainer, role=role)
    facilitator.editions.set(chosen)
    facilitator.save()
    log(
        training,
        "lms_delivery.add_facilitator",
        user=by,
        data={"trainer": trainer.pk, "role": role},
    )
    return facilitator


@transaction.atomic
def remove_facilitator(facilitator: Facilitator, *, by: User | None) -> None:
    training = Training.objects.select_for_update().get(pk=facilitator.training_id)
    if reason := reason_closed(training):
        raise FacilitatorRefused(reason)
    log(
        training,
        "lms_delivery.remove_facilitator",
        user=by,
        data={"trainer": facilitator.trainer_id, "role": facilitator.role},
    )
    facilitator.delete()


def reason_against(
    trainer: Trainer,
    *,
    training: Training,
    role: str,
    editions: Sequence[ModuleEdition],
) -> str:
    """Why `trainer` may not have `role` in `training`; "" if they may.

    Observers and assessors need no accreditation, as they do not teach.
    """
    if training.pk and is_participant(trainer.professional, training=training):
        return _(
            "%(trainer)s is a participant of this training, and nobody is both. "
            "Choose another trainer or withdraw the enrolment."
        ) % {"trainer": trainer}
    if role not in TEACHING_ROLES:
        return ""
    return reason_not_to_teach(
        trainer,
        editions=list(editions),
        first=training.start_date,
        last=training.end_date,
    )


def is_participant(professional: Professional, *, training: Training) -> bool:
    return (
        Enrolment.objects.filter(training=training, professional=professional)
        .exclude(status=EnrolmentStatus.WITHDRAWN)
        .exists()
    )


def is_facilitator(professional: Professional, *, training: Training) -> bool:
    return Facilitator.objects.filter(training=training).of(professional).exists()


@transaction.atomic
def create_own_training(
    code: str, *, trainer: Trainer, by: User, **facts: Any
) -> Training:
    """A trainer's own training: the creator leads it, or it is not created.

    `facts` are those of `create_training`.
    """
    training = create_training(code, by=by, **facts)
    add_facilitator(training, trainer=trainer, role=FacilitatorRole.LEAD, by=by)
    return training
