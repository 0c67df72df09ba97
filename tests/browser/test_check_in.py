"""Self check-in: a code on one screen, a phone that scans it, and the roll call after."""

import io
from datetime import time

import pytest
import zxingcpp
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from PIL import Image
from playwright.sync_api import expect

from lms.delivery.models import CheckIn, Mark
from tests.browser.conftest import DESK, PHONE, follow
from tests.factories.curriculum import ModuleEditionFactory
from tests.factories.delivery import (
    EnrolmentFactory,
    FacilitatorFactory,
    SessionFactory,
    TrainingFactory,
)
from tests.factories.users import UserFactory

pytestmark = pytest.mark.browser


@pytest.fixture(autouse=True)
def _whole_day(settings):
    settings.LMS_DELIVERY_CHECK_IN_LATE_MINUTES = 24 * 60


@pytest.fixture
def lead(seeded):
    return UserFactory(username="lead", roles=["Trainers"])


@pytest.fixture
def session(lead):
    today = timezone.localdate()
    training = TrainingFactory(
        editions=[ModuleEditionFactory()], start_date=today, end_date=today
    )
    FacilitatorFactory(training=training, trainer__professional__user=lead)
    return SessionFactory(training=training, starts=time(0, 0), ends=time(23, 59))


@pytest.fixture
def arta(session):
    return EnrolmentFactory(
        training=session.training,
        professional__first_name="Arta",
        professional__last_name="Berisha",
        professional__email="arta@example.org",
    )


@pytest.fixture
def screen(open_page, sign_in, lead, session):
    page = open_page(PHONE, locale="en", has_touch=True)
    sign_in(page, lead)
    page.goto(f"/en/trainer/session/{session.pk}/check-in/")
    return page


def scanned(page):
    """The text of the QR code, as a camera reads it off the screen."""
    page.locator("[data-code] img").wait_for()
    # Of the whole page: the code is a new element every few seconds.
    with Image.open(io.BytesIO(page.screenshot(full_page=True))) as shot:
        (found,) = zxingcpp.read_barcodes(shot.convert("L"))
    return found.text


def says(page, address, first="Arta", last="Berisha", email="arta@example.org"):
    page.goto(address)
    page.fill("input[name=first_name]", first)
    page.fill("input[name=last_name]", last)
    page.fill("input[name=email]", email)
    page.locator("main form button").click()
    page.locator("main .notice--good").wait_for()


def fits(page, viewport=PHONE):
    return page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]


def test_person_scans_and_the_trainer_confirms(screen, open_page, session, arta):
    phone = open_page(PHONE, locale="en", has_touch=True)
    says(phone, scanned(screen))
    assert fits(phone)

    # It appears by itself, without a reload.
    confirm = screen.get_by_role("button", name="Confirm 1 person")
    confirm.wait_for()
    expect(screen.get_by_text("1 person has checked in.")).to_be_visible()
    assert fits(screen)
    boxes = [one.bounding_box() for one in screen.locator("form button").all()]
    assert all(box["height"] >= 44 for box in boxes)
    confirm.click()

    screen.get_by_text("Confirmed: 1 person.").wait_for()
    mark = Mark.objects.get()
    assert (mark.enrolment, mark.value, mark.source) == (arta, "present", "self")
    screen.goto(f"/en/trainer/session/{session.pk}/")
    present = screen.locator(f"input[name=mark-{arta.pk}][value=present]")
    present.wait_for(state="attached")
    expect(present).to_be_checked()
    screen.get_by_role("link", name="Self check-in").click()
    screen.wait_for_url("**/check-in/")


def test_code_on_the_screen_changes_by_itself(screen, session):
    first = scanned(screen)

    screen.wait_for_function(
        "(old) => document.querySelector('[data-code] img').src !== old",
        arg=screen.locator("[data-code] img").get_attribute("src"),
        timeout=25_000,
    )

    assert scanned(screen) != first


def test_photo_sent_to_a_friend_is_refused(screen, open_page, session, arta):
    """The codes of the session move on, as they do after 40 seconds."""
    photo = scanned(screen)
    session.sheet_code = "22222AAAAA"
    session.save()
    friend = open_page(PHONE, locale="en")

    friend.goto(photo)

    refusal = friend.get_by_text("This code has run out. Scan the one on the wall now.")
    expect(refusal).to_be_visible()
    expect(friend.locator("input[name=first_name]")).to_have_count(0)
    assert not CheckIn.objects.exists()


def test_screen_without_network_says_so_and_comes_back(screen, session):
    screen.context.set_offline(True)

    notice = screen.get_by_text("The site does not answer")
    notice.wait_for()
    screen.context.set_offline(False)

    notice.wait_for(state="hidden")
    assert scanned(screen)


def test_list_under_a_finger_stays_as_it_is(screen, open_page, session, arta):
    says(open_page(PHONE, locale="en"), scanned(screen))
    button = screen.get_by_role("button", name="Confirm 1 person")
    button.wait_for()
    button.focus()

    says(
        open_page(PHONE, locale="en"), scanned(screen), "Guest", "Any", "g@example.org"
    )
    screen.get_by_text("2 people have checked in.").wait_for()

    expect(screen.get_by_text("Guest Any")).to_have_count(0)
    button.blur()
    screen.get_by_role("heading", name="Guest Any").wait_for()


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("language", ["sq", "sr-latn", "en"])
def test_pages_are_accessible_and_fit(
    open_page, sign_in, lead, session, arta, language, viewport
):
    page, phone = open_page(viewport), open_page(viewport, locale="en")
    sign_in(page, lead)
    address = f"/{language}/trainer/session/{session.pk}/check-in/"
    page.goto(address)
    found = {}

    def check(name, of):
        answer = Axe().run(of)
        if answer.violations_count:
            found[name] = answer.generate_report()
        if not fits(of, viewport):
            found[f"{name} width"] = of.evaluate("document.documentElement.scrollWidth")

    check("empty", page)
    phone.goto(scanned(page))
    phone.goto(f"/{language}/here/")
    check("form", phone)
    follow(phone.locator("main form button"))
    check("errors", phone)
    for first in ("Arta", "Nobody"):
        says(phone, scanned(page), first)
    phone.goto(f"/{language}/here/")
    check("thanks", phone)
    phone.goto("/here/x/")
    check("refused", phone)
    for name, query in (("waiting", ""), ("wall", "?wall")):
        page.goto(f"{address}{query}")
        check(name, page)

    assert found == {}
