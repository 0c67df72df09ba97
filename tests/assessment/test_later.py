"""The test months later: opened once, told of by letter, and no condition of anything."""

import io
import json
from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from lms.assessment.domain.later import OPEN_FOR, open_later_tests
from lms.assessment.models import Attempt, PostTestScore, Sitting
from lms.delivery.domain.sending import send_letters
from lms.delivery.models import Letter
from tests.factories.delivery import (
    EnrolmentFactory,
    MarkFactory,
    SessionFactory,
    TrainingFactory,
)
from tests.factories.questions import (
    AttemptFactory,
    FormFactory,
    SittingFactory,
    TestFactory,
)

pytestmark = pytest.mark.django_db

NOW = timezone.now()


def closed_training(*, days_ago, **kwargs):
    """A closed training with a person who was there and took the test at the end."""
    test = TestFactory(**kwargs)
    day = timezone.localdate(NOW) - timedelta(days=days_ago)
    training = TrainingFactory(
        editions=[test.edition], closed=True, start_date=day, end_date=day
    )
    session = SessionFactory(training=training, date=day)
    enrolment = EnrolmentFactory(
        training=training,
        status="completed",
        professional__email=f"p{training.pk}@example.org",
        professional__language="sq",
    )
    MarkFactory(enrolment=enrolment, session=session)
    sitting = SittingFactory(test=test, training=training)
    form = FormFactory(test=test, training=training)
    FormFactory(test=test, training=training, letter="B")
    AttemptFactory(sitting=sitting, enrolment=enrolment, form=form, done=True)
    return training


def test_a_test_is_opened_once_when_its_day_has_come():
    due = closed_training(days_ago=90)
    closed_training(days_ago=89)
    closed_training(days_ago=90, delayed_after_days=None)
    closed_training(days_ago=400)

    opened = open_later_tests(now=NOW)

    assert [(one.training, one.stage, one.closes_at) for one in opened] == [
        (due, "delayed", NOW + OPEN_FOR)
    ]
    assert open_later_tests(now=NOW) == []


def test_a_training_that_nobody_was_tested_in_is_left_alone():
    closed_training(days_ago=90)
    Attempt.objects.all().delete()

    assert open_later_tests(now=NOW) == []


def test_each_person_gets_one_letter_in_their_language(settings):
    settings.LMS_DELIVERY_MAIL_ENABLED = True
    training = closed_training(days_ago=90)
    open_later_tests(now=NOW)

    send_letters()
    send_letters()

    (message,) = mail.outbox
    assert training.title in message.subject
    assert "/sq/my-tests/" in message.body
    assert Letter.objects.get().kind == "later"


def test_what_is_answered_later_changes_no_score():
    training = closed_training(days_ago=90)
    open_later_tests(now=NOW)
    sitting = Sitting.objects.get(stage="delayed")
    enrolment = training.enrolments.get()
    form = FormFactory._meta.model.objects.first()
    AttemptFactory(sitting=sitting, enrolment=enrolment, form=form, done=True)

    assert not PostTestScore.objects.exists()


def test_the_timer_hands_in_and_opens():
    closed_training(days_ago=90)
    long_ago = NOW - timedelta(hours=2)
    AttemptFactory(started_at=long_ago, due_at=long_ago + timedelta(hours=1))
    out = io.StringIO()

    call_command("settle_tests", "--format", "json", stdout=out)

    said = json.loads(out.getvalue())
    assert said["handed_in"] == 1
    assert len(said["opened"]) == 1
