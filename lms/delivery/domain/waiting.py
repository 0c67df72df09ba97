"""What waits for the office: every single thing, and since when."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from operator import attrgetter
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.formats import date_format
from django.utils.timezone import localdate, make_aware

from lms.delivery import conf
from lms.delivery.enums import (
    ATTENDING_STATUSES,
    OPEN_STATUSES,
    TEACHING_ROLES,
    ApprovalState,
    FacilitatorAnswer,
    TrainingStatus,
    WaitingKind,
)
from lms.delivery.models import (
    ApprovalStep,
    Enrolment,
    Facilitator,
    Mark,
    Session,
    SheetRow,
    Training,
    WalkIn,
)
from lms.delivery.models.session import SessionQuerySet

from .overview import unmarked

#: So many of each kind are listed, the oldest first.
MOST = 50
#: So long before a session a trainer has to have accepted.
AHEAD = timedelta(days=14)


@dataclass(frozen=True)
class Waiting:
    """`subject` is the row that the deed is about, `about` the same in words."""

    training: Training
    subject: Any
    about: str
    days: int


@dataclass(frozen=True)
class Queue:
    """Everything of one kind; `rows` are the oldest of `count`."""

    kind: WaitingKind
    count: int
    rows: Sequence[Waiting]


@dataclass(frozen=True)
class _Rule:
    """How the things of a kind are found, oldest first, and read."""

    find: Callable[[datetime], QuerySet]
    training: Callable[[Any], Training]
    since: Callable[[Any], datetime]
    about: Callable[[Any], str]

    def read(self, thing: Any, now: datetime) -> Waiting:
        return Waiting(
            training=self.training(thing),
            subject=thing,
            about=self.about(thing),
            days=max((now - self.since(thing)).days, 0),
        )


def waiting(*, now: datetime) -> list[Queue]:
    """What waits, by kind; kinds of which nothing waits are left out."""
    queues = (_queue(kind, now) for kind in WaitingKind)
    return [queue for queue in queues if queue.count]


def how_many_wait(*, now: datetime) -> dict[WaitingKind, int]:
    """The numbers alone, without kinds of which nothing waits."""
    counts = {kind: _RULES[kind].find(now).count() for kind in WaitingKind}
    return {kind: count for kind, count in counts.items() if count}


def _queue(kind: WaitingKind, now: datetime) -> Queue:
    rule = _RULES[kind]
    found = rule.find(now)
    rows = [rule.read(thing, now) for thing in found[:MOST]]
    return Queue(kind, found.count() if len(rows) == MOST else len(rows), rows)


def _sessions() -> SessionQuerySet:
    return (
        Session.objects.taking_place()
        .filter(training__status__in=OPEN_STATUSES)
        .select_related("training")
        .in_order()
    )


def _unled(now: datetime) -> QuerySet:
    """Sessions near or past where nobody who teaches has accepted.

    They wait since a trainer declined, or since there is the training.
    """
    led = Facilitator.objects.coming().filter(role__in=TEACHING_ROLES)
    declined = Facilitator.objects.filter(
        training=OuterRef("training"), answer=FacilitatorAnswer.DECLINED
    ).order_by("-answered_at")
    return (
        _sessions()
        .filter(date__lte=localdate(now) + AHEAD)
        .exclude(training__in=led.values("training"))
        .annotate(
            since=Coalesce(
                Subquery(declined.values("answered_at")[:1]), "training__created_at"
            )
        )
    )


def _unsigned(now: datetime) -> QuerySet:
    if not conf.signed_sheet_required():
        return Session.objects.none()
    return _sessions().over(now=now).unsigned()


def _disputed(now: datetime) -> QuerySet:
    return (
        Mark.objects.filter(
            is_disputed=True,
            enrolment__status__in=ATTENDING_STATUSES,
            session__in=_sessions(),
        )
        .select_related("session__training", "enrolment__professional")
        .order_by("marked_at", "pk")
    )


def _submitted(now: datetime) -> QuerySet:
    steps = ApprovalStep.objects.filter(
        training=OuterRef("pk"), state=ApprovalState.SUBMITTED
    ).order_by("-taken_at")
    return (
        Training.objects.open()
        .filter(approval=ApprovalState.SUBMITTED)
        .annotate(since=Coalesce(Subquery(steps.values("taken_at")[:1]), "created_at"))
        .order_by("since", "pk")
    )


def _nominated(now: datetime) -> QuerySet:
    return (
        Enrolment.objects.nominated()
        .filter(training__status__in=OPEN_STATUSES, nominated_at__isnull=False)
        .select_related("training", "professional")
    )


def _walk_ins(now: datetime) -> QuerySet:
    """Those of a cancelled training ask for nothing any more."""
    return (
        WalkIn.objects.waiting()
        .exclude(training__status=TrainingStatus.CANCELLED)
        .select_related("training")
    )


def _in_review(now: datetime) -> QuerySet:
    return (
        SheetRow.objects.awaiting_decision()
        .select_related("sheet_import__training")
        .order_by("sheet_import__applied_at", "sheet_import", "number")
    )


def _to_close(now: datetime) -> QuerySet:
    return Training.objects.to_close(on=localdate(now)).order_by("end_date", "code")


def _days_end(training: Training) -> datetime:
    return make_aware(datetime.combine(training.end_date, time.max))


def _when(session: Session) -> str:
    return f"{date_format(session.date)}, {session.starts:%H:%M}–{session.ends:%H:%M}"


def _marked(session: Any) -> str:
    return f"{_when(session)} ({session.marked}/{session.attending})"


def _whose(mark: Mark) -> str:
    return f"{mark.enrolment.professional}: {_when(mark.session)}"


def _came(walk_in: WalkIn) -> str:
    return ", ".join(filter(None, (walk_in.name, walk_in.institution)))


def _named(row: SheetRow) -> str:
    return " ".join(filter(None, map(row.data.get, ("first_name", "last_name"))))


_RULES: Mapping[WaitingKind, _Rule] = {
    WaitingKind.UNLED: _Rule(
        _unled, attrgetter("training"), attrgetter("since"), _when
    ),
    WaitingKind.UNMARKED: _Rule(
        lambda now: unmarked(_sessions(), now=now),
        attrgetter("training"),
        attrgetter("ends_at"),
        _marked,
    ),
    WaitingKind.UNSIGNED: _Rule(
        _unsigned, attrgetter("training"), attrgetter("ends_at"), _when
    ),
    WaitingKind.DISPUTED: _Rule(
        _disputed, attrgetter("session.training"), attrgetter("marked_at"), _whose
    ),
    WaitingKind.WALK_IN: _Rule(
        _walk_ins, attrgetter("training"), attrgetter("received_at"), _came
    ),
    WaitingKind.IN_REVIEW: _Rule(
        _in_review,
        attrgetter("sheet_import.training"),
        attrgetter("sheet_import.applied_at"),
        _named,
    ),
    WaitingKind.SUBMITTED: _Rule(
        _submitted, lambda training: training, attrgetter("since"), lambda training: ""
    ),
    WaitingKind.NOMINATED: _Rule(
        _nominated,
        attrgetter("training"),
        attrgetter("nominated_at"),
        lambda enrolment: str(enrolment.professional),
    ),
    WaitingKind.TO_CLOSE: _Rule(
        _to_close,
        lambda training: training,
        _days_end,
        lambda training: date_format(training.end_date),
    ),
}
