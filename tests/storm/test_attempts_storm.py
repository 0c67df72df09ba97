"""Many people answer one test in a bad network, and the server is killed once.

`python -m benchmarks.attempts` is the large form.
"""

from random import Random

import pytest
from django.test import Client

from lms.assessment.models import Answer
from tests.factories.delivery import EnrolmentFactory
from tests.factories.questions import (
    AttemptFactory,
    FormFactory,
    QuestionFactory,
    SittingFactory,
    version_of,
)
from tests.factories.users import UserFactory

from .phones import Weather
from .sitters import Boastful, Forgetful, Sitter

pytestmark = pytest.mark.django_db(transaction=True)

PEOPLE = 10
CHANGES = 8
LONGEST = 120


@pytest.fixture
def room(server):
    """`room(Sitter)` makes people who have all begun the same test of three questions."""

    def make(kind=Sitter, *, people=PEOPLE, weather=None):
        sitting = SittingFactory()
        form = FormFactory(
            test=sitting.test,
            training=sitting.training,
            versions=[version_of(QuestionFactory()) for _ in range(3)],
        )
        return [
            kind(
                port=server.port,
                changes=CHANGES,
                chance=Random(number),
                weather=weather or Weather(),
                **_attempt(sitting, form),
            )
            for number in range(people)
        ]

    return make


def _attempt(sitting, form):
    user = UserFactory()
    enrolment = EnrolmentFactory(training=sitting.training, professional__user=user)
    attempt = AttemptFactory(sitting=sitting, enrolment=enrolment, form=form)
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return {
        "attempt": str(attempt.pk),
        "cookie": f"sessionid={client.cookies['sessionid'].value}",
        "options": {
            place.pk: [
                one["key"] for one in place.version.content["parts"][0]["options"]
            ]
            for place in form.questions.select_related("version")
        },
    }


def over(people):
    for one in people:
        one.join(LONGEST)
    assert not any(one.is_alive() for one in people)


def said_by(people):
    return {
        (one.attempt, place): newest
        for one in people
        for place, newest in one.said.items()
    }


def held():
    """(revision, option) by attempt and place of the form."""
    return {
        (str(answer.attempt_id), answer.form_question_id): (
            answer.revision,
            *answer.response.values(),
        )
        for answer in Answer.objects.all()
    }


def test_storm_of_answers_with_a_killed_server_keeps_the_newest_of_each(server, room):
    people = room()
    server.start()
    for one in people:
        one.start()
    people[0].join(0.3)
    server.kill()
    server.start()
    over(people)

    assert held() == said_by(people)


@pytest.mark.parametrize(
    ("kind", "weather"),
    [
        (Forgetful, Weather(cut=0.6, unheard=0)),
        (Boastful, Weather(cut=0, unheard=0)),
    ],
)
def test_device_that_forgets_or_boasts_is_found_out(server, room, kind, weather):
    """Negative control: an answer lost, or replaced by an older one, is seen above."""
    people = room(kind, people=4, weather=weather)
    server.start()
    for one in people:
        one.start()
    over(people)

    assert held() != said_by(people)
