"""The evaluation of a training by its participants: open, answered, summed up."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from curriculum.printing import PrintRefused, render_pdf
from lms.delivery import conf
from lms.delivery.enums import TrainingStatus
from lms.delivery.models import Evaluation, EvaluationAnswer, Training

from .evaluation_form import (
    HEADING,
    SCALE,
    SCALE_WORDS,
    STATEMENTS,
    TEXTS,
    WARNING,
    Words,
)

if TYPE_CHECKING:
    from django.contrib.auth.models import _User as User

#: So many answers more than people are taken, before somebody floods the link.
ABOVE_PEOPLE = 10


class EvaluationRefused(Exception):
    """Carries the reason in words fit for the person."""


@dataclass(frozen=True)
class Answer:
    ratings: Mapping[str, int]
    most_useful: str = ""
    to_improve: str = ""

    @property
    def is_empty(self) -> bool:
        return not (self.ratings or self.most_useful or self.to_improve)


@dataclass(frozen=True)
class Rated:
    """A statement; `counts` are how many gave 1, 2, 3, 4 and 5."""

    words: Words
    counts: Sequence[int]

    @property
    def answers(self) -> int:
        return sum(self.counts)

    @property
    def mean(self) -> float | None:
        points = sum(rating * n for rating, n in zip(SCALE, self.counts, strict=True))
        return round(points / self.answers, 1) if self.answers else None


@dataclass(frozen=True)
class Results:
    """`rated` and `texts` are empty until there are `least` answers."""

    answers: int
    least: int
    rated: Sequence[Rated] = ()
    texts: Sequence[tuple[Words, Sequence[str]]] = ()

    @property
    def is_shown(self) -> bool:
        return self.answers >= self.least


@transaction.atomic
def open_evaluation(
    training: Training, *, by: User | None, now: datetime
) -> Evaluation:
    """Make the link; asking twice gives the same one."""
    training = Training.objects.select_for_update().get(pk=training.pk)
    if training.status == TrainingStatus.CANCELLED:
        raise EvaluationRefused(
            _("Training %(code)s is cancelled; there is nothing to evaluate.")
            % {"code": training.code}
        )
    evaluation, is_new = Evaluation.objects.get_or_create(
        training=training, defaults={"opened_by": by, "opened_at": now}
    )
    if is_new:
        log(training, "lms_delivery.open_evaluation", user=by)
    return evaluation


def reason_shut(training: Training, *, today: date) -> str:
    """Why nobody answers today; "" while answers are taken."""
    last = training.end_date + timedelta(days=conf.evaluation_days())
    if training.status == TrainingStatus.CANCELLED:
        return _("This training was cancelled.")
    if today < training.start_date:
        return _("The evaluation begins on %(day)s, with the training.") % {
            "day": date_format(training.start_date)
        }
    if today > last:
        return _("The evaluation ended on %(day)s.") % {"day": date_format(last)}
    return ""


@transaction.atomic
def answer(evaluation: Evaluation, given: Answer, *, today: date) -> None:
    """Take one answer from the link. Nothing is logged: a log has hours and users."""
    training = Training.objects.select_for_update().get(pk=evaluation.training_id)
    if reason := reason_shut(training, today=today):
        raise EvaluationRefused(reason)
    if given.is_empty:
        raise EvaluationRefused(_("Rate at least one statement."))
    people = training.enrolments.attending().count()
    if evaluation.answers.count() >= 2 * people + ABOVE_PEOPLE:
        raise EvaluationRefused(
            _("There are more answers than people. Tell the trainer.")
        )
    _keep(evaluation, given, id=uuid.uuid4(), today=today)


@transaction.atomic
def enter_paper(
    evaluation: Evaluation, given: Sequence[Answer], *, batch: uuid.UUID, today: date
) -> int:
    """Enter answers from paper; a batch that is sent twice is kept once.

    Returns how many are new.
    """
    Training.objects.select_for_update().get(pk=evaluation.training_id)
    before = evaluation.answers.count()
    for place, one in enumerate(given):
        if not one.is_empty:
            _keep(evaluation, one, id=uuid.uuid5(batch, str(place)), today=today)
    return evaluation.answers.count() - before


def _keep(evaluation: Evaluation, given: Answer, *, id: uuid.UUID, today: date) -> None:  # noqa: A002 -- the name of the field
    for code, rating in given.ratings.items():
        if code not in STATEMENTS or rating not in SCALE:
            raise EvaluationRefused(_("Rate from 1 to 5."))
    EvaluationAnswer.objects.get_or_create(
        id=id,
        evaluation=evaluation,
        defaults={
            "answered_on": today,
            "ratings": dict(given.ratings),
            "most_useful": given.most_useful,
            "to_improve": given.to_improve,
        },
    )


def results_of(training: Training) -> Results:
    """Means and counts, only from so many answers that nobody is recognised."""
    answers = list(EvaluationAnswer.objects.filter(evaluation__training=training))
    least = conf.evaluation_least()
    if len(answers) < least:
        return Results(len(answers), least)
    counted = {
        code: Counter(one.ratings.get(code) for one in answers) for code in STATEMENTS
    }
    return Results(
        len(answers),
        least,
        rated=[
            Rated(words, [counted[code][rating] for rating in SCALE])
            for code, words in STATEMENTS.items()
        ],
        texts=[
            (words, sorted(text for one in answers if (text := getattr(one, name))))
            for name, words in TEXTS.items()
        ],
    )


def draw_paper_form(training: Training) -> bytes:
    """The form on one sheet of paper, in three languages."""
    context = {
        "training": training,
        "heading": HEADING,
        "scale": SCALE,
        "scale_words": SCALE_WORDS,
        "warning": WARNING,
        "statements": STATEMENTS.values(),
        "texts": TEXTS.values(),
    }
    try:
        return render_pdf(
            render_to_string("lms_delivery/pdf/evaluation_form.html", context)
        )
    except PrintRefused as refusal:
        raise EvaluationRefused(str(refusal)) from refusal
