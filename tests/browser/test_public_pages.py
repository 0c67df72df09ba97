"""The public pages as a visitor sees them: reachable for all, light, without JavaScript."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.cache import cache
from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE
from tests.factories.certificates import CertificateFactory
from tests.factories.people import AffiliationFactory, ProfessionalFactory
from tests.factories.users import UserFactory

pytestmark = pytest.mark.browser

PAGES = {
    "home": "/sq/",
    "modules": "/sr-latn/moduli/",
    "module": "/en/modules/national-referral-mechanism/",
    "lesson": "/sq/modulet/mekanizmi-nacional-i-referimit/cka-eshte-mnr/",
    "glossary": "/sr-latn/recnik/",
    "search": "/en/search/?q=referral",
    "empty search": "/sq/search/?q=zzzz",
    "verify": "/sr-latn/verify/",
    "unknown certificate": "/sq/verify/AAAA/",
    "login": "/sq/login/",
    "not found": "/en/nothing-here/",
}
VIEWPORTS = {"phone": PHONE, "desk": DESK}


@pytest.fixture
def check(open_page):
    """Opens every page at one width and returns what is wrong, by page."""

    def make(viewport, color_scheme):
        page = open_page(viewport, color_scheme=color_scheme)
        wrong = {}
        for name, address in PAGES.items():
            page.goto(address)
            found = Axe().run(page)
            if found.violations_count:
                wrong[name] = found.generate_report()
            width = page.evaluate("document.documentElement.scrollWidth")
            if width > viewport["width"]:
                wrong[f"{name} width"] = width
        return wrong

    return make


@pytest.mark.parametrize("color_scheme", ["light", "dark"])
def test_public_pages_are_accessible_and_fit(seeded, check, color_scheme):
    wrong = {
        name: found
        for name, viewport in VIEWPORTS.items()
        if (found := check(viewport, color_scheme))
    }

    assert wrong == {}


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_the_pages_of_a_person_are_accessible_and_fit(
    seeded, open_page, sign_in, viewport
):
    arta = ProfessionalFactory(user=UserFactory())
    AffiliationFactory(professional=arta, focal_point=True)
    CertificateFactory(completion__enrolment__professional=arta)
    page = open_page(viewport, locale="en")
    sign_in(page, arta.user)

    for room in ("learning", "institution"):
        page.goto(f"/en/my/{room}/")
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= viewport["width"], room


def test_a_check_gives_its_feedback_without_javascript(seeded, open_page):
    page = open_page(PHONE, java_script_enabled=False)
    page.goto(PAGES["lesson"])
    answer = page.locator("details.answer--wrong").first

    answer.locator("summary").click()

    expect(answer.locator("p")).to_be_visible()


def test_switching_the_language_stays_on_the_lesson_and_is_remembered(
    seeded, phone_page
):
    phone_page.goto(PAGES["lesson"])

    phone_page.click("nav.languages a[lang=sr-latn]")

    expect(phone_page.locator("h1")).to_have_text("Šta je NMU")
    phone_page.goto("/")
    assert phone_page.url.endswith("/sr-latn/")


def test_first_view_is_light(seeded, open_page):
    """Nothing comes from elsewhere, and little comes at all (bytes before packing)."""
    weights = {}
    for name in ("home", "lesson"):
        cache.clear()
        page = open_page(PHONE)
        sizes = []
        page.on("response", lambda response, sizes=sizes: sizes.append(response))
        page.goto(PAGES[name])
        page.wait_for_load_state("networkidle")
        assert {response.url.split("/")[2] for response in sizes} == {
            page.url.split("/")[2]
        }
        weights[name] = sum(len(response.body()) for response in sizes) / 1000

    assert weights["home"] < 100
    assert weights["lesson"] < 60
