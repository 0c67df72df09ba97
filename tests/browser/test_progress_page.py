"""The progress page in a browser: for all eyes, on a phone, without JavaScript."""

from __future__ import annotations

import re
from itertools import product

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from lms.targets.models import Indicator
from tests.browser.conftest import DESK, PHONE
from tests.factories.people import MunicipalityFactory, ProfessionFactory
from tests.factories.targets import trained

pytestmark = pytest.mark.browser


@pytest.fixture
def filled(seeded):
    """Enough people for bars, a line, a hidden group and a date that has passed."""
    indicators = Indicator.objects.filter(action__code__in=["I.1", "III", "III.1.9"])
    municipalities = [MunicipalityFactory(region=region) for region in ("PR", "PE")]
    for number in range(20):
        trained(
            *indicators,
            profession=ProfessionFactory() if number < 3 else None,
            municipality=municipalities[number % 2],
            professional__sex="F" if number < 17 else "M",
        )


def test_progress_is_accessible_and_fits(filled, open_page):
    for viewport, color_scheme in product((PHONE, DESK), ("light", "dark")):
        page = open_page(viewport, color_scheme=color_scheme)
        for language in ("sq", "sr-latn", "en"):
            page.goto(f"/{language}/progress/")
            page.locator("summary").first.click()
            found = Axe().run(page)
            assert found.violations_count == 0, found.generate_report()
            width = page.evaluate("document.documentElement.scrollWidth")
            assert width <= viewport["width"], language


def test_progress_needs_no_javascript(filled, open_page):
    page = open_page(PHONE, java_script_enabled=False)

    page.goto("/en/progress/")

    expect(page.locator("svg.chart")).to_have_count(2)
    expect(page.locator(".stat__number").first).to_have_text(re.compile("^20"))
