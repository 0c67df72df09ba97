"""Taking a test on a phone: saved by itself, through a lost network, until time is over."""

from __future__ import annotations

from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import expect

from home.roles import load_roles
from lms.assessment.models import Attempt
from tests.browser.conftest import DESK, PHONE
from tests.factories.delivery import EnrolmentFactory, FacilitatorFactory
from tests.factories.questions import (
    FormFactory,
    QuestionFactory,
    SittingFactory,
    TestFactory,
    choice,
    matching,
    ordering,
    short_text,
    true_false,
    version_of,
)
from tests.factories.site import restore_base
from tests.factories.users import UserFactory

pytestmark = pytest.mark.browser

EVERY_KIND = [
    ("single", choice("Who chairs the Authority?")),
    ("multiple", choice("What helps?", right=("Listening", "Time"))),
    ("true_false", true_false("Consent of a child matters.", is_right=False)),
    ("matching", matching("Who does what?")),
    ("ordering", ordering("In which order?")),
    ("short_text", short_text("What is it called?", accepted=("NRM",))),
]


@pytest.fixture
def person(transactional_db):
    restore_base()
    load_roles()
    return UserFactory(username="person", roles=["Participants"])


@pytest.fixture
def sitting(person):
    """A test with a question of every kind, in the order they are written."""
    test = TestFactory(minutes=30, is_shuffled=False, reveal="handed_in")
    sitting = SittingFactory(test=test)
    versions = [
        version_of(
            QuestionFactory(
                stream=[part], situation_en="A case." if part[0] == "single" else ""
            )
        )
        for part in EVERY_KIND
    ]
    for letter in "AB":
        FormFactory(
            test=test, training=sitting.training, letter=letter, versions=versions
        )
    EnrolmentFactory(training=sitting.training, professional__user=person)
    return sitting


@pytest.fixture
def phone(open_page, sign_in, person, sitting):
    """A phone on which the test is begun."""
    page = open_page(PHONE, locale="en", has_touch=True)
    sign_in(page, person)
    page.goto(f"/en/my-tests/{sitting.pk}/")
    page.click("text=Begin the test")
    page.locator("form[data-attempt]").wait_for()
    return page


def says(page, words):
    page.locator("[data-state]", has_text=words).wait_for()


def pick(page, text):
    page.locator(".attempt__part label", has_text=text).first.click()


def answer_all(page):
    pick(page, "Right")
    pick(page, "Listening")
    pick(page, "Time")
    page.locator("[data-kind=true_false] label", has_text="False").click()
    page.get_by_label("police", exact=True).select_option(label="finds")
    page.get_by_label("court", exact=True).select_option(label="judges")
    for place, step in enumerate(("first", "second", "third"), start=1):
        page.get_by_label(step, exact=True).select_option(str(place))
    page.fill("[data-kind=short_text] input", "nrm")


def test_a_test_is_answered_and_handed_in_on_a_phone(phone):
    answer_all(phone)
    says(phone, "Saved.")
    phone.click("button[name=hand_in]")
    phone.locator("text=Your test is handed in.").wait_for()

    attempt = Attempt.objects.get()
    assert (attempt.percent, attempt.answers.count()) == (100, 6)
    expect(phone.locator(".attempt__question .badge--good")).to_have_count(6)


def test_handing_in_with_questions_left_open_takes_a_second_press(phone):
    pick(phone, "Right")
    phone.click("button[name=hand_in]")
    phone.get_by_text("Not answered yet: 5. Press once more").wait_for()
    assert Attempt.objects.get().handed_in_at is None

    phone.click("button[name=hand_in]")
    phone.wait_for_url("**/result/")

    assert Attempt.objects.get().percent == 16


def test_answers_survive_a_lost_network_and_a_reload(phone):
    phone.route("**/save/", lambda route: route.abort())
    pick(phone, "Right")
    says(phone, "No network. Your answers are kept on this device: 1 to send.")
    phone.reload()
    expect(phone.locator("label:has-text('Right') input")).to_be_checked()
    assert not Attempt.objects.get().answers.exists()

    phone.unroute_all(behavior="wait")
    phone.evaluate("dispatchEvent(new Event('online'))")
    says(phone, "Saved.")

    assert Attempt.objects.get().answers.count() == 1


def test_the_language_changes_and_the_place_stays(phone):
    pick(phone, "Right")
    says(phone, "Saved.")

    phone.goto(phone.url.replace("/en/", "/sq/"))

    expect(phone.locator("label:has-text('Right (sq)') input")).to_be_checked()


def test_who_changes_the_language_goes_on_at_the_same_question(phone):
    """The links to the languages are above: the way up to them is no place."""
    third = phone.locator("[data-question]").nth(2)
    third.evaluate("one => scrollTo(0, one.getBoundingClientRect().top + scrollY - 70)")
    phone.locator("body[data-place='2']").wait_for()
    phone.evaluate("scrollTo(0, 0)")

    phone.click("nav.languages a[lang=sq]")
    phone.wait_for_url("**/sq/my-tests/**")

    phone.wait_for_function("scrollY > 0")
    assert abs(third.bounding_box()["y"] - 70) < 5


def test_when_the_time_is_over_what_was_saved_is_handed_in(phone):
    pick(phone, "Right")
    says(phone, "Saved.")
    now = timezone.now()
    Attempt.objects.update(
        started_at=now - timedelta(minutes=30), due_at=now + timedelta(seconds=2)
    )
    phone.reload()

    phone.wait_for_url("**/result/")

    attempt = Attempt.objects.get()
    assert (attempt.percent, attempt.handed_in_at <= attempt.due_at) == (16, True)


def test_the_office_and_not_the_phone_says_that_time_is_over(phone):
    """A page whose clock was stopped gets nothing in after the end."""
    long_ago = timezone.now() - timedelta(minutes=40)
    Attempt.objects.update(started_at=long_ago, due_at=long_ago + timedelta(minutes=30))
    pick(phone, "Right")

    phone.wait_for_url("**/result/")

    assert Attempt.objects.get().percent == 0


@pytest.mark.parametrize("language", ["sq", "sr-latn", "en"])
def test_the_pages_are_without_barriers(phone, open_page, sign_in, sitting, language):
    attempt = Attempt.objects.get()
    assert not _faults(phone, f"/{language}/my-tests/")
    assert not _faults(phone, f"/{language}/my-tests/{sitting.pk}/")
    assert not _faults(phone, f"/{language}/my-tests/{attempt.pk}/")
    phone.click("button[name=hand_in]")
    phone.click("button[name=hand_in]")
    phone.wait_for_url("**/result/")
    assert not _faults(phone, f"/{language}/my-tests/{attempt.pk}/result/")
    lead = UserFactory(username="lead", roles=["Trainers"])
    FacilitatorFactory(training=sitting.training, trainer__professional__user=lead)
    desk = open_page(DESK, locale="en")
    sign_in(desk, lead)
    tests = f"/{language}/trainer/{sitting.training.code}/tests/"
    assert not _faults(desk, tests)
    assert not _faults(desk, f"{tests}{sitting.pk}/paper/")


def _faults(page, address):
    """What is wrong with a page; nothing where it is without barriers and fits."""
    if (status := page.goto(address).status) != 200:
        return f"{address} answers {status}"
    width = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    if width > 0:
        return f"{address} is {width} px too wide"
    found = Axe().run(page)
    return found.generate_report() if found.violations_count else ""
