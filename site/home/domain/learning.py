"""What a participant sees: the own trainings, certificates and what to do next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet, Subquery, Sum
from django.utils import timezone
from django.utils.translation import get_language

from certificates.models import Certificate
from curriculum.models import ModulePage
from lms.assessment.models import Completion
from lms.delivery.enums import (
    ATTENDING_STATUSES,
    PRESENT_VALUES,
    EnrolmentStatus,
    TrainingStatus,
)
from lms.delivery.models import Briefing, Enrolment, Session
from lms.learning.domain.progress import ModuleProgress, progress_of
from lms.learning.next_steps import Step, steps_of
from trainers_pool.permissions import professional_of
from users.models import User

#: These are no trainings of the person any more.
_GONE = (EnrolmentStatus.WITHDRAWN,)
#: Marks of sessions that were called off are kept, and not counted.
_COUNTED = Q(marks__session__cancelled_at__isnull=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class MyTraining:
    enrolment: Enrolment
    sessions: list[Session]
    present: int
    marked: int
    completion: Completion | None
    #: Colleagues whom the person told of it.
    briefed: int

    @property
    def can_brief(self) -> bool:
        """Whether there is something to tell colleagues of."""
        return self.present > 0

    @property
    def is_coming(self) -> bool:
        """Whether the person is expected: enrolled, in a training that is open."""
        is_in = self.enrolment.status in ATTENDING_STATUSES
        return is_in and not self.is_over

    @property
    def has_calendar(self) -> bool:
        """Whether the sessions are worth a place in the person's calendar."""
        return self.is_coming and bool(self.sessions)

    @property
    def is_over(self) -> bool:
        return self.enrolment.training.status in (
            TrainingStatus.CLOSED,
            TrainingStatus.CANCELLED,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Learning:
    """`steps` is what to do next, the first one first; `read_next` a module to read.

    `next_session` is the first of today or later; `modules` those that were begun.
    """

    trainings: list[MyTraining]
    certificates: list[Certificate]
    next_session: Session | None
    read_next: ModulePage | None
    steps: list[Step]
    modules: list[ModuleProgress]

    @property
    def lead(self) -> Step | None:
        """The one button of the page."""
        return next((step for step in self.steps if step.button), None)

    @property
    def others(self) -> list[Step]:
        return [step for step in self.steps if step is not self.lead]


def learning_of(user: User) -> Learning:
    """The record of `user` alone; empty for a login without a person behind it."""
    now = timezone.now()
    trainings = [_my_training(enrolment) for enrolment in _enrolments(user)]
    certificates = (
        Certificate.objects.valid()
        .filter(enrolment__professional__user=user)
        .select_related("kind", "enrolment__training")
        .order_by("-issued_on", "-pk")
    )
    return Learning(
        trainings=trainings,
        certificates=list(certificates),
        next_session=_next_session(trainings, today=timezone.localdate()),
        read_next=_read_next(trainings),
        steps=steps_of(user, now=now),
        modules=_begun(user, today=timezone.localdate(now)),
    )


def _begun(user: User, *, today: date) -> list[ModuleProgress]:
    """Modules of which the person opened a lesson, in this edition or before."""
    progress = progress_of(professional_of(user), today=today)
    return [one for one in progress if one.is_begun or one.earlier]


def _enrolments(user: User) -> QuerySet[Enrolment]:
    return (
        Enrolment.objects.filter(professional__user=user)
        .exclude(status__in=_GONE)
        .select_related("training", "completion")
        .prefetch_related(
            Prefetch("training__sessions", Session.objects.taking_place().in_order()),
            "training__editions__module",
        )
        .annotate(
            briefed=Subquery(
                Briefing.objects.filter(enrolment=OuterRef("pk"))
                .order_by()
                .values("enrolment")
                .annotate(sum=Sum("people"))
                .values("sum")
            ),
            marked=Count("marks", filter=_COUNTED),
            present=Count(
                "marks", filter=_COUNTED & Q(marks__value__in=PRESENT_VALUES)
            ),
        )
        .order_by("-training__start_date", "-pk")
    )


def _my_training(enrolment: Enrolment) -> MyTraining:
    return MyTraining(
        enrolment=enrolment,
        sessions=list(enrolment.training.sessions.all()),
        present=enrolment.present,
        marked=enrolment.marked,
        completion=getattr(enrolment, "completion", None),
        briefed=enrolment.briefed or 0,
    )


def _next_session(trainings: list[MyTraining], *, today: date) -> Session | None:
    coming = [
        session
        for training in trainings
        if training.is_coming
        for session in training.sessions
        if session.date >= today
    ]
    return min(coming, key=lambda session: (session.date, session.starts), default=None)


def _read_next(trainings: list[MyTraining]) -> ModulePage | None:
    """The first module of the newest training, else the first of the programme."""
    pages = (
        ModulePage.objects.live()
        .filter(locale__language_code=get_language())
        .select_related("module")
        .order_by("module__code")
    )
    codes = {
        edition.module.code
        for training in trainings[:1]
        for edition in training.enrolment.training.editions.all()
    }
    by_code = {page.module.code: page for page in pages}
    wanted = [page for code, page in by_code.items() if code in codes]
    return next(iter(wanted or by_code.values()), None)
