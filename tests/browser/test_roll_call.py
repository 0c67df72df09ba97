"""The roll call in the hand: without network, through a killed browser, to the office."""

from __future__ import annotations

import json
import os
import signal
import subprocess

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from lms.delivery.models import Mark, MarkEvent, WalkIn
from tests.browser.conftest import PHONE, QUIET
from tests.browser.roll_call import (
    PEOPLE,
    choose,
    opened,
    queue_of,
    stored_names,
    waits,
)

pytestmark = pytest.mark.browser
BAD_ANSWERS = {
    "a hotel's page": {
        "status": 200,
        "content_type": "text/html",
        "body": "<p>Welcome",
    },
    "a way to a login": {"status": 302, "headers": {"Location": "/en/login/"}},
    "signed out": {"status": 401, "json": {"marker": "fener-roll-call-1"}},
    "forbidden": {"status": 403, "body": "Forbidden"},
    "not found": {"status": 404, "body": "Not found"},
    "conflict": {"status": 409, "body": "{}"},
    "too big": {"status": 413, "body": "Too large"},
    "too many": {"status": 429, "body": "Later"},
    "broken": {"status": 500, "body": "<h1>Server Error"},
    "bad gateway": {"status": 502, "body": "Bad gateway"},
    "half an answer": {"status": 200, "body": '{"marker": "fener-roll-call-1", "ans'},
    "nothing": {"status": 204},
    "another id": {
        "status": 200,
        "json": {
            "marker": "fener-roll-call-1",
            "session": None,
            "answers": [{"id": "00000000-0000-4000-8000-000000000000", "kept": True}],
        },
    },
    "nearly yes": {"status": 200, "json": "kept"},
}


def test_marks_reach_the_office_by_themselves(phone, session, people):
    choose(phone, people[0], "late")
    choose(phone, people[1], "absent")
    phone.get_by_text("Everything has reached the office.").wait_for()

    phone.get_by_role("button", name="Everyone else is present").click()
    phone.get_by_text(f"{PEOPLE - 1} / {PEOPLE}").wait_for()
    waits(phone, 0)

    found = dict(Mark.objects.values_list("enrolment", "value"))
    assert (found[people[0].pk], found[people[1].pk]) == ("late", "absent")
    assert len(found) == PEOPLE
    assert MarkEvent.objects.count() == PEOPLE


def test_it_opens_and_keeps_marks_without_network(phone, session, people):
    phone.context.set_offline(True)
    phone.reload()
    phone.locator(".roll-call__person").first.wait_for()

    choose(phone, people[0], "present")
    waits(phone, 1)
    phone.reload()
    waits(phone, 1)

    expect(
        phone.locator(f"input[name=mark-{people[0].pk}][value=present]")
    ).to_be_checked()
    phone.context.set_offline(False)
    phone.evaluate("dispatchEvent(new Event('online'))")
    waits(phone, 0)
    word = MarkEvent.objects.get()
    assert (word.enrolment, word.value) == (people[0], "present")
    assert Mark.objects.get().value == "present"


@pytest.mark.parametrize("answer", BAD_ANSWERS.values(), ids=BAD_ANSWERS)
def test_no_answer_but_the_offices_own_clears_a_mark(phone, people, answer):
    phone.route("**/marks/", lambda route: route.fulfill(**answer))
    choose(phone, people[0], "late")

    phone.locator("[data-roll-call-app] .notice").first.wait_for()

    assert [entry["mark"] for entry in queue_of(phone)] == ["late"]
    assert MarkEvent.objects.count() == 0
    phone.unroute_all(behavior="wait")
    phone.get_by_role("button", name="Send now").click()
    waits(phone, 0)
    assert MarkEvent.objects.get().value == "late"


def test_an_answer_that_is_lost_doubles_nothing(phone, people):
    """Negative control of the ids: the office got the mark, the phone did not hear."""
    phone.route("**/marks/", lambda route: (route.fetch(), route.abort()))
    choose(phone, people[0], "late")
    phone.get_by_text("No network.").wait_for()
    assert MarkEvent.objects.count() == 1

    phone.unroute_all(behavior="wait")
    phone.get_by_role("button", name="Send now").click()

    waits(phone, 0)
    assert MarkEvent.objects.count() == Mark.objects.count() == 1


def test_a_killed_browser_loses_nothing(
    browser, live_server, lead, session, people, tmp_path, client_of
):
    cookie = client_of(lead).cookies["sessionid"].value

    def launch():
        context = browser.browser_type.launch_persistent_context(
            str(tmp_path / "profile"),
            executable_path=os.environ.get("FENER_CHROMIUM") or "/usr/bin/chromium",
            args=list(QUIET),
            viewport=PHONE,
            base_url=live_server.url,
            locale="en",
        )
        context.add_cookies(
            [{"name": "sessionid", "value": cookie, "url": live_server.url}]
        )
        return context, context.new_page()

    context, page = launch()
    opened(page, session)
    context.set_offline(True)
    for enrolment in people:
        choose(page, enrolment, "present")
    waits(page, PEOPLE)
    kill(tmp_path / "profile")

    context, page = launch()
    context.set_offline(True)
    page.goto(f"/en/trainer/session/{session.pk}/")
    waits(page, PEOPLE)
    context.set_offline(False)
    page.evaluate("dispatchEvent(new Event('online'))")
    waits(page, 0)
    context.close()

    assert MarkEvent.objects.count() == Mark.objects.count() == PEOPLE


def kill(profile):
    found = subprocess.run(
        ["pgrep", "-f", f"user-data-dir={profile}"], capture_output=True, text=True
    )
    for pid in found.stdout.split():
        os.kill(int(pid), signal.SIGKILL)


def test_signing_out_leaves_marks_without_names(phone, people, session):
    phone.context.set_offline(True)
    choose(phone, people[0], "late")
    waits(phone, 1)
    phone.route("**/marks/", lambda route: route.abort())
    phone.context.set_offline(False)
    phone.goto("/en/trainer/")
    assert "Arta 000" in stored_names(phone)

    phone.get_by_role("button", name="Sign out lead").click()
    dialog = phone.get_by_role("dialog")
    expect(dialog).to_contain_text("Not sent yet: 1")
    dialog.get_by_role("button", name="Sign out").click()
    phone.wait_for_url("**/en/")

    kept = stored_names(phone)
    assert "Arta" not in kept
    assert '"mark":"late"' in kept


def test_signing_in_again_sends_what_waited(phone, people, session, sign_in, lead):
    phone.context.set_offline(True)
    choose(phone, people[0], "late")
    waits(phone, 1)
    phone.context.clear_cookies(name="sessionid")
    phone.context.set_offline(False)
    phone.evaluate("dispatchEvent(new Event('online'))")
    phone.get_by_text("Sign in again, and everything is sent.").wait_for()

    sign_in(phone, lead)
    opened(phone, session)

    waits(phone, 0)
    assert Mark.objects.get().value == "late"


def test_a_walk_in_is_marked_and_waits_for_a_match(phone, session):
    phone.get_by_text("Somebody who is not on the list").click()
    phone.get_by_label("First and last name").fill("Besa Krasniqi")
    phone.get_by_role("button", name="Add as present").click()

    phone.get_by_text("Everything has reached the office.").wait_for()
    walk_in = WalkIn.objects.get()
    assert (walk_in.name, walk_in.events.get().value) == ("Besa Krasniqi", "present")
    assert Mark.objects.count() == 0


def test_undo_says_again_what_stood_before(phone, people):
    choose(phone, people[0], "present")
    phone.get_by_text("Everything has reached the office.").wait_for()
    choose(phone, people[0], "absent")
    phone.get_by_text(f"0 / {PEOPLE}").wait_for()
    waits(phone, 0)

    phone.get_by_role("button", name="Undo").click()
    phone.get_by_text(f"1 / {PEOPLE}").wait_for()
    waits(phone, 0)

    assert Mark.objects.get().value == "present"
    assert MarkEvent.objects.count() == 3


def test_a_refused_mark_stays_with_the_reason(phone, people, session):
    people[0].status = "withdrawn"
    people[0].save()

    choose(phone, people[0], "present")

    phone.get_by_text("Not accepted by the office: 1").wait_for()
    phone.get_by_text("is no longer enrolled (Withdrawn)").wait_for()
    phone.get_by_role("button", name="Remove from this phone").click()
    phone.get_by_text("Not accepted").wait_for(state="detached")
    assert queue_of(phone) == []


def test_keeping_the_page_in_three_languages_chooses_none(phone):
    kept = {one["name"]: one["value"] for one in phone.context.cookies()}

    assert kept["django_language"] == "en"


def test_a_browser_that_keeps_nothing_says_so(
    open_page, sign_in, lead, session, people
):
    page = open_page(PHONE, locale="en")
    page.add_init_script(
        "Object.defineProperty(window, 'indexedDB', {value: {open() { throw new DOMException('no', 'SecurityError'); }}})"
    )
    sign_in(page, lead)
    page.goto(f"/en/trainer/session/{session.pk}/")

    page.get_by_text("This browser keeps nothing").wait_for()
    choose(page, people[0], "late")
    page.get_by_role("button", name="Save").click()

    page.get_by_text("Saved: 1 mark.").wait_for()
    mark = Mark.objects.get()
    assert (mark.enrolment, mark.value) == (people[0], "late")


def test_a_full_phone_never_says_saved(phone, people):
    phone.evaluate(
        """() => {
          const put = IDBObjectStore.prototype.put;
          IDBObjectStore.prototype.put = function (...args) {
            if (this.name === "queue") { this.transaction.abort(); throw new DOMException("full", "QuotaExceededError"); }
            return put.apply(this, args);
          };
        }"""
    )
    choose(phone, people[0], "late")

    phone.locator(".notice--bad").wait_for()
    expect(phone.locator(f"input[name=mark-{people[0].pk}]:checked")).to_have_count(0)
    expect(phone.get_by_text("On this phone, not yet")).to_have_count(0)


def test_a_roll_call_by_keyboard_alone(browser_page, sign_in, lead, session, people):
    sign_in(browser_page, lead)
    opened(browser_page, session)
    browser_page.locator(f"input[name=mark-{people[0].pk}]").first.focus()

    for _person in people:
        browser_page.keyboard.press("Space")
        browser_page.keyboard.press("Tab")

    browser_page.get_by_text("Everything has reached the office.").wait_for()
    assert list(Mark.objects.values_list("value", flat=True)) == ["present"] * PEOPLE


def test_what_is_being_kept_is_not_taken_back_on_the_screen(phone, session, people):
    """Else the list is drawn without it, and a keyboard goes astray."""
    phone.evaluate(
        """() => {
          const say = rollCallStore.say;
          const gate = new Promise((resolve) => { window.letGo = resolve; });
          rollCallStore.say = async (...all) => { await gate; return say(...all); };
        }"""
    )
    late = phone.locator(f"input[name=mark-{people[0].pk}][value=late]")
    choose(phone, people[0], "late")
    phone.evaluate("dispatchEvent(new Event('online'))")
    phone.get_by_text(f"1 / {PEOPLE}").wait_for()
    expect(late).to_be_checked()

    phone.evaluate("letGo()")
    phone.get_by_text("Everything has reached the office.").wait_for()
    expect(late).to_be_checked()
    assert Mark.objects.get().value == "late"


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("language", ["sq", "sr-latn", "en"])
def test_no_barrier_is_found(
    open_page, sign_in, lead, session, people, language, width
):
    page = open_page({"width": width, "height": 800})
    sign_in(page, lead)
    opened(page, session, language)

    results = Axe().run(page)

    assert results.violations_count == 0, results.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_it_is_light(open_page, sign_in, lead, session, people):
    page = open_page(PHONE, locale="en")
    sign_in(page, lead)
    page.context.clear_cookies(name="none")
    client = page.context.new_cdp_session(page)
    client.send("Network.enable")
    sizes = {}
    urls = {}
    client.on(
        "Network.responseReceived",
        lambda event: urls.update({event["requestId"]: event["response"]["url"]}),
    )
    client.on(
        "Network.loadingFinished",
        lambda event: sizes.update({event["requestId"]: event["encodedDataLength"]}),
    )
    opened(page, session)
    first = sum(sizes.values())
    sizes.clear()

    opened(page, session)

    again = {urls[one]: size for one, size in sizes.items() if size}
    assert first <= 60_000
    # Only the question whether the names have changed, and the worker's own check.
    assert [url for url in again if "/api/" not in url and "worker" not in url] == []
    assert sum(again.values()) < 2_000


def test_a_batch_of_marks_is_small(phone, people, session):
    sent = []
    phone.on(
        "request",
        lambda request: sent.append(request) if "/marks/" in request.url else None,
    )
    phone.context.set_offline(True)
    phone.get_by_role("button", name="Everyone else is present").click()
    waits(phone, PEOPLE)
    sent.clear()
    phone.context.set_offline(False)
    phone.evaluate("dispatchEvent(new Event('online'))")
    waits(phone, 0)

    marks = [json.loads(request.post_data)["marks"] for request in sent]
    weight = sum(len(request.post_data) for request in sent)
    assert sum(map(len, marks)) == PEOPLE
    assert weight / PEOPLE * 25 <= 4096
