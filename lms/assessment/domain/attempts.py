"""Taking a test: begin, save as often as one likes, hand in once."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from lms.assessment.enums import AttemptSource, FormLetter, Stage
from lms.assessment.models import Answer, Attempt, Form, FormQuestion, Sitting
from lms.delivery.enums import ATTENDING_STATUSES
from lms.delivery.models import Enrolment, Facilitator, Training

from .grading import ResponseRefused, check_response, percent_of, points_of
from .question_content import content_of
from .scores import follow_attempts

#: What the way from the phone may take: an answer of the last second still counts.
GRACE = timedelta(seconds=10)
HANDED_IN = gettext_lazy("This test is handed in; answers do not change any more.")


class AttemptRefused(Exception):
    """Carries the reason in words fit for the person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedAnswer:
    """What a device says was answered; `revision` grows with every change there."""

    question: int
    response: Any
    revision: int


@transaction.atomic
def start_attempt(
    sitting: Sitting,
    *,
    enrolment: Enrolment,
    language: str,
    now: datetime,
    source: AttemptSource = AttemptSource.ONLINE,
) -> Attempt:
    """Begin, or go on with, the person's attempt; asking twice begins it once."""
    Training.objects.select_for_update().get(pk=sitting.training_id)
    earlier = list(
        Attempt.objects.filter(sitting=sitting, enrolment=enrolment).order_by("number")
    )
    running = next((one for one in earlier if one.handed_in_at is None), None)
    if running and not is_overdue(running, now=now):
        return running
    if running:
        hand_in(running, now=now)
    if words := why_not_start(sitting, enrolment=enrolment, earlier=earlier, now=now):
        raise AttemptRefused(words)
    return Attempt.objects.create(
        sitting=sitting,
        enrolment=enrolment,
        form=_form_for(sitting, enrolment),
        number=len(earlier) + 1,
        source=source,
        language=language,
        seed=secrets.randbits(31),
        started_at=now,
        due_at=_due_at(sitting, now=now),
    )


def why_not_start(
    sitting: Sitting,
    *,
    enrolment: Enrolment,
    earlier: Sequence[Attempt],
    now: datetime,
) -> str:
    """Why the person cannot begin an attempt; empty where nothing is against it."""
    return (
        _why_not_of(sitting, enrolment)
        or ("" if sitting.is_open(now) else _("This test is not open now."))
        or _why_not_again(sitting, earlier, now)
        or _why_not_facilitator(sitting, enrolment)
    )


def why_not_take(sitting: Sitting, enrolment: Enrolment) -> str:
    """Why this test is not for this person; empty where it is."""
    return _why_not_of(sitting, enrolment) or _why_not_facilitator(sitting, enrolment)


def _why_not_of(sitting: Sitting, enrolment: Enrolment) -> str:
    if enrolment.training_id != sitting.training_id:
        return _("This test belongs to another training.")
    if enrolment.status not in ATTENDING_STATUSES:
        return _("Only the participants of the training take its test.")
    return ""


def _why_not_facilitator(sitting: Sitting, enrolment: Enrolment) -> str:
    """Asked last, and only where all else allows it: it costs a query."""
    facilitates = Facilitator.objects.filter(
        training=sitting.training_id,
        trainer__professional=enrolment.professional_id,
    ).expected()
    if facilitates.exists():
        return _("Facilitators of a training do not take its test.")
    return ""


def is_overdue(attempt: Attempt, *, now: datetime) -> bool:
    return attempt.due_at is not None and now > attempt.due_at + GRACE


@transaction.atomic
def save_answers(
    attempt: Attempt, *, answers: Iterable[SavedAnswer], now: datetime
) -> list[int]:
    """Keep what the device says; returns the questions (keys of places) that are kept.

    Said twice it is kept once, and an older revision never replaces a newer one.
    Nothing is kept by half: one answer that cannot be is the end of all.
    """
    attempt = Attempt.objects.select_for_update().get(pk=attempt.pk)
    if attempt.handed_in_at is not None:
        raise AttemptRefused(str(HANDED_IN))
    if is_overdue(attempt, now=now):
        raise AttemptRefused(
            _("The time is over. What was saved before the end has been handed in.")
        )
    said = _newest(answers)
    responses = _readable(attempt, said)
    known = attempt.answers.filter(form_question__in=responses)
    kept = {one.form_question_id: one for one in known}
    _keep(attempt, said, responses, kept, now=now)
    return list(responses)


def _keep(
    attempt: Attempt,
    said: Mapping[int, SavedAnswer],
    responses: Mapping[int, dict[str, Any]],
    kept: Mapping[int, Answer],
    *,
    now: datetime,
) -> None:
    fresh, changed = [], []
    for question, response in responses.items():
        revision = said[question].revision
        answer = kept.get(question)
        if answer is None:
            answer = Answer(attempt=attempt, form_question_id=question)
            fresh.append(answer)
        elif revision > answer.revision:
            changed.append(answer)
        else:
            continue
        answer.response, answer.revision, answer.saved_at = response, revision, now
    Answer.objects.bulk_create(fresh)
    Answer.objects.bulk_update(changed, ["response", "revision", "saved_at"])


def _newest(answers: Iterable[SavedAnswer]) -> dict[int, SavedAnswer]:
    """One answer a question: of several the one with the highest revision."""
    in_order = sorted(answers, key=lambda one: one.revision)
    return {one.question: one for one in in_order}


def _readable(
    attempt: Attempt, said: Mapping[int, SavedAnswer]
) -> dict[int, dict[str, Any]]:
    """Responses by question, each of which could answer its question in this form."""
    places = FormQuestion.objects.filter(form=attempt.form_id, pk__in=said)
    versions = {place.pk: place.version for place in places.select_related("version")}
    if said.keys() - versions.keys():
        raise AttemptRefused(_("This question is not part of your test."))
    try:
        return {
            question: dict(check_response(content_of(version), said[question].response))
            for question, version in versions.items()
        }
    except ResponseRefused as refusal:
        raise AttemptRefused(str(refusal)) from refusal


@transaction.atomic
def hand_in(attempt: Attempt, *, now: datetime) -> Attempt:
    """Grade what is saved and settle the result; a second time changes nothing."""
    # Training before attempt: the order in which closing takes them, too.
    Training.objects.select_for_update().get(pk=attempt.sitting.training_id)
    attempt = Attempt.objects.select_for_update().get(pk=attempt.pk)
    if attempt.handed_in_at is not None:
        return attempt
    due = attempt.due_at
    attempt.handed_in_at = (
        now if due is None else max(min(now, due), attempt.started_at)
    )
    return grade_again(attempt, now=now)


def grade_again(attempt: Attempt, *, now: datetime) -> Attempt:
    """Settle the result of the answers as they are; the caller holds the locks."""
    attempt.points = _grade(attempt, now=now)
    questions = FormQuestion.objects.filter(form=attempt.form_id).count()
    attempt.percent = percent_of(attempt.points, questions=questions)
    attempt.save(update_fields=["points", "percent", "handed_in_at"])
    if attempt.sitting.stage == Stage.POST:
        follow_attempts(attempt.enrolment, attempt.sitting.test.edition)
    return attempt


def hand_in_overdue(*, now: datetime) -> int:
    """Hand in for those whose time is over; returns how many there were."""
    overdue = list(Attempt.objects.overdue(now - GRACE))
    for attempt in overdue:
        hand_in(attempt, now=now)
    return len(overdue)


def hand_in_all(training: Training, *, now: datetime) -> None:
    """Before the training is closed: whoever still answers hands in what is saved."""
    for attempt in Attempt.objects.running().filter(sitting__training=training):
        hand_in(attempt, now=now)


def _grade(attempt: Attempt, *, now: datetime) -> int:
    """The sum of points; a question without an answer gets one that says nothing."""
    there = {one.form_question_id: one for one in attempt.answers.all()}
    fresh, total = [], 0
    places = FormQuestion.objects.filter(form=attempt.form_id)
    for place in places.select_related("version"):
        answer = there.get(place.pk)
        if answer is None:
            answer = Answer(attempt=attempt, form_question=place, saved_at=now)
            fresh.append(answer)
        answer.points = points_of(content_of(place.version), answer.response)
        total += answer.points
    Answer.objects.bulk_update(there.values(), ["points"])
    Answer.objects.bulk_create(fresh)
    return total


def _why_not_again(sitting: Sitting, earlier: Sequence[Attempt], now: datetime) -> str:
    test = sitting.test
    allowed = test.attempts if sitting.stage == Stage.POST else 1
    if len(earlier) >= allowed:
        return ngettext(
            "There is one attempt at this test, and it is used.",
            "There are %(count)s attempts at this test, and all are used.",
            allowed,
        ) % {"count": allowed}
    last = earlier[-1].handed_in_at if earlier else None
    if last and now < (again := last + timedelta(hours=test.wait_hours)):
        return _("You can try again from %(moment)s on.") % {
            "moment": date_format(localtime(again), "SHORT_DATETIME_FORMAT")
        }
    return ""


def _due_at(sitting: Sitting, *, now: datetime) -> datetime | None:
    minutes = sitting.test.minutes
    ends = [now + timedelta(minutes=minutes)] if minutes else []
    ends += [sitting.closes_at] if sitting.closes_at else []
    return min(ends, default=None)


def _form_for(sitting: Sitting, enrolment: Enrolment) -> Form:
    """The form the person had least often; among new people as many A as B.

    So half of the people have A before and B after, the others the reverse, and a form
    that is a little harder makes no gain and no loss.
    """
    of_test = Attempt.objects.filter(sitting__training=sitting.training_id).filter(
        sitting__test=sitting.test_id
    )
    mine = Counter(
        of_test.filter(enrolment=enrolment).values_list("form__letter", flat=True)
    )
    others = Counter(
        of_test.filter(Q(sitting=sitting)).values_list("form__letter", flat=True)
    )
    letter = min(FormLetter, key=lambda one: (mine[one], others[one], one))
    return Form.objects.get(
        training=sitting.training_id, test=sitting.test_id, letter=letter
    )
