"""A real Chromium against a real server: `browser_page` on a desk, `phone_page` on a phone.

Ask for `seeded` as well to have the whole reference data behind `live_server`.
"""

from __future__ import annotations

import os
import shutil

import pytest

from tests.browser.roll_call import PHONE, lead, people, phone, session
from tests.factories.site import restore_base
from tests.factories.users import PASSWORD

playwright_api = pytest.importorskip("playwright.sync_api")

#: The fixtures of the roll call are those of every test here, and its phone is ours.
__all__ = ["PHONE", "lead", "people", "phone", "session"]

#: Playwright's own loop runs in this thread, next to Django's blocking queries.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

CHROMIUM_NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
DESK = {"width": 1280, "height": 900}

#: How long a page may take before a test says it never came, in milliseconds.
PATIENCE = 15_000


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/browser/" in item.nodeid:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser():
    executable = os.environ.get("FENER_CHROMIUM") or next(
        filter(None, map(shutil.which, CHROMIUM_NAMES)), None
    )
    if executable is None:
        words = "Chromium is missing. Install it: apt install chromium"
        if os.environ.get("CI"):
            pytest.fail(words)
        pytest.skip(words)
    playwright_api.expect.set_options(timeout=PATIENCE)
    with playwright_api.sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=executable, args=list(QUIET)
        )
        yield chromium
        chromium.close()


@pytest.fixture(scope="session", autouse=True)
def _base_rows_outlive_the_flush(django_db_setup, django_db_blocker):
    """A live server's test empties every table; a kept database must stay usable."""
    yield
    with django_db_blocker.unblock():
        restore_base()


@pytest.fixture
def open_page(browser, live_server):
    """`open_page(PHONE, locale="sq", color_scheme="dark")`; closed after the test."""
    contexts = []

    def make(viewport, **options):
        context = browser.new_context(
            viewport=viewport, base_url=live_server.url, **options
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        return page

    yield make
    for context in contexts:
        context.close()


def follow(button):
    """Click what leads to another page, and wait until that page stands.

    A click alone does not wait: what is asked next may be asked of the old page.
    """
    with button.page.expect_navigation():
        button.click()


@pytest.fixture
def browser_page(open_page):
    return open_page(DESK, locale="en")


@pytest.fixture
def phone_page(open_page):
    return open_page(PHONE, locale="en", has_touch=True)


@pytest.fixture
def sign_in():
    """`sign_in(page, user)` through the login page, as a person does."""

    def make(page, user, password=PASSWORD):
        page.goto("/en/login/")
        page.fill("input[name=username]", user.username)
        page.fill("input[name=password]", password)
        follow(page.locator("main button"))

    return make
