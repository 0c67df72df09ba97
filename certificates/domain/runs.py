"""Issuing for many at once: started, carried out in the background, taken up again."""

from __future__ import annotations

import logging
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import get_language

from certificates.models import Certificate, CertificateKind, IssueRun
from lms.delivery.models import Enrolment, Training

from .evidence import supporting
from .issuing import IssuingRefused, issue

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


def take_up(run: IssueRun, *, now: datetime) -> IssueRun:
    """The run as it is before it goes on: alive, and with what is left to do."""
    left = waiting(run.kind, training=run.training).count()
    run.alive_at, run.total, run.refused = now, run.issued + left, 0
    run.save(update_fields=["alive_at", "total", "refused"])
    return run


def carry_out(run: IssueRun) -> None:
    """Issue one after the other, each for itself; a refusal harms no other.

    Each certificate is in a transaction of its own, with its place in the count, so
    what is issued when the run is cut off stays issued, and no number is lost. What
    breaks for one person counts as refused and is logged: the rest do not wait for it.
    """
    people = waiting(run.kind, training=run.training)
    for pk in list(people.values_list("pk", flat=True)):
        try:
            _issue(run, pk)
        except IssuingRefused:
            _count(run, "refused")
        except Exception:
            logger.exception("No certificate for enrolment %s", pk)
            _count(run, "refused")
    IssueRun.objects.filter(pk=run.pk).update(finished_at=timezone.now())


def _issue(run: IssueRun, pk: int) -> None:
    enrolment = Enrolment.objects.select_related("training", "professional").get(pk=pk)
    issue(
        enrolment,
        kind=run.kind,
        by=run.started_by,
        now=timezone.now(),
        also=partial(_count, run, "issued"),
    )


def _count(run: IssueRun, what: str) -> None:
    counted = {what: F(what) + 1, "alive_at": timezone.now()}
    IssueRun.objects.filter(pk=run.pk).update(**counted)
