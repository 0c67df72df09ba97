"""What can happen to a trainer: admitted, moved to another status, accredited."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from curriculum.models import ModuleEdition
from trainers_pool.enums import TEACHING_STATUSES, TrainerStatus
from trainers_pool.models import (
    Accreditation,
    Professional,
    Trainer,
    TrainerStatusPeriod,
)

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser


class TrainerRefused(Exception):
    """Carries the reason in words fit for the coordinator."""


@transaction.atomic
def admit(
    professional: Professional,
    *,
    status: str = TrainerStatus.CANDIDATE,
    day: date,
    reason: str,
    by: AbstractUser | None,
) -> Trainer:
    """Bring a professional into the pool; asking twice is harmless.

    Somebody who is in the pool keeps the status history; only the status moves.
    """
    professional = Professional.objects.select_for_update().get(pk=professional.pk)
    trainer, is_new = Trainer.objects.get_or_create(
        professional=professional, defaults={"joined_on": day}
    )
    if is_new:
        log(trainer, "trainers_pool.admit", user=by, data={"status": status})
    return change_status(trainer, to=status, day=day, reason=reason, by=by)


@transaction.atomic
def change_status(
    trainer: Trainer, *, to: str, day: date, reason: str, by: AbstractUser | None
) -> Trainer:
    """End the open status the day before `day` and open the new one."""
    trainer = Trainer.objects.select_for_update().get(pk=trainer.pk)
    now = TrainerStatusPeriod.objects.filter(
        trainer=trainer, end_date__isnull=True
    ).first()
    if now and now.status == to:
        return trainer
    if not reason.strip():
        raise TrainerRefused(_("Say why the status changes."))
    if now and day <= now.start_date:
        raise TrainerRefused(
            _("The present status began on %(day)s. Choose a later day.")
            % {"day": date_format(now.start_date)}
        )
    if now:
        now.end_date = day - timedelta(days=1)
        now.save(update_fields=["end_date"])
    TrainerStatusPeriod.objects.create(
        trainer=trainer, status=to, start_date=day, reason=reason
    )
    log(trainer, "trainers_pool.status", user=by, data={"to": to, "reason": reason})
    return trainer


@transaction.atomic
def accredit(
    trainer: Trainer,
    *,
    edition: ModuleEdition,
    start: date,
    end: date | None = None,
    evidence: str,
    by: AbstractUser | None,
) -> Accreditation:
    """Allow a trainer to teach an edition from `start` until `end` (none: open)."""
    trainer = Trainer.objects.select_for_update().get(pk=trainer.pk)
    if end and end < start:
        raise TrainerRefused(_("The last day is before the first day."))
    accreditation, is_new = Accreditation.objects.get_or_create(
        trainer=trainer,
        edition=edition,
        start_date=start,
        defaults={"end_date": end, "evidence": evidence},
    )
    if is_new:
        log(trainer, "trainers_pool.accredit", user=by, data={"edition": str(edition)})
    return accreditation


def reason_not_to_teach(
    trainer: Trainer, *, editions: list[ModuleEdition], first: date, last: date
) -> str:
    """Why `trainer` may not teach `editions` from `first` to `last`; "" if they may.

    One status and one accreditation has to cover the whole stretch of days, or
    several that follow each other without a hole.
    """
    statuses = TrainerStatusPeriod.objects.filter(
        trainer=trainer, status__in=TEACHING_STATUSES
    )
    if hole := _first_uncovered(list(statuses), first, last):
        return _("%(trainer)s is not an active trainer on %(day)s.") % {
            "trainer": trainer,
            "day": date_format(hole),
        }
    accreditations: dict[int, list[Accreditation]] = {}
    for accreditation in Accreditation.objects.filter(
        trainer=trainer, edition__in=editions
    ):
        accreditations.setdefault(accreditation.edition_id, []).append(accreditation)
    for edition in editions:
        if hole := _first_uncovered(accreditations.get(edition.pk, []), first, last):
            return _(
                "%(trainer)s is not accredited for %(edition)s on %(day)s. "
                "Choose another trainer or record the accreditation first."
            ) % {"trainer": trainer, "edition": edition, "day": date_format(hole)}
    return ""


def _first_uncovered(
    periods: Sequence[TrainerStatusPeriod | Accreditation], first: date, last: date
) -> date | None:
    """The first day from `first` to `last` that no period covers."""
    day = first
    for period in sorted(periods, key=lambda period: period.start_date):
        if period.start_date <= day <= (period.end_date or last):
            day = (period.end_date or last) + timedelta(days=1)
            if day > last:
                return None
    return day
