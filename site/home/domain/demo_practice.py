"""Steps in the field of the demo's participant, and one on paper beside them."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from lms.delivery.models import Enrolment, Training
from lms.learning.domain.practice import practising, steps_of_training
from lms.learning.domain.sign_off import answer_sign_off, ask_supervisor, record_paper
from lms.learning.enums import PRACTICE_KINDS
from lms.learning.models import PracticeSignOff, PracticeStep
from trainers_pool.models import Professional

SUPERVISOR = "Vlora Zymberi"
EMAIL = "demo.supervisor@example.org"
SEEN = "E mbajti sesionin me gjashtë kolegë dhe i la të punojnë në çift."
PAPER = "Fletë e nënshkruar, dosja e trajnimit, fleta 4."


def practise(person: Professional) -> None:
    """The first step is confirmed and the second waits; a colleague has one on paper."""
    mine = Enrolment.objects.attending().filter(
        professional=person, training__kind__in=PRACTICE_KINDS
    )
    for enrolment in mine.select_related("training"):
        first, *others = steps_of_training(enrolment.training)
        _confirmed(enrolment, first)
        for step in others:
            _ask(enrolment, step, days_ago=0)
        _on_paper(enrolment.training, first, besides=person)


def _confirmed(enrolment: Enrolment, step: PracticeStep) -> None:
    sign_off = _ask(enrolment, step, days_ago=9)
    answered = timezone.now() - timedelta(days=8)
    answer_sign_off(sign_off, is_confirmed=True, words=SEEN, now=answered)


def _ask(enrolment: Enrolment, step: PracticeStep, *, days_ago: int) -> PracticeSignOff:
    asked = timezone.now() - timedelta(days=days_ago)
    return ask_supervisor(
        enrolment,
        step=step,
        done_on=timezone.localdate(asked),
        name=SUPERVISOR,
        email=EMAIL,
        language=enrolment.professional.language,
        by=enrolment.professional.user,
        now=asked,
    )


def _on_paper(training: Training, step: PracticeStep, *, besides: Professional) -> None:
    others = [one for one in practising(training) if one.professional_id != besides.pk]
    for enrolment in others[:1]:
        record_paper(
            enrolment,
            step=step,
            done_on=timezone.localdate() - timedelta(days=5),
            name=SUPERVISOR,
            words=PAPER,
            by=None,
            now=timezone.now(),
        )
