"""Lessons that were opened, read without network."""

from __future__ import annotations

import threading

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.signals import request_started
from playwright.sync_api import expect

from curriculum.domain.content import CONTENT
from curriculum.domain.lesson_text import read_lesson
from curriculum.models import LessonPage, ModulePage, TrainersGuidePage
from home.roles import load_roles
from tests.browser.conftest import PHONE, playwright_api
from tests.browser.roll_call import opened as roll_call_opened
from tests.factories.programme import LESSONS
from tests.factories.users import UserFactory

pytestmark = pytest.mark.browser

MODULE = "/en/modules/what-the-light-is/"
LESSON = LESSONS["en"]
SECOND = f"{MODULE}lesson-two/"
KEPT = "Kept on this phone"
OLDER = "Read without network; the text may be older."
NO_NETWORK = r"ERR_INTERNET_DISCONNECTED|ERR_FAILED"
#: 400 kbit/s, as bytes a second.
SLOW = 400_000 / 8

KEPT_PAGES = """async () => {
  const cache = await caches.open("fener-reading-pages");
  return Promise.all((await cache.keys()).map(async (request) =>
    [new URL(request.url).pathname, await (await cache.match(request)).text()]));
}"""
KEPT_FILES = """async () => (await (await caches.open("fener-reading-files")).keys())
  .map((request) => new URL(request.url).pathname)"""
SIXTY_OTHERS = """async () => {
  const pages = await caches.open("fener-reading-pages");
  const files = await caches.open("fener-reading-files");
  for (let at = 1; at <= 60; at += 1) {
    const needs = JSON.stringify([`${location.origin}/static/${at}.png`]);
    await pages.put(`/en/modules/old/${at}/`, new Response("old", { headers: { "x-kept-at": at, "x-kept-files": needs } }));
    await files.put(`/static/${at}.png`, new Response("old"));
  }
}"""


def opened(page, address, words=KEPT):
    page.goto(address)
    page.get_by_text(words).wait_for()


def kept_pages(page):
    return dict(page.evaluate(KEPT_PAGES))


@pytest.mark.usefixtures("programme")
def test_a_lesson_that_was_opened_is_read_without_network(phone_page):
    failed = []
    opened(phone_page, LESSON)
    phone_page.on("requestfailed", lambda request: failed.append(request))
    phone_page.context.set_offline(True)

    opened(phone_page, LESSON, OLDER)

    expect(phone_page.locator("h1")).to_have_text("Lesson one")
    expect(phone_page.get_by_text(KEPT)).to_be_hidden()
    assert [one.url for one in failed if one.resource_type != "fetch"] == []
    phone_page.locator("details summary").first.click()
    results = Axe().run(phone_page)
    assert results.violations_count == 0, results.generate_report()
    assert phone_page.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.usefixtures("programme")
def test_the_newest_text_is_read_where_there_is_network(phone_page):
    opened(phone_page, LESSON)
    LessonPage.objects.filter(slug="lesson-one").update(intro="The text of today.")

    opened(phone_page, LESSON)

    expect(phone_page.get_by_text("The text of today.")).to_be_visible()
    expect(phone_page.get_by_text(OLDER)).to_be_hidden()
    phone_page.context.set_offline(True)
    opened(phone_page, LESSON, OLDER)
    expect(phone_page.get_by_text("The text of today.")).to_be_visible()


@pytest.mark.usefixtures("programme")
def test_a_lesson_that_was_never_opened_is_not_there(phone_page):
    """Negative control: the network is truly gone."""
    opened(phone_page, LESSON)
    phone_page.context.set_offline(True)

    with pytest.raises(playwright_api.Error, match=NO_NETWORK):
        phone_page.goto(SECOND)


@pytest.mark.usefixtures("programme")
def test_a_network_that_does_not_answer_is_waited_for_a_moment_only(phone_page):
    opened(phone_page, LESSON)
    is_over = threading.Event()

    def wait(environ, **kwargs):
        if environ["PATH_INFO"] == LESSON:
            is_over.wait(30)

    request_started.connect(wait)
    try:
        opened(phone_page, LESSON, OLDER)
    finally:
        is_over.set()
        request_started.disconnect(wait)

    expect(phone_page.locator("h1")).to_have_text("Lesson one")


@pytest.mark.usefixtures("programme")
def test_nothing_personal_is_kept(phone_page, sign_in):
    load_roles()
    module = ModulePage.objects.get(slug="what-the-light-is")
    guide = module.add_child(instance=TrainersGuidePage(title="Canary", slug="guide"))
    sign_in(phone_page, UserFactory(username="canary", roles=["Trainers"]))
    opened(phone_page, MODULE)
    expect(phone_page.get_by_role("link", name="Trainer's guide")).to_be_visible()
    opened(phone_page, LESSON)
    assert "canary" in phone_page.content()
    phone_page.goto(guide.url)
    phone_page.get_by_role("heading", name="Canary").wait_for()

    kept = kept_pages(phone_page)

    assert set(kept) == {MODULE, LESSON}
    for text in kept.values():
        assert "Sign in" in text
        for secret in ("canary", "Canary", guide.url, "csrf", "Sign out", "My page"):
            assert secret not in text
    phone_page.context.set_offline(True)
    opened(phone_page, MODULE, OLDER)
    with pytest.raises(playwright_api.Error, match=NO_NETWORK):
        phone_page.goto(guide.url)


@pytest.mark.usefixtures("programme")
def test_the_oldest_leave_first(phone_page):
    opened(phone_page, MODULE)
    phone_page.evaluate(SIXTY_OTHERS)

    opened(phone_page, LESSON)

    kept = set(kept_pages(phone_page))
    others = {f"/en/modules/old/{at}/" for at in range(3, 61)}
    assert kept == {MODULE, LESSON} | others
    files = phone_page.evaluate(KEPT_FILES)
    assert "/static/fener.css" in files
    assert "/static/3.png" in files
    assert not {"/static/1.png", "/static/2.png"} & set(files)


@pytest.mark.usefixtures("programme")
def test_what_visitors_may_no_longer_read_leaves_the_phone(phone_page):
    opened(phone_page, MODULE)
    opened(phone_page, LESSON)
    LessonPage.objects.filter(slug="lesson-one").update(live=False)

    phone_page.goto(LESSON)

    expect(phone_page.get_by_role("heading", name="Lesson one")).to_have_count(0)
    assert set(kept_pages(phone_page)) == {MODULE}


def test_the_roll_call_and_the_lessons_leave_each_other_alone(
    phone, session, programme
):
    opened(phone, LESSON)
    scopes = phone.evaluate(
        "navigator.serviceWorker.getRegistrations().then((all) => all.map(({ scope }) => new URL(scope).pathname))"
    )
    assert sorted(scopes) == ["/", "/en/modules/"]
    roll_call_opened(phone, session)
    phone.context.set_offline(True)

    opened(phone, LESSON, OLDER)
    roll_call_opened(phone, session)


@pytest.mark.usefixtures("programme")
def test_the_longest_lesson_is_light_and_soon_there_on_a_slow_network(open_page):
    """Counted is all that comes over the air, what is fetched to be kept as well."""
    lesson = LessonPage.objects.get(slug="lesson-one")
    texts = CONTENT.glob("M*/lessons/*.md")
    lesson.body = read_lesson(max(texts, key=lambda one: one.stat().st_size)).body
    lesson.save()
    page = open_page(PHONE, locale="en")
    network = page.context.new_cdp_session(page)
    sizes = []
    network.on(
        "Network.loadingFinished",
        lambda event: sizes.append(event["encodedDataLength"]),
    )
    network.send("Network.enable")
    network.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": 150,
            "downloadThroughput": SLOW,
            "uploadThroughput": SLOW,
        },
    )
    page.goto(LESSON, wait_until="commit")
    page.locator("details.answer").last.wait_for(timeout=4_000)
    started = page.evaluate("performance.now()")
    page.locator("[data-kept]:not([hidden])").wait_for()

    assert started <= 4_000
    assert sum(sizes) <= 60_000
