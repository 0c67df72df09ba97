"""O5, O7, O9, O12 and the slow network: what the roll call promises over days."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session as Login
from django.utils import timezone
from playwright.sync_api import expect

from lms.delivery.models import Mark, MarkEvent
from lms.delivery.views import shell
from tests.browser.conftest import PHONE
from tests.browser.roll_call import (
    choose,
    opened,
    queue_of,
    stored_names,
    waits,
)

pytestmark = pytest.mark.browser

#: 400 kbit/s, as bytes a second.
SLOW = 400_000 / 8
DAY = "24:00:00"


def online(page):
    page.context.set_offline(False)
    page.evaluate("dispatchEvent(new Event('online'))")


def sent(page, enrolment, value):
    with page.expect_response("**/marks/"):
        choose(page, enrolment, value)
    waits(page, 0)


def test_a_week_without_network_and_a_login_that_ended_lose_nothing(
    phone, session, people, sign_in, lead
):
    phone.clock.install()
    phone.context.set_offline(True)
    choose(phone, people[0], "late")
    waits(phone, 1)
    for _day in range(7):
        phone.clock.fast_forward(DAY)
    Login.objects.all().delete()
    phone.context.clear_cookies()
    phone.reload()
    waits(phone, 1)
    expect(phone.get_by_text(str(people[0].professional))).to_be_visible()

    online(phone)
    phone.get_by_text("Sign in again, and everything is sent.").wait_for()
    assert len(queue_of(phone)) == 1
    sign_in(phone, lead)
    opened(phone, session)

    waits(phone, 0)
    assert Mark.objects.get().value == "late"


def test_a_new_release_takes_over_and_the_old_page_still_hands_in(
    phone, people, monkeypatch
):
    phone.route("**/marks/", lambda route: route.abort())
    choose(phone, people[0], "late")
    phone.get_by_text("No network.").wait_for()
    before = phone.evaluate("caches.keys()")
    old = shell._worker()
    monkeypatch.setattr(
        shell, "_worker", lambda: old.replace("fener-roll-call-", "fener-roll-call-new")
    )

    phone.evaluate("navigator.serviceWorker.ready.then((one) => one.update())")
    phone.wait_for_function(
        "(before) => caches.keys().then((now) => now.join() !== before.join() && now.length === 1)",
        arg=before,
    )

    phone.unroute_all(behavior="wait")
    phone.get_by_role("button", name="Send now").click()
    waits(phone, 0)
    assert Mark.objects.get().value == "late"

    phone.context.set_offline(True)
    choose(phone, people[1], "absent")
    waits(phone, 1)
    phone.reload()
    waits(phone, 1)
    online(phone)
    waits(phone, 0)
    assert MarkEvent.objects.count() == 2


def test_the_phone_holds_names_numbers_and_marks_and_nothing_else(
    open_page, sign_in, lead, session, people
):
    one = people[0]
    kept_back = {
        one.professional: ("email", "canary@example.org"),
        one.institution: ("name_sq", "Kanarina e institucionit"),
        one.profession: ("name_sq", "Kanarina e profesionit"),
        lead: ("email", "canary-of-the-lead@example.org"),
    }
    for thing, (name, text) in kept_back.items():
        setattr(thing, name, text)
        thing.save()
    one.professional.phone = "+38344999888"
    one.professional.save()
    page = open_page(PHONE, locale="en")
    sign_in(page, lead)
    opened(page, session)
    choose(page, one, "present")
    page.get_by_text("Everything has reached the office.").wait_for()

    kept = stored_names(page)

    assert str(one.professional) in kept
    for text in ("canary", "Kanarina", "+38344999888"):
        assert text not in kept


def test_names_go_a_day_after_everything_reached_the_office(phone, people):
    choose(phone, people[0], "present")
    phone.get_by_text("Everything has reached the office.").wait_for()
    phone.clock.install()
    phone.clock.fast_forward("25:00:00")
    phone.context.set_offline(True)

    phone.reload()
    phone.get_by_text("This roll call is not on this phone yet.").wait_for()

    assert str(people[0].professional) not in stored_names(phone)


@pytest.mark.parametrize("days", [3, -3])
def test_a_clock_that_is_days_off_is_shown_and_decides_nothing(
    open_page, sign_in, lead, session, people, days
):
    off = open_page(PHONE, locale="en")
    off.clock.set_system_time(timezone.now() + timedelta(days=days))
    sign_in(off, lead)
    opened(off, session)
    sent(off, people[0], "absent")
    right = open_page(PHONE, locale="en")
    sign_in(right, lead)
    opened(right, session)
    sent(right, people[0], "present")

    first, last = MarkEvent.objects.order_by("number")
    assert abs(first.clock_ahead - days * 86_400) < 120
    assert abs(last.clock_ahead) < 120
    assert abs(first.device_at - first.received_at - timedelta(days=days)) < timedelta(
        minutes=2
    )
    assert Mark.objects.get().value == "present"
    right.goto(f"/en/trainer/session/{session.pk}/disputes/")
    expect(
        right.get_by_role("heading", name="Devices whose clock was off")
    ).to_be_visible()


def test_it_is_usable_within_seconds_on_a_slow_network(
    open_page, sign_in, lead, session, people
):
    page = open_page(PHONE, locale="en")
    sign_in(page, lead)
    page.context.new_cdp_session(page).send("Network.clearBrowserCache")
    network = page.context.new_cdp_session(page)
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
    page.goto(f"/en/trainer/session/{session.pk}/", wait_until="commit")
    page.locator(".roll-call__person").first.wait_for(timeout=4_000)
    started = page.evaluate("performance.now()")

    assert started <= 4_000
