"""A test that many people are answering, and all that can be said in it.

Written without the code that reads the answers: what a field is called and what the
site then holds is said here once more.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from io import StringIO
from itertools import islice
from random import Random
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from lms.assessment.models import (
    Answer,
    Attempt,
    Form,
    FormQuestion,
    QuestionVersion,
    Sitting,
    Test,
)
from lms.delivery.models import Enrolment, Training
from trainers_pool.models import Professional

#: What a device sends for a part, and what the site is to hold of it.
Said = tuple[list[tuple[str, str]], Any]
Fields = list[tuple[str, str]]
Response = dict[str, Any]


@dataclass
class Paper:
    """A person's attempt: where it is, and the content of its questions by place."""

    attempt: str
    page: str
    save: str
    cookie: str
    questions: dict[int, dict[str, Any]] = field(default_factory=dict)

    def answer(self, question: int, chance: Random) -> tuple[Fields, Response]:
        fields: Fields = []
        response: Response = {}
        for place, part in enumerate(self.questions[question]["parts"]):
            sent, held = KINDS[part["kind"]](part, f"{question}-{place}", chance)
            fields += sent
            response[part["key"]] = held
        return fields, response


def _single(part: dict[str, Any], name: str, chance: Random) -> Said:
    key = chance.choice(part["options"])["key"]
    return [(name, key)], key


def _multiple(part: dict[str, Any], name: str, chance: Random) -> Said:
    number = chance.randint(1, len(part["options"]))
    keys = [one["key"] for one in chance.sample(part["options"], number)]
    return [(name, key) for key in keys], keys


def _true_false(part: dict[str, Any], name: str, chance: Random) -> Said:
    word = chance.choice(["true", "false"])
    return [(name, word)], word == "true"


def _matching(part: dict[str, Any], name: str, chance: Random) -> Said:
    keys = [pair["key"] for pair in part["pairs"]]
    held = {key: chance.choice(keys) for key in keys}
    return [(f"{name}-{row}", held[key]) for row, key in enumerate(keys)], held


def _ordering(part: dict[str, Any], name: str, chance: Random) -> Said:
    written = [item["key"] for item in part["items"]]
    held = chance.sample(written, len(written))
    sent = [
        (f"{name}-{row}", str(held.index(key) + 1)) for row, key in enumerate(written)
    ]
    return sent, held


def _short_text(part: dict[str, Any], name: str, chance: Random) -> Said:
    word = f"ë{chance.randrange(10**6)}"
    return [(name, word)], word


KINDS: dict[str, Callable[[dict[str, Any], str, Random], Said]] = {
    "single": _single,
    "multiple": _multiple,
    "true_false": _true_false,
    "matching": _matching,
    "ordering": _ordering,
    "short_text": _short_text,
}


def build(*, people: int, questions: int) -> list[Paper]:
    """A training of `people` with an open test, which each of them has begun."""
    call_command("seed_reference", stdout=StringIO())
    now = timezone.now()
    sitting, forms = _sitting(questions)
    enrolments = _enrolments(people, sitting.training)
    attempts = Attempt.objects.bulk_create(
        Attempt(
            sitting=sitting,
            enrolment=enrolment,
            form=forms[place % 2],
            language=("sq", "sr-latn", "en")[place % 3],
            seed=place,
            started_at=now,
            due_at=now + timedelta(hours=3),
        )
        for place, enrolment in enumerate(enrolments)
    )
    contents = {
        form.pk: dict(form.questions.values_list("pk", "version__content"))
        for form in forms
    }
    with override(settings.LANGUAGE_CODE):
        return [_paper(attempt, contents[attempt.form_id]) for attempt in attempts]


def held(papers: list[Paper]) -> dict[tuple[str, int], tuple[int, Response]]:
    """What the site holds: (revision, response) by attempt and question."""
    rows = Answer.objects.filter(attempt__in=[paper.attempt for paper in papers])
    return {
        (str(row.attempt_id), row.form_question_id): (row.revision, row.response)
        for row in rows
    }


def _sitting(questions: int) -> tuple[Sitting, list[Form]]:
    now = timezone.now()
    test = Test.objects.order_by("pk")[0]
    training = Training.objects.create(
        code="B-1",
        title="Benchmark",
        start_date=timezone.localdate(),
        end_date=timezone.localdate(),
    )
    training.editions.set([test.edition])
    training.save()
    sitting = Sitting.objects.create(
        training=training, test=test, stage="post", code="BENCH1", opens_at=now
    )
    versions = iter(QuestionVersion.objects.order_by("question__key"))
    forms = []
    for letter in "AB":
        form = Form.objects.create(
            training=training, test=test, letter=letter, drawn_at=now
        )
        FormQuestion.objects.bulk_create(
            FormQuestion(form=form, place=place, version=version)
            for place, version in enumerate(islice(versions, questions), start=1)
        )
        forms.append(form)
    return sitting, forms


def _enrolments(people: int, training: Training) -> list[Enrolment]:
    users = get_user_model().objects.bulk_create(
        get_user_model()(username=f"benchmark-{n}") for n in range(people)
    )
    persons = Professional.objects.bulk_create(
        Professional(
            first_name=f"N{n}", last_name=f"M{n}", folded_name=f"n{n} m{n}", user=user
        )
        for n, user in enumerate(users)
    )
    return Enrolment.objects.bulk_create(
        Enrolment(training=training, professional=person) for person in persons
    )


def _paper(attempt: Attempt, questions: dict[int, dict[str, Any]]) -> Paper:
    client = Client()
    client.force_login(
        attempt.enrolment.professional.user,
        backend="django.contrib.auth.backends.ModelBackend",
    )
    return Paper(
        attempt=str(attempt.pk),
        page=reverse("lms_assessment:attempt", args=[attempt.pk]),
        save=reverse("lms_assessment:attempt_save", args=[attempt.pk]),
        cookie=f"sessionid={client.cookies['sessionid'].value}",
        questions=questions,
    )
