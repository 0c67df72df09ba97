"""What a trainer's pages show, read with a fixed number of queries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, F, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.timezone import localdate

from lms.delivery.enums import (
    ATTENDING_STATUSES,
    PRESENT_VALUES,
    EnrolmentStatus,
    FacilitatorRole,
    TrainingStatus,
)
from lms.delivery.models import (
    Enrolment,
    Evidence,
    Facilitator,
    Mark,
    Session,
    SheetImport,
    SheetRow,
    Training,
)
from lms.delivery.models.session import SessionQuerySet
from lms.delivery.models.training import TrainingQuerySet

#: So many trainings stand on the first page of a trainer.
MOST_TRAININGS = 50


@dataclass(frozen=True)
class Today:
    """What a trainer needs in five seconds."""

    next_session: Session | None
    #: Sessions that are over and where somebody has no mark.
    to_mark: Sequence[Session]
    #: Trainings that are over and still open.
    to_close: Sequence[Training]
    trainings: Sequence[Training]


@dataclass(frozen=True)
class TrainingOverview:
    #: Those that were called off too, so that their reason is read.
    sessions: Sequence[Session]
    enrolments: Sequence[Enrolment]
    facilitators: Sequence[Facilitator]
    imports: Sequence[SheetImport]
    evidence: Sequence[Evidence]
    in_review: int
    #: Written down at a roll call, and nobody has said who they are.
    walk_ins: int

    def _with_status(self, *statuses: str) -> int:
        return sum(one.status in statuses for one in self.enrolments)

    @property
    def nominated(self) -> int:
        return self._with_status(EnrolmentStatus.NOMINATED)

    @property
    def waiting(self) -> int:
        return self._with_status(EnrolmentStatus.WAITING)

    @property
    def attending(self) -> int:
        return self._with_status(*ATTENDING_STATUSES)

    @property
    def taking_place(self) -> Sequence[Session]:
        return [session for session in self.sessions if not session.is_cancelled]


def today_of(trainings: TrainingQuerySet, *, now: datetime) -> Today:
    sessions = (
        Session.objects.taking_place()
        .filter(training__in=trainings.open().values("pk"))
        .select_related("training", "training__municipality")
    )
    return Today(
        next_session=with_counts(sessions.coming(now=now))
        .prefetch_related(
            Prefetch(
                "training__facilitators",
                Facilitator.objects.expected()
                .select_related("trainer__professional")
                .order_by("pk"),
            )
        )
        .in_order()
        .first(),
        to_mark=list(unmarked(sessions, now=now).in_order()),
        to_close=list(trainings.to_close(on=localdate(now)).order_by("end_date")),
        trainings=list(with_people(trainings)[:MOST_TRAININGS]),
    )


def overview_of(training: Training) -> TrainingOverview:
    enrolments = (
        training.enrolments.select_related("professional", "institution", "profession")
        .annotate(
            present=_count(
                Mark,
                "enrolment",
                value__in=PRESENT_VALUES,
                session__cancelled_at__isnull=True,
            )
        )
        .order_by("professional__folded_name", "pk")
    )
    rows = SheetRow.objects.awaiting_decision().filter(sheet_import__training=training)
    return TrainingOverview(
        sessions=list(
            with_counts(Session.objects.filter(training=training))
            .annotate(
                disputed=_count(
                    Mark,
                    "session",
                    is_disputed=True,
                    enrolment__status__in=ATTENDING_STATUSES,
                )
            )
            .in_order()
        ),
        enrolments=list(enrolments),
        facilitators=list(
            Facilitator.objects.filter(training=training)
            .select_related("trainer__professional")
            .prefetch_related(Prefetch("editions", to_attr="taught"))
            .order_by("pk")
        ),
        imports=list(
            training.sheet_imports.select_related("evidence", "applied_by").annotate(
                row_count=Count("rows")
            )
        ),
        evidence=list(training.evidence.select_related("session", "uploaded_by")),
        in_review=rows.count(),
        walk_ins=training.walk_ins.waiting().count(),
    )


def sessions_between(first: date, last: date) -> Sequence[Session]:
    """What takes place from `first` to `last`; who leads is in `training.leading`."""
    leading = (
        Facilitator.objects.expected()
        .filter(role=FacilitatorRole.LEAD)
        .select_related("trainer__professional")
        .order_by("pk")
    )
    sessions = (
        Session.objects.taking_place()
        .filter(date__range=(first, last))
        .exclude(training__status=TrainingStatus.CANCELLED)
        .select_related("training")
        .prefetch_related(Prefetch("training__facilitators", leading, "leading"))
    )
    return list(with_counts(sessions).in_order())


def unmarked(sessions: SessionQuerySet, *, now: datetime) -> SessionQuerySet:
    """Those that are over and where somebody on the list has no mark."""
    return with_counts(sessions.over(now=now)).filter(Q(marked__lt=F("attending")))


def with_counts(sessions: SessionQuerySet) -> SessionQuerySet:
    """Adds how many attend, how many have a mark and how many were present."""
    attending = _count(Enrolment, "training", "training", status__in=ATTENDING_STATUSES)
    of_attending: dict[str, Any] = {"enrolment__status__in": ATTENDING_STATUSES}
    return sessions.annotate(
        attending=attending,
        marked=_count(Mark, "session", **of_attending),
        present=_count(Mark, "session", value__in=PRESENT_VALUES, **of_attending),
    )


def with_people(trainings: TrainingQuerySet) -> TrainingQuerySet:
    """Adds how many people take part."""
    return trainings.annotate(
        people=_count(Enrolment, "training", status__in=ATTENDING_STATUSES)
    )


def _count(
    model: type[Mark | Enrolment], owner: str, outer: str = "pk", **conditions: Any
) -> Coalesce:
    """How many rows of `model` belong to each row of the listing, in the same query."""
    counted = (
        model.objects.filter(**{owner: OuterRef(outer)}, **conditions)
        .order_by()
        .values(owner)
        .annotate(number=Count("pk"))
        .values("number")
    )
    return Coalesce(Subquery(counted), 0)
