from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail import hooks

from curriculum.models import LessonPage
from lms.delivery.models import Evaluation
from lms.learning.next_steps import HOOK, Step, steps_of
from tests.factories.curriculum import ModuleEditionFactory
from tests.factories.delivery import EnrolmentFactory, SessionFactory, TrainingFactory
from tests.factories.learning import LessonProgressFactory
from tests.factories.people import ProfessionalFactory
from tests.factories.questions import FormFactory, SittingFactory
from tests.factories.users import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def arta():
    return ProfessionalFactory(user=UserFactory(username="arta"))


def titles(person):
    return [step.title for step in steps_of(person.user, now=timezone.now())]


def edition_of_first_module():
    module = LessonPage.objects.get(title="Lesson one").module_page.module
    return module.editions.first() or ModuleEditionFactory(module=module)


def test_nothing_is_asked_of_a_newcomer(arta):
    assert titles(arta) == []


def test_a_test_comes_before_the_session_of_the_day(arta):
    today = timezone.localdate()
    training = TrainingFactory(days=1, start_date=today, end_date=today)
    training.sessions.update(date=today)
    enrolment = EnrolmentFactory(training=training, professional=arta)
    sitting = SittingFactory(training=training)
    FormFactory(training=training, test=sitting.test, letter="A")

    found = titles(arta)

    assert found[0] == "Take a test"
    assert found[1].startswith("Session today")
    assert enrolment.training == training


def test_a_debrief_is_called_by_its_name(arta):
    today = timezone.localdate()
    training = TrainingFactory(start_date=today - timedelta(days=9), end_date=today)
    SessionFactory(training=training, date=today, is_debrief=True)
    EnrolmentFactory(training=training, professional=arta)

    assert titles(arta)[0].startswith("You meet again, ")


def test_a_lesson_is_read_before_the_training(arta, programme):
    edition = edition_of_first_module()
    soon = timezone.localdate() + timedelta(days=5)
    EnrolmentFactory(
        professional=arta,
        training=TrainingFactory(start_date=soon, end_date=soon, editions=[edition]),
    )

    (step,) = steps_of(arta.user, now=timezone.now())

    assert (step.title, step.due) == ("Read a lesson before the training", soon)
    assert step.button == "Begin to read"


def test_a_lesson_of_a_training_that_runs_has_time_until_its_end(arta, programme):
    today = timezone.localdate()
    ends = today + timedelta(days=30)
    EnrolmentFactory(
        professional=arta,
        training=TrainingFactory(
            start_date=today - timedelta(days=5),
            end_date=ends,
            editions=[edition_of_first_module()],
        ),
    )

    (step,) = steps_of(arta.user, now=timezone.now())

    assert (step.title, step.due) == ("Read a lesson for the training", ends)


def test_without_a_training_one_goes_on_where_one_was(arta, programme):
    LessonProgressFactory(professional=arta, edition=edition_of_first_module())

    assert titles(arta) == ["Go on reading"]


def test_an_evaluation_is_asked_for_while_it_is_open(arta):
    yesterday = timezone.localdate() - timedelta(days=1)
    training = TrainingFactory(start_date=yesterday, end_date=yesterday)
    EnrolmentFactory(professional=arta, training=training)
    Evaluation.objects.create(training=training, opened_at=timezone.now())

    assert titles(arta) == ["Say what you think of the training"]


def test_other_apps_add_their_steps_by_the_day_they_are_due(arta):
    today = timezone.localdate()
    later = Step(title="Later", due=today + timedelta(days=2))
    sooner, whenever = Step(title="Sooner", due=today), Step(title="Whenever")

    with hooks.register_temporarily(HOOK, lambda user, now: [whenever, later, sooner]):
        assert titles(arta) == ["Sooner", "Later", "Whenever"]


def test_my_learning_shows_the_first_step_as_its_button(arta, client_of):
    step = Step(title="Do it", button="Now", url="/en/here/")
    other = Step(title="Then this", weight=200)

    with hooks.register_temporarily(HOOK, lambda user, now: [other, step]):
        content = client_of(arta.user).get(reverse("my_learning")).text

    assert 'class="button" href="/en/here/">Now' in content
    assert "Then this" in content
