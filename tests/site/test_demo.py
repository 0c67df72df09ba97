"""The demo: the same every time, one login a role, never in a real office."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone

from home.domain.demo_logins import LOGINS, PASSWORD
from lms.assessment.domain.knowledge import knowledge
from lms.assessment.domain.learned import learned_in
from lms.assessment.domain.my_tests import my_tests
from lms.assessment.enums import Stage
from lms.assessment.models import Attempt, Observation
from lms.delivery.enums import TrainingKind
from lms.delivery.models import Enrolment, Training
from lms.learning.domain.practice import practice_of
from lms.learning.domain.signup import open_for_signup
from lms.learning.enums import PracticeState
from lms.learning.models import LessonProgress, PracticeSignOff
from tests.journeys import recount
from trainers_pool.models import Professional
from users.models import User

pytestmark = pytest.mark.django_db


def test_demo_loads_once_and_a_second_run_changes_nothing(demo):
    before = (Professional.objects.count(), Enrolment.objects.count())

    out = StringIO()
    call_command("seed_demo", "--format=json", people=40, stdout=out)

    said = json.loads(out.getvalue())
    assert said["people"] == 40
    assert [one["login"] for one in said["logins"]] == [one.username for one in LOGINS]
    assert (Professional.objects.count(), Enrolment.objects.count()) == before
    assert before[0] == 40
    for login in LOGINS:
        user = User.objects.get(username=login.username)
        assert user.check_password(PASSWORD)
        assert user.groups.get().name == login.role
    assert LessonProgress.objects.done().count() == 1
    assert open_for_signup(today=timezone.localdate()).exists()


def test_demo_has_a_step_in_the_field_that_is_confirmed_and_one_that_waits(demo):
    person = Professional.objects.get(user__username="pjesemarres")
    [enrolment] = person.enrolments.filter(training__kind=TrainingKind.BLENDED)

    rows = practice_of([enrolment], now=timezone.now())

    assert [row.state for row in rows] == [PracticeState.SIGNED, PracticeState.ASKED]
    assert PracticeSignOff.objects.filter(is_paper=True).count() == 1
    assert enrolment.training.sessions.filter(is_debrief=True).count() == 1


def test_demo_people_meet_no_namesake_in_the_sample_sheets(demo):
    emails = {email for sheet in recount.SHEETS for email in sheet.present}

    assert not Professional.objects.filter(email__in=emails).exists()
    surnames = {email.split("@")[0].split(".")[1] for email in emails}
    demo = {person.folded_name.split()[-1] for person in Professional.objects.all()}
    assert not surnames & demo


def test_demo_is_refused_in_a_real_office(settings):
    settings.FENER_DEMO = False

    with pytest.raises(CommandError, match="not loaded into a real office"):
        call_command("seed_demo")

    assert not Training.objects.exists()


def test_demo_refuses_too_few_people():
    with pytest.raises(CommandError, match="at least 40"):
        call_command("seed_demo", people=3)


def test_demo_shows_what_was_learned_before_after_and_later(demo):
    training = Training.objects.get(code="DEMO-03")

    [learned] = learned_in(training)

    people = training.enrolments.count()
    assert learned.whole.people == dict.fromkeys(Stage.values, people)
    assert learned.whole.pre < learned.whole.post
    assert len(learned.by_objective) > 1
    assert knowledge()
    attempts = Attempt.objects.filter(sitting__training=training)
    assert attempts.values("language").distinct().count() > 1
    assert Observation.objects.filter(enrolment__training=training).exists()

    # The participant has results, and a test that waits.
    user = User.objects.get(username="pjesemarres")
    first, *others = my_tests(user, now=timezone.now())

    assert first.can_begin
    assert first.sitting.stage == Stage.PRE
    assert first.sitting.training.is_open
    assert not first.attempts
    assert all(other.handed_in for other in others)
    assert others


def test_demo_answers_are_the_same_every_time(seeded, request):
    with transaction.atomic():
        call_command("seed_demo", people=40)
        seen = answers()
        transaction.set_rollback(True)

    request.getfixturevalue("demo")

    assert seen
    assert seen == answers()


def answers() -> list[tuple[str, str, int]]:
    return list(
        Attempt.objects.order_by(
            "started_at", "enrolment__professional__email"
        ).values_list("sitting__stage", "language", "points")
    )
