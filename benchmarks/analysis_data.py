"""Invented attempts in bulk, handed in and graded, the same every time."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, time, timedelta
from io import StringIO

from django.core.management import call_command

from benchmarks.database import analyze
from lms.assessment.models import (
    FULL_POINTS,
    Answer,
    Attempt,
    Form,
    FormQuestion,
    QuestionVersion,
    Sitting,
    Test,
)
from lms.delivery.models import Enrolment, Training
from trainers_pool.models import Profession, Professional

QUESTIONS = 20
PEOPLE_OF_A_TRAINING = 25
STAGES = ("pre", "post")
LANGUAGES = ("sq", "sq", "sq", "sr-latn", "en")
MARKS = (0, 333, 500, FULL_POINTS, FULL_POINTS, FULL_POINTS)


def build(*, answers: int) -> str:
    """One line saying what there is now."""
    call_command("seed_reference", stdout=StringIO())
    chance = random.Random(2026)
    trainings = answers // (QUESTIONS * PEOPLE_OF_A_TRAINING * len(STAGES))
    professions = [*Profession.objects.all(), None]
    versions = list(QuestionVersion.objects.order_by("pk"))
    tests = list(Test.objects.order_by("pk"))
    for number in range(trainings):
        start = date(2023, 1, 9) + timedelta(days=chance.randrange(1400))
        training = Training.objects.create(
            code=f"B-{number}", title="B", start_date=start, end_date=start
        )
        test = tests[number % len(tests)]
        forms = [_form(training, test, letter, versions, chance) for letter in "AB"]
        enrolments = _enrolments(training, professions, chance)
        for stage in STAGES:
            _sitting(training, test, stage, forms, enrolments, chance)
    analyze()
    people, given = Professional.objects.count(), Answer.objects.count()
    return f"{given} answers of {people} people to {len(versions)} questions"


def _form(
    training: Training,
    test: Test,
    letter: str,
    versions: list[QuestionVersion],
    chance: random.Random,
) -> tuple[Form, list[FormQuestion]]:
    form = Form.objects.create(
        training=training, test=test, letter=letter, drawn_at=_moment(training)
    )
    places = FormQuestion.objects.bulk_create(
        FormQuestion(form=form, place=place, version=version)
        for place, version in enumerate(chance.sample(versions, QUESTIONS), start=1)
    )
    return form, places


def _enrolments(
    training: Training, professions: list[Profession | None], chance: random.Random
) -> list[Enrolment]:
    persons = Professional.objects.bulk_create(
        Professional(first_name=f"N{n}", last_name="M", folded_name=f"n{n} m")
        for n in range(PEOPLE_OF_A_TRAINING)
    )
    return Enrolment.objects.bulk_create(
        Enrolment(
            training=training,
            professional=person,
            profession=chance.choice(professions),
            status="completed",
        )
        for person in persons
    )


def _sitting(
    training: Training,
    test: Test,
    stage: str,
    forms: list[tuple[Form, list[FormQuestion]]],
    enrolments: list[Enrolment],
    chance: random.Random,
) -> None:
    now = _moment(training)
    sitting = Sitting.objects.create(
        training=training,
        test=test,
        stage=stage,
        code=f"{training.pk}{stage[:2]}",
        opens_at=now,
    )
    attempts, answers = [], []
    for place, enrolment in enumerate(enrolments):
        form, places = forms[(place + (stage == "post")) % 2]
        points = [chance.choice(MARKS) for _ in places]
        attempt = Attempt(
            sitting=sitting,
            enrolment=enrolment,
            form=form,
            language=chance.choice(LANGUAGES),
            seed=place,
            started_at=now,
            handed_in_at=now,
            points=sum(points),
            percent=sum(points) * 100 // (FULL_POINTS * QUESTIONS),
        )
        attempts.append(attempt)
        answers += [
            Answer(attempt=attempt, form_question=one, saved_at=now, points=value)
            for one, value in zip(places, points, strict=True)
        ]
    Attempt.objects.bulk_create(attempts)
    Answer.objects.bulk_create(answers)


def _moment(training: Training) -> datetime:
    return datetime.combine(training.start_date, time(12), tzinfo=UTC)
