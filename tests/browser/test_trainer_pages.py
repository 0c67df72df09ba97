"""Roll call and import on a phone, with and without JavaScript."""

from datetime import time, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from lms.delivery.models import Enrolment, Mark, Session, Training
from tests.browser.conftest import PHONE, follow
from tests.delivery.making_sheets import HEADINGS, csv, person
from tests.factories.curriculum import ModuleEditionFactory
from tests.factories.delivery import (
    EnrolmentFactory,
    FacilitatorFactory,
    SessionFactory,
    TrainingFactory,
)
from tests.factories.people import AccreditationFactory, ProfessionalFactory
from tests.factories.users import UserFactory

pytestmark = pytest.mark.browser


@pytest.fixture
def lead(seeded):
    return UserFactory(username="lead", roles=["Trainers"])


@pytest.fixture
def training(lead):
    today = timezone.localdate()
    training = TrainingFactory(
        code="TIT-2026-01",
        title="Mekanizmi Nacional i Referimit",
        editions=[ModuleEditionFactory()],
        start_date=today,
        end_date=today + timedelta(days=1),
    )
    FacilitatorFactory(training=training, trainer__professional__user=lead)
    return training


@pytest.fixture
def session(training):
    return SessionFactory(
        training=training, date=training.end_date, starts=time(9), ends=time(15)
    )


def fits(page):
    """Nothing on the page is wider than the phone."""
    return page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def choose(page, enrolment, value):
    page.locator(f"label:has(input[name=mark-{enrolment.pk}][value={value}])").click()


@pytest.mark.parametrize("has_script", [True, False], ids=["script", "no script"])
def test_roll_call_is_taken_on_a_phone(
    open_page, sign_in, lead, training, session, has_script
):
    arta, besa, zana = (
        EnrolmentFactory(training=training, professional__first_name=name)
        for name in ("Arta", "Besa", "Zana")
    )
    page = open_page(PHONE, locale="en", has_touch=True, java_script_enabled=has_script)
    sign_in(page, lead)

    page.goto(f"/en/trainer/session/{session.pk}/?plain")
    choose(page, besa, "late")
    choose(page, zana, "absent")
    if has_script:
        expect(page.locator("[data-present]")).to_have_text("1")
        expect(page.locator("[data-missing]")).to_have_text("1")
    page.get_by_role("button", name="Save").click()

    expect(page.get_by_text("Saved: 2 marks.")).to_be_visible()
    expect(page.get_by_text("Last saved:")).to_be_visible()
    page.get_by_role("button", name="Everyone else is present").click()

    expect(page.locator("[data-present]")).to_have_text("2")
    expect(page.get_by_role("button", name="Everyone else is present")).to_have_count(0)
    found = dict(Mark.objects.values_list("enrolment", "value"))
    assert found == {arta.pk: "present", besa.pk: "late", zana.pk: "absent"}
    assert fits(page)


def test_choices_of_the_roll_call_are_large_enough_for_a_thumb(
    phone_page, sign_in, lead, training, session
):
    EnrolmentFactory(training=training)
    sign_in(phone_page, lead)
    phone_page.goto(f"/en/trainer/session/{session.pk}/?plain")

    boxes = [
        label.bounding_box() for label in phone_page.locator("fieldset label").all()
    ]

    assert len(boxes) == 4
    assert all(box["height"] >= 44 for box in boxes)


def test_roll_call_is_taken_with_the_keyboard(
    browser_page, sign_in, lead, training, session
):
    arta = EnrolmentFactory(training=training)
    sign_in(browser_page, lead)
    browser_page.goto(f"/en/trainer/session/{session.pk}/?plain")

    browser_page.locator(f"input[name=mark-{arta.pk}]").first.focus()
    browser_page.keyboard.press("Space")
    browser_page.keyboard.press("ArrowRight")
    browser_page.keyboard.press("Enter")

    browser_page.get_by_text("Saved: 1 mark.").wait_for()
    assert Mark.objects.get().value == "late"


def test_login_lost_at_the_roll_call_keeps_what_was_chosen(
    phone_page, sign_in, lead, training, session
):
    arta = EnrolmentFactory(training=training)
    sign_in(phone_page, lead)
    phone_page.goto(f"/en/trainer/session/{session.pk}/?plain")
    choose(phone_page, arta, "excused")
    phone_page.context.clear_cookies(name="sessionid")

    phone_page.get_by_role("button", name="Save").click()
    phone_page.fill("input[name=username]", "lead")
    phone_page.fill("input[name=password]", "correct horse")
    phone_page.click("main button")

    expect(phone_page.get_by_text("What you chose is still here")).to_be_visible()
    expect(
        phone_page.locator(f"input[name=mark-{arta.pk}][value=excused]")
    ).to_be_checked()
    assert not Mark.objects.exists()
    follow(phone_page.get_by_role("button", name="Save"))
    assert Mark.objects.get().value == "excused"


def test_sheet_is_looked_over_corrected_and_applied_on_a_phone(
    phone_page, sign_in, lead, training
):
    training.end_date = training.start_date
    training.start_date -= timedelta(days=1)
    training.save()
    days = [f"{training.start_date:%d.%m}", f"{training.end_date:%d.%m}"]
    headings = [*HEADINGS[:5], *days]
    ProfessionalFactory(first_name="Zana", last_name="Kuçi", email="z@example.org")
    good = [person(), person("Zana", "Kuçi", email="zana.kuci.prizren@example.org")]
    sign_in(phone_page, lead)

    phone_page.goto("/en/trainer/TIT-2026-01/")
    phone_page.get_by_role("link", name="Import a sheet").click()
    upload(
        phone_page, csv(headings, *good, person("Besa", email="b@b.org", marks="P?"))
    )

    expect(phone_page.get_by_text("1 row has a fault")).to_be_visible()
    expect(phone_page.get_by_text("“?” is not a mark.")).to_be_visible()
    expect(phone_page.get_by_role("button", name="Apply the sheet")).to_have_count(0)
    assert fits(phone_page)

    upload(phone_page, csv(headings, *good, person("Besa", email="b@b.org")))

    expect(
        phone_page.get_by_text("Somebody of this name has another e-mail")
    ).to_be_visible()
    assert not Enrolment.objects.exists()
    assert fits(phone_page)
    phone_page.get_by_role("button", name="Apply the sheet").click()

    expect(phone_page.get_by_text("The sheet is applied.")).to_be_visible()
    expect(phone_page.get_by_text("1 row of an imported sheet waits")).to_be_visible()
    assert (Enrolment.objects.count(), Mark.objects.count()) == (2, 4)
    assert fits(phone_page)


def upload(page, content):
    page.set_input_files(
        "input[type=file]",
        {"name": "list.csv", "mimeType": "text/csv", "buffer": content},
    )
    follow(page.get_by_role("button", name="Look it over"))


def test_training_is_created_with_its_first_session_on_a_phone(
    phone_page, sign_in, lead, training
):
    trainer = lead.professional.trainer
    edition = training.editions.get()
    AccreditationFactory(trainer=trainer, edition=edition)
    sign_in(phone_page, lead)

    phone_page.goto("/en/trainer/new/")
    phone_page.fill("input[name=code]", "OWN-1")
    phone_page.check(f"input[name=modules][value='{edition.module_id}']")
    phone_page.fill("input[name=start_date]", "32.03.2026")
    phone_page.fill("input[name=end_date]", "11.03.2026")
    phone_page.get_by_role("button", name="Create the training").click()
    expect(phone_page.get_by_text("This is no day.").first).to_be_visible()
    assert fits(phone_page)
    phone_page.fill("input[name=start_date]", "10.03.2026")
    phone_page.get_by_role("button", name="Create the training").click()
    phone_page.get_by_role("link", name="Add a session").click()
    phone_page.get_by_role("button", name="Save").click()

    expect(
        phone_page.get_by_text("The session on 10.03.2026 is added.")
    ).to_be_visible()
    assert Training.objects.get(code="OWN-1").facilitators.get().trainer == trainer
    assert Session.objects.get().minutes == 360
