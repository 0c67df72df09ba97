"""Who stands in front of the group: accredited on every day, and no participant."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from curriculum.models import ModuleEdition
from lms.delivery.enums import (
    OPEN_STATUSES,
    TEACHING_ROLES,
    EnrolmentStatus,
    FacilitatorAnswer,
    FacilitatorRole,
)
from lms.delivery.models import Enrolment, Facilitator, Training
from lms.delivery.models.training import FacilitatorQuerySet
from trainers_pool.domain.pool import reason_not_to_teach
from trainers_pool.models import Professional, Trainer

from .clashes import reason_double_booked
from .refusal import FieldRefused
from .training import create_training, reason_closed

if TYPE_CHECKING:
    from django.contrib.auth.models import _User as User


class FacilitatorRefused(FieldRefused):
    pass


@transaction.atomic
def add_facilitator(
    training: Training,
    *,
    trainer: Trainer,
    role: str,
    editions: Sequence[ModuleEdition] | None = None,
    by: User | None,
) -> Facilitator:
    """Give a trainer a role; without `editions` it is for all of the training's.

    Whoever was asked and declined is added all the same, as agreed by other means.
    """
    facilitator = _place(training, trainer=trainer, role=role, editions=editions)
    facilitator.answer = FacilitatorAnswer.ACCEPTED
    facilitator.save()
    log(
        facilitator.training,
        "lms_delivery.add_facilitator",
        user=by,
        data={"trainer": trainer.pk, "role": role},
    )
    return facilitator


@transaction.atomic
def ask_facilitator(
    training: Training,
    *,
    trainer: Trainer,
    role: str,
    editions: Sequence[ModuleEdition] | None = None,
    by: User | None,
    now: datetime,
) -> Facilitator:
    """Ask a trainer for a role; until the answer they see the training alone.

    Whoever declined may be asked again.
    """
    facilitator = _place(training, trainer=trainer, role=role, editions=editions)
    facilitator.answer, facilitator.asked_at = FacilitatorAnswer.ASKED, now
    facilitator.answered_at, facilitator.answer_note = None, ""
    facilitator.save()
    log(
        facilitator.training,
        "lms_delivery.ask_facilitator",
        user=by,
        data={"trainer": trainer.pk, "role": role},
    )
    return facilitator


def _place(
    training: Training,
    *,
    trainer: Trainer,
    role: str,
    editions: Sequence[ModuleEdition] | None,
) -> Facilitator:
    """The unsaved row of a trainer who may have the role."""
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
    facilitator = Facilitator.objects.filter(training=training, trainer=trainer).first()
    if facilitator and facilitator.answer != FacilitatorAnswer.DECLINED:
        raise FacilitatorRefused(
            _("%(trainer)s is already a facilitator of this training.")
            % {"trainer": trainer}
        )
    facilitator = facilitator or Facilitator(trainer=trainer)
    facilitator.training, facilitator.role = training, role
    facilitator.editions.set(chosen)
    return facilitator


@transaction.atomic
def answer_invitation(
    facilitator: Facilitator,
    *,
    accepts: bool,
    note: str = "",
    by: User | None,
    now: datetime,
) -> Facilitator:
    """Yes or no to the question; a no comes with words. Answered once."""
    training = Training.objects.select_for_update().get(pk=facilitator.training_id)
    if reason := reason_closed(training):
        raise FacilitatorRefused(reason)
    facilitator = Facilitator.objects.select_for_update().get(pk=facilitator.pk)
    if facilitator.answer != FacilitatorAnswer.ASKED:
        raise FacilitatorRefused(
            _("This question is answered already: %(answer)s.")
            % {"answer": facilitator.get_answer_display()}
        )
    note = note.strip()[:255]
    if not (accepts or note):
        raise FacilitatorRefused(_("Say in a few words why not."), field="note")
    if accepts and (reason := _reason_not_to_come(facilitator, training)):
        raise FacilitatorRefused(reason)
    facilitator.answer = (
        FacilitatorAnswer.ACCEPTED if accepts else FacilitatorAnswer.DECLINED
    )
    facilitator.answered_at, facilitator.answer_note = now, note
    facilitator.save(update_fields=["answer", "answered_at", "answer_note"])
    log(
        training,
        "lms_delivery.answer_invitation",
        user=by,
        data={"trainer": facilitator.trainer_id, "answer": str(facilitator.answer)},
    )
    return facilitator


def _reason_not_to_come(facilitator: Facilitator, training: Training) -> str:
    """What changed since the question: an accreditation that ended, an enrolment."""
    return reason_against(
        facilitator.trainer,
        training=training,
        role=facilitator.role,
        editions=list(facilitator.editions.all()) or list(training.editions.all()),
    )


def open_questions_to(trainer: Trainer) -> FacilitatorQuerySet:
    """What a trainer was asked and has not answered, of trainings that are open."""
    return (
        Facilitator.objects.filter(
            trainer=trainer,
            answer=FacilitatorAnswer.ASKED,
            training__status__in=OPEN_STATUSES,
        )
        .select_related("training__municipality")
        .order_by("training__start_date", "pk")
    )


def not_yet_answered(trainer: Trainer) -> set[int]:
    """Numbers of the trainings that a trainer was asked to come to."""
    asked = Facilitator.objects.filter(trainer=trainer, answer=FacilitatorAnswer.ASKED)
    return set(asked.values_list("training", flat=True))


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
    if training.pk and (
        reason := reason_double_booked(training, person=trainer.professional)
    ):
        return reason
    if role not in TEACHING_ROLES:
        return ""
    return reason_not_to_teach(
        trainer,
        editions=list(editions),
        first=training.start_date,
        last=training.end_date,
    )


def is_participant(professional: Professional, *, training: Training) -> bool:
    """Whoever withdrew or was not accepted is none, and may teach."""
    return (
        Enrolment.objects.filter(training=training, professional=professional)
        .exclude(status__in=(EnrolmentStatus.WITHDRAWN, EnrolmentStatus.DECLINED))
        .exists()
    )


def is_facilitator(professional: Professional, *, training: Training) -> bool:
    """Whoever declined is none, and may take part."""
    return (
        Facilitator.objects.filter(training=training)
        .expected()
        .of(professional)
        .exists()
    )


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
