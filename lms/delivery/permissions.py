"""Who may do what with trainings.

Coordinators and administrators hold model permissions and mean every training with
them. A trainer's right comes from the training itself: all facilitators see it, those
who teach run it once they have accepted, and whoever declined has none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lms.delivery.enums import TEACHING_ROLES, FacilitatorRole
from lms.delivery.models import Briefing, Enrolment, Facilitator, Training
from lms.delivery.models.training import TrainingQuerySet
from trainers_pool.models import Trainer
from trainers_pool.permissions import institutions_of_focal_point, professional_of

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser, _User

    User = _User | AnonymousUser


def trainer_of(user: User) -> Trainer | None:
    """The trainer behind a login, if there is one."""
    professional = professional_of(user)
    return getattr(professional, "trainer", None) if professional else None


def trainings_seen_by(user: User) -> TrainingQuerySet:
    """Every training for the office, one's own for a trainer, none for others."""
    if user_can_see_all_trainings(user):
        return Training.objects.all()
    trainer = trainer_of(user)
    if not trainer:
        return Training.objects.none()
    return Training.objects.taught_by(trainer.professional)


def user_can_see_all_trainings(user: User) -> bool:
    return user.has_perm("lms_delivery.view_training") or user.has_perm(
        "lms_delivery.change_training"
    )


def user_can_open_trainer_pages(user: User) -> bool:
    return user_can_see_all_trainings(user) or trainer_of(user) is not None


def user_can_run_training(user: User, training: Training) -> bool:
    """Add sessions and evidence, take the roll call: the office and who teaches."""
    if user.has_perm("lms_delivery.change_training"):
        return True
    trainer = trainer_of(user)
    if trainer is None:
        return False
    return (
        Facilitator.objects.filter(
            training=training, trainer=trainer, role__in=TEACHING_ROLES
        )
        .coming()
        .exists()
    )


def trainings_run_by(user: User) -> TrainingQuerySet:
    """The trainings for which `user_can_run_training` says yes."""
    if user.has_perm("lms_delivery.change_training"):
        return Training.objects.all()
    trainer = trainer_of(user)
    if trainer is None:
        return Training.objects.none()
    taught = Facilitator.objects.filter(
        trainer=trainer, role__in=TEACHING_ROLES
    ).coming()
    return Training.objects.filter(pk__in=taught.values("training"))


def user_can_import_sheet(user: User, training: Training) -> bool:
    return user.has_perm("lms_delivery.import_sheet") and user_can_run_training(
        user, training
    )


def user_can_create_training(user: User) -> bool:
    return user.has_perm("lms_delivery.add_training") and user_can_open_trainer_pages(
        user
    )


def user_can_edit_training(user: User) -> bool:
    """In the admin, facilitators and cancelling included; the office alone."""
    return user.has_perm("lms_delivery.change_training")


def user_can_decide_rows(user: User) -> bool:
    return user.has_perm("lms_delivery.decide_row")


def user_leads_training(user: User, training: Training) -> bool:
    """Answers for the training to the office: a lead trainer of it."""
    trainer = trainer_of(user)
    return (
        trainer is not None
        and Facilitator.objects.filter(
            training=training, trainer=trainer, role=FacilitatorRole.LEAD
        )
        .coming()
        .exists()
    )


def user_can_lead_training(user: User, training: Training) -> bool:
    """Decide where devices disagree: the office and who leads the training."""
    return user.has_perm("lms_delivery.change_training") or user_leads_training(
        user, training
    )


def user_can_see_report(user: User, training: Training) -> bool:
    """The trainer's report with its costs: the office, and who leads the training."""
    return user_can_see_all_trainings(user) or user_leads_training(user, training)


def user_can_write_report(user: User, training: Training) -> bool:
    return user.has_perm("lms_delivery.change_training") or user_leads_training(
        user, training
    )


def user_can_remove_briefing(user: User, briefing: Briefing) -> bool:
    """Who briefed, and who runs the training."""
    enrolment = briefing.enrolment
    return enrolment.professional.user_id == user.pk or user_can_run_training(
        user, enrolment.training
    )


def user_can_submit(user: User, training: Training) -> bool:
    """Ask for approval: the office, and who leads the training."""
    return user_can_write_report(user, training)


def user_can_approve(user: User) -> bool:
    return user.has_perm("lms_delivery.approve_training")


def user_can_take_pack(user: User, training: Training) -> bool:
    """The handover pack: the office, and who leads the training."""
    return user_can_see_report(user, training)


def user_can_see_evaluation(user: User, training: Training) -> bool:
    """What the participants answered: the office, and who teaches there."""
    return user_can_see_all_trainings(user) or user_can_run_training(user, training)


def user_can_nominate(user: User) -> bool:
    """A focal point, for the people of the own institution."""
    return institutions_of_focal_point(user).exists()


def user_can_take_back_nomination(user: User, enrolment: Enrolment) -> bool:
    """Who is focal point there now, though a colleague nominated."""
    own = institutions_of_focal_point(user)
    return enrolment.nominated_at is not None and enrolment.institution in own


def user_can_decide_nominations(user: User, training: Training) -> bool:
    return user_can_lead_training(user, training)


def user_can_trace_marks(user: User, training: Training) -> bool:
    """Every word behind somebody's attendance: the office, and who runs the training."""
    return user_can_see_all_trainings(user) or user_can_run_training(user, training)
