"""Issuing for many at once: started, carried out in the background, taken up again."""

from __future__ import annotations

import logging
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from certificates.models import Certificate, CertificateKind, IssueRun, Refusal
from lms.delivery.models import Enrolment, Training

from .evidence import supporting
from .issuing import IssuingRefused, SealingRefused, issue

if TYPE_CHECKING:
    from django.contrib.auth.models import _User as User

logger = logging.getLogger("certificates")


def waiting(
    kind: CertificateKind, *, training: Training | None = None
) -> QuerySet[Enrolment]:
    """Who has what the kind rests on and no certificate, in the order of the lists."""
    has_one = Certificate.objects.filter(kind=kind, enrolment=OuterRef("pk"))
    enrolments = Enrolment.objects.filter(
        ~Exists(has_one),
        training__in=Training.objects.closed(),
        completion__in=supporting(kind.rests_on),
    )
    if training is not None:
        enrolments = enrolments.filter(training=training)
    return enrolments.order_by(
        "training__closed_at", "training", "professional__folded_name", "pk"
    )


def start_run(
    kind: CertificateKind,
    *,
    training: Training | None = None,
    by: User | None,
    now: datetime,
) -> IssueRun:
    """A run for all who wait now, or the one that is under way for the same people."""
    for run in runs_of(kind, training=training).filter(finished_at=None):
        if run.is_working:
            return run
    return IssueRun.objects.create(
        kind=kind,
        training=training,
        language=get_language() or "",
        started_by=by,
        started_at=now,
        alive_at=now,
        total=waiting(kind, training=training).count(),
    )


def runs_of(
    kind: CertificateKind, *, training: Training | None = None
) -> QuerySet[IssueRun]:
    """Newest first."""
    return IssueRun.objects.filter(kind=kind, training=training)


def reasons(kind: CertificateKind, *, training: Training) -> dict[int, str]:
    """Enrolment → why the last run that tried left this person out."""
    refusals = Refusal.objects.filter(run__kind=kind, enrolment__training=training)
    return dict(refusals.order_by("pk").values_list("enrolment", "reason"))


def left_out(run: IssueRun) -> QuerySet[Training]:
    """The trainings of those whom a run refused, with how many they are."""
    number = Count("enrolments__refusals", filter=Q(enrolments__refusals__run=run))
    return Training.objects.closed().annotate(refused=number).filter(refused__gt=0)


def take_up(run: IssueRun, *, now: datetime) -> IssueRun:
    """The run as it is before it goes on: alive, and with what is left to do."""
    left = waiting(run.kind, training=run.training).count()
    run.alive_at, run.total, run.reason = now, run.issued + left, ""
    run.save(update_fields=["alive_at", "total", "reason"])
    run.refusals.all().delete()
    return run


def carry_out(run: IssueRun) -> None:
    """Issue one after the other, each for itself; a refusal harms no other.

    Each certificate is in a transaction of its own, with its place in the count, so
    what is issued when the run is cut off stays issued, and no number is lost. What
    breaks for one person is refused and logged: the rest do not wait for it. What
    would be refused for everybody ends the run.
    """
    people = waiting(run.kind, training=run.training)
    for pk in list(people.values_list("pk", flat=True)):
        try:
            _issue(run, pk)
        except SealingRefused as refusal:
            _mark(run, reason=str(refusal))
            break
        except IssuingRefused as refusal:
            _refuse(run, pk, reason=str(refusal))
        except Exception:
            logger.exception("No certificate for enrolment %s", pk)
            _refuse(run, pk, reason=_("Something broke; the operator’s log says what."))
    _mark(run, finished_at=timezone.now())


def _issue(run: IssueRun, pk: int) -> None:
    enrolment = Enrolment.objects.select_related("training", "professional").get(pk=pk)
    issue(
        enrolment,
        kind=run.kind,
        by=run.started_by,
        now=timezone.now(),
        also=partial(_mark, run, issued=F("issued") + 1),
    )


def _refuse(run: IssueRun, pk: int, *, reason: str) -> None:
    run.refusals.update_or_create(enrolment_id=pk, defaults={"reason": reason})
    _mark(run)


def _mark(run: IssueRun, **changes: Any) -> None:
    """A sign of life, and what has changed."""
    IssueRun.objects.filter(pk=run.pk).update(alive_at=timezone.now(), **changes)
