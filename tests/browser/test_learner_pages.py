"""Pages of learning: without barriers and fitting, on a phone and on a desk."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from curriculum.models import LessonPage
from home.roles import load_roles
from lms.delivery.enums import TrainingKind
from tests.browser.conftest import PHONE
from tests.browser.test_training_pages import VIEWS, look
from tests.factories.curriculum import ModuleEditionFactory
from tests.factories.delivery import (
    EnrolmentFactory,
    FacilitatorFactory,
    SessionFactory,
    TrainingFactory,
)
from tests.factories.learning import (
    LessonProgressFactory,
    PracticeSignOffFactory,
    PracticeStepFactory,
)
from tests.factories.people import ProfessionalFactory
from tests.factories.programme import LESSONS, load_programme
from tests.factories.site import restore_base
from tests.factories.users import UserFactory

__all__ = ["look"]

pytestmark = pytest.mark.browser

#: As long as titles become.
TITLE = {
    "title_sq": "Merr mendimin e kolegëve dhe shënoje çka do të ndryshosh",
    "title_sr": "Zatraži mišljenje kolega i zapiši šta ćeš promeniti",
    "title_en": "Ask your colleagues for feedback and write down what you will change",
}


@pytest.fixture
def person(transactional_db):
    restore_base()
    load_roles()
    return UserFactory(roles=["Participants"])


@pytest.fixture
def programme(transactional_db):
    load_programme()


@pytest.fixture
def enrolment(person):
    """One step is confirmed, one waits and one is late, and people meet again."""
    today = timezone.localdate()
    edition = ModuleEditionFactory()
    training = TrainingFactory(
        kind=TrainingKind.BLENDED,
        editions=[edition],
        start_date=today - timedelta(days=40),
        end_date=today + timedelta(days=20),
    )
    SessionFactory(training=training, date=training.start_date)
    SessionFactory(training=training, date=training.end_date, is_debrief=True)
    enrolment = EnrolmentFactory(training=training, professional__user=person)
    steps = [PracticeStepFactory(edition=edition, **TITLE) for _ in range(3)]
    done = {"token": None, "signed_at": timezone.now(), "words": "Calm and clear."}
    PracticeSignOffFactory(enrolment=enrolment, step=steps[0], done_on=today, **done)
    PracticeSignOffFactory(enrolment=enrolment, step=steps[1], done_on=today)
    return enrolment


@VIEWS
def test_practice_of_a_learner_has_no_barrier(
    person, enrolment, look, language, viewport
):
    addresses = [
        f"/{language}/my-practice/{enrolment.pk}/",
        f"/{language}/my/learning/",
        f"/{language}/my-path/",
        f"/{language}/sign-up/",
    ]

    assert look(person, viewport, addresses) == {}


def test_who_changes_the_language_goes_on_at_the_same_part_of_a_lesson(
    programme, open_page
):
    phone = open_page(PHONE, locale="en", has_touch=True)
    phone.goto(LESSONS["en"])
    parts = phone.locator("main article > *")
    parts.evaluate_all(
        "all => { for (const one of all) one.style.minHeight = '30rem' }"
    )
    part = parts.nth(3)
    part.evaluate("one => scrollTo(0, one.getBoundingClientRect().top + scrollY - 80)")
    phone.locator("body[data-place='3']").wait_for()
    phone.evaluate("scrollTo(0, 0)")

    phone.click("nav.languages a[lang=sq]")

    phone.wait_for_url("**/sq/**")
    phone.wait_for_function("scrollY > 0")


def test_one_goes_on_reading_from_the_card_of_a_module(
    programme, person, open_page, sign_in
):
    """The whole card is a link to the module, but for the button on it."""
    professional = ProfessionalFactory(user=person)
    page = LessonPage.objects.get(title="Lesson one").module_page
    edition = page.module.editions.get()
    LessonProgressFactory(professional=professional, edition=edition)
    phone = open_page(PHONE, locale="en", has_touch=True)
    sign_in(phone, person)
    phone.goto("/en/my/learning/")

    phone.click("li.card a:has-text('Go on reading')")

    phone.wait_for_url(f"**{page.url}*/")


@VIEWS
def test_supervisors_page_and_that_of_staff_have_no_barrier(
    enrolment, look, language, viewport
):
    lead = UserFactory(roles=["Trainers"])
    training = enrolment.training
    FacilitatorFactory(training=training, trainer__professional__user=lead)
    waiting = enrolment.practice_sign_offs.get(token__isnull=False)
    addresses = [
        f"/{language}/trainings/{training.code}/practice/",
        f"/{language}/sign-off/{waiting.token}/",
        f"/{language}/sign-off/",
    ]

    assert look(lead, viewport, addresses) == {}
