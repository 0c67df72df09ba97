"""A lesson with every part there is: reachable for all on the page and on paper."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from curriculum.blocks import LessonBlock
from curriculum.models import LessonPage
from tests.browser.conftest import DESK, PHONE
from tests.factories.media import every_part
from tests.factories.programme import LESSONS

pytestmark = pytest.mark.browser


@pytest.fixture
def lessons(programme):
    body = every_part()
    assert [part["type"] for part in body] == list(LessonBlock().child_blocks)
    for page in LessonPage.objects.filter(number=1):
        page.body = body
        page.save()
    return LESSONS


@pytest.mark.parametrize(
    ("viewport", "color_scheme"), [(PHONE, "light"), (DESK, "dark")]
)
def test_every_part_is_accessible_and_fits(lessons, open_page, viewport, color_scheme):
    page = open_page(viewport, color_scheme=color_scheme)

    for address in lessons.values():
        for query in ("", "?print"):
            page.goto(address + query)
            page.eval_on_selector_all("details", "all => all.map(d => d.open = true)")
            found = Axe().run(page)
            assert found.violations_count == 0, found.generate_report()
            width = page.evaluate("document.documentElement.scrollWidth")
            assert width <= viewport["width"], address + query


def test_a_decision_opens_what_comes_of_it_without_javascript(lessons, open_page):
    page = open_page(PHONE, java_script_enabled=False)
    page.goto(lessons["en"])

    page.get_by_text("Listen", exact=True).click()
    page.get_by_text("Write", exact=True).click()

    expect(page.get_by_text("It is kept.")).to_be_visible()
    expect(page.get_by_text("It is lost.")).to_be_hidden()


def test_nothing_of_a_film_is_loaded_before_it_is_started(lessons, open_page):
    page = open_page(PHONE)
    asked = []
    page.on("request", lambda request: asked.append(request.url))

    page.goto(lessons["en"])
    page.wait_for_load_state("networkidle")

    assert not [url for url in asked if url.endswith((".mp4", ".mp3"))]


def test_a_printed_lesson_shows_no_answer_before_its_end(lessons, open_page):
    page = open_page(PHONE)
    page.goto(lessons["en"])
    page.emulate_media(media="print")

    expect(page.locator(".answer p").first).to_be_hidden()
    expect(page.locator(".print-only")).to_be_visible()
    expect(page.get_by_text("It is lost.")).to_be_visible()
