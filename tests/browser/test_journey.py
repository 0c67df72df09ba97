"""The whole path as people walk it: from three sheets to a number that moved."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.core.cache import cache

from certificates.models import Certificate
from home import roles
from tests.browser.conftest import follow
from tests.factories.people import ProfessionalFactory
from tests.factories.users import UserFactory
from tests.journeys import recount
from trainers_pool.models import Professional

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def desk(seeded, browser_page, sign_in):
    coordinator = UserFactory(roles=[roles.COORDINATORS])
    sign_in(browser_page, coordinator)
    browser_page.set_default_timeout(60_000)
    return browser_page


def counter(page, code: str) -> int:
    cache.clear()
    page.goto("/en/progress/")
    bar = page.locator(f"progress[aria-label='{code}']").first
    return int(bar.get_attribute("value"))


def create_training(page, sheet) -> None:
    page.goto("/admin/training/new/")
    page.fill("#id_code", sheet.code)
    page.fill("#id_title", sheet.code)
    for field, day in (("start_date", sheet.first), ("end_date", sheet.last)):
        page.fill(f"#id_{field}", f"{date.fromisoformat(day):%d.%m.%Y}")
        page.keyboard.press("Tab")
    for module in sheet.modules.split(","):
        _choose(page, "editions", rf"^\s*{module} ")
    _choose(page, "actions", rf"^\s*{re.escape(sheet.action)} ")
    page.keyboard.press("Escape")
    page.locator("main button[type=submit]").first.click()
    page.wait_for_url("**/admin/training/")


def _choose(page, field: str, label: str) -> None:
    """Tick a box or add an option, whichever the form offers."""
    options = page.locator(f"select#id_{field} option")
    if options.count():
        values = page.locator(f"select#id_{field}").evaluate(
            "select => [...select.selectedOptions].map(option => option.value)"
        )
        value = options.filter(has_text=re.compile(label)).get_attribute("value")
        page.select_option(f"select#id_{field}", [*values, value])
    else:
        page.locator(f"#id_{field} label").filter(has_text=re.compile(label)).click()


def import_sheet(page, sheet) -> None:
    page.goto(f"/en/trainer/{sheet.code}/import/")
    page.set_input_files("input[type=file]", sheet.file)
    page.get_by_role("button", name="Look it over").click()
    page.wait_for_url("**/import/*-*/")
    page.get_by_role("button", name="Apply the sheet").click()
    page.wait_for_url(f"**/trainer/{sheet.code}/")


def decide_all_as_others(page) -> int:
    page.goto("/admin/training-review/")
    decided = 0
    while (button := page.get_by_role("button", name="Another person")).count():
        follow(button.first)
        decided += 1
    return decided


def close_training(page, sheet) -> None:
    page.goto(f"/en/trainer/{sheet.code}/close/")
    follow(page.get_by_role("button", name=f"Close {sheet.code}"))


def issue_certificates(page, sheet) -> None:
    page.goto("/admin/certificates/desk/")
    follow(page.get_by_role("link", name=sheet.code).first)
    name = re.compile(rf"Issue {len(sheet.completed)} certificates")
    follow(page.get_by_role("button", name=name))


def test_three_sheets_become_certificates_and_numbers(desk):
    # A namesake with another address and another job: the row needs a decision.
    namesake = ProfessionalFactory(
        first_name="Zana", last_name="Syla", email="zana@elsewhere.example"
    )
    before = {code: counter(desk, code) for code in ("I.1", "III")}

    for sheet in recount.SHEETS:
        create_training(desk, sheet)
        import_sheet(desk, sheet)
        decided = decide_all_as_others(desk)
        assert decided == (1 if sheet is recount.SHEETS[0] else 0)
        close_training(desk, sheet)
        issue_certificates(desk, sheet)

    assert counter(desk, "III") - before["III"] == recount.GAIN_OF_III
    assert counter(desk, "I.1") - before["I.1"] == recount.GAIN_OF_I1
    assert Professional.objects.count() == recount.PEOPLE_IN_ALL + 1
    assert not namesake.enrolments.exists()
    assert Certificate.objects.count() == sum(
        len(sheet.completed) for sheet in recount.SHEETS
    )
    certificate = Certificate.objects.earliest("pk")
    desk.goto(f"/verify/{certificate.code}/")
    text = desk.inner_text("main")
    assert certificate.holder_name in text
    assert certificate.number in text
    desk.goto("/verify/AAAA-BBBB-CCCC/")
    assert certificate.number not in desk.inner_text("main")
