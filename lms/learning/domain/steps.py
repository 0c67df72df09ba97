"""The steps this app knows of: tests, sessions, lessons before them, evaluations."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from lms.assessment.domain.my_tests import my_tests
from lms.delivery.domain.evaluation import reason_shut
from lms.delivery.enums import TrainingStatus
from lms.delivery.models import Enrolment, Evaluation, Session
from lms.learning.next_steps import Step
from trainers_pool.permissions import professional_of

from .progress import ModuleProgress, progress_of

if TYPE_CHECKING:
    from django.contrib.auth.models import _User as User

TEST, SESSION, LESSON, EVALUATION, READING = range(10, 60, 10)


def own_steps(user: User, now: datetime) -> list[Step]:
    """For a fixed number of queries, but for tests that are open."""
    today = timezone.localdate(now)
    enrolments = list(
        Enrolment.objects.filter(professional__user=user)
        .attending()
        .exclude(training__status=TrainingStatus.CANCELLED)
        .select_related("training")
        .prefetch_related("training__editions")
    )
    return [
        *_tests(user, now),
        *_next_session(enrolments, today),
        *_reading(user, enrolments, today),
        *_evaluations(enrolments, today),
    ]


def _tests(user: User, now: datetime) -> list[Step]:
    return [
        Step(
            title=_("Go on with your test") if test.running else _("Take a test"),
            about=str(test.sitting.test.edition.module),
            button=_("Go on") if test.running else _("To the test"),
            url=reverse("lms_assessment:test", args=[test.sitting.pk]),
            due=timezone.localdate(now),
            weight=TEST,
        )
        for test in my_tests(user, now=now)
        if test.is_open
    ]


def _next_session(enrolments: list[Enrolment], today: date) -> list[Step]:
    """The first session of today or later; there is nothing to press for it."""
    trainings = [one.training_id for one in enrolments if one.training.is_open]
    session = (
        Session.objects.filter(training__in=trainings, date__gte=today)
        .taking_place()
        .order_by("date", "starts")
        .select_related("training")
        .first()
    )
    if session is None:
        return []
    hours = {"starts": f"{session.starts:%H:%M}", "ends": f"{session.ends:%H:%M}"}
    is_today = session.date == today
    if session.is_debrief:
        words = _("You meet again, %(starts)s to %(ends)s")
    elif is_today:
        words = _("Session today, %(starts)s to %(ends)s")
    else:
        words = _("Next session, %(starts)s to %(ends)s")
    about = filter(None, [session.training.title, session.training.place])
    return [
        Step(
            title=words % hours,
            about=", ".join(about),
            due=session.date,
            weight=SESSION,
        )
    ]


def _reading(user: User, enrolments: list[Enrolment], today: date) -> list[Step]:
    """A lesson of every training that is coming, else where the person was last."""
    progress = progress_of(professional_of(user), today=today)
    coming = sorted(
        (
            one.training
            for one in enrolments
            if one.training.is_open and one.training.end_date >= today
        ),
        key=lambda training: training.start_date,
    )
    steps = []
    for training in coming:
        modules = {edition.module_id for edition in training.editions.all()}
        of_it = [one for one in progress if one.page.module_id in modules]
        if module := _first_unread(of_it):
            begins = training.start_date
            title, due = (
                (_("Read a lesson before the training"), begins)
                if begins >= today
                else (_("Read a lesson for the training"), training.end_date)
            )
            steps.append(_lesson_step(module, title, due=due, weight=LESSON))
    if steps:
        return steps
    begun = [one for one in progress if one.last_opened_at and one.next_lesson]
    begun.sort(key=lambda one: str(one.last_opened_at), reverse=True)
    if begun:
        return [_lesson_step(begun[0], _("Go on reading"), weight=READING)]
    return []


def _first_unread(modules: list[ModuleProgress]) -> ModuleProgress | None:
    return next((one for one in modules if one.next_lesson), None)


def _lesson_step(
    module: ModuleProgress, title: str, *, weight: int, due: date | None = None
) -> Step:
    lesson = module.next_lesson
    assert lesson is not None  # noqa: S101 -- asked by whoever calls
    return Step(
        title=title,
        about=f"{module.page.module.code} · {lesson.title}",
        button=_("Go on reading") if module.is_begun else _("Begin to read"),
        url=lesson.url,
        due=due,
        weight=weight,
    )


def _evaluations(enrolments: list[Enrolment], today: date) -> list[Step]:
    """The form is answered without a name, so it stays here as long as it is open."""
    trainings = [one.training for one in enrolments if one.training.end_date <= today]
    return [
        Step(
            title=_("Say what you think of the training"),
            about=evaluation.training.title,
            button=_("Evaluate it"),
            url=reverse("lms_delivery:evaluation", args=[evaluation.token]),
            weight=EVALUATION,
        )
        for evaluation in Evaluation.objects.filter(
            training__in=trainings
        ).select_related("training")
        if not reason_shut(evaluation.training, today=today)
    ]
