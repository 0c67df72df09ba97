"""A phone with a roll call on it, for the tests that take it in the hand."""

from __future__ import annotations

import os
from datetime import time, timedelta

import pytest
from django.utils import timezone

from home.roles import load_roles
from tests.factories.curriculum import ModuleEditionFactory
from tests.factories.delivery import (
    EnrolmentFactory,
    FacilitatorFactory,
    SessionFactory,
    TrainingFactory,
)
from tests.factories.site import restore_base
from tests.factories.users import UserFactory

PHONE = {"width": 360, "height": 740}
#: People on the list; FENER_ROLL_CALL=400 is the heavy form.
PEOPLE = int(os.environ.get("FENER_ROLL_CALL", "12"))

WORKER_IS_THERE = """Promise.race([
  navigator.serviceWorker.ready.then(() => true),
  new Promise((resolve) => setTimeout(resolve, 10000, false)),
])"""


@pytest.fixture
def lead(transactional_db):
    """A trainer; the roll call needs the roles of the site and none of its pages."""
    restore_base()
    load_roles()
    return UserFactory(username="lead", roles=["Trainers"])


@pytest.fixture
def session(lead):
    today = timezone.localdate()
    training = TrainingFactory(
        editions=[ModuleEditionFactory()],
        start_date=today,
        end_date=today + timedelta(days=1),
    )
    FacilitatorFactory(training=training, trainer__professional__user=lead)
    return SessionFactory(training=training, starts=time(9), ends=time(15))


@pytest.fixture
def people(session):
    return [
        EnrolmentFactory(
            training=session.training,
            professional__first_name=f"Arta {number:03}",
            professional__last_name="Çela",
        )
        for number in range(PEOPLE)
    ]


@pytest.fixture
def phone(open_page, sign_in, lead, session, people):
    """A phone on which the roll call was opened once, with network."""
    page = open_page(PHONE, locale="en", has_touch=True)
    sign_in(page, lead)
    opened(page, session)
    return page


def opened(page, session, language="en"):
    page.goto(f"/{language}/trainer/session/{session.pk}/")
    page.locator(".roll-call__person").first.wait_for()
    assert page.evaluate(WORKER_IS_THERE)


def choose(page, enrolment, value):
    page.locator(f"label:has(input[name=mark-{enrolment.pk}][value={value}])").click()


def waits(page, count):
    """Until the page says that so many marks are on the phone only."""
    page.locator(f'[data-waiting="{count}"]').wait_for()


def queue_of(page):
    return page.evaluate("rollCallStore.queue()")


def stored_names(page):
    """Everything that the browser keeps for this site, as one text."""
    return page.evaluate(
        """async () => {
          const kept = [await rollCallStoreOf(), JSON.stringify(localStorage)];
          for (const name of await caches.keys()) {
            const cache = await caches.open(name);
            for (const request of await cache.keys()) kept.push(await (await cache.match(request)).text());
          }
          return kept.join("\\n");
          async function rollCallStoreOf() {
            const db = await new Promise((resolve) => {
              const request = indexedDB.open("fener-roll-call");
              request.onsuccess = () => resolve(request.result);
            });
            const all = [];
            for (const name of db.objectStoreNames) {
              all.push(await new Promise((resolve) => {
                const request = db.transaction(name).objectStore(name).getAll();
                request.onsuccess = () => resolve(JSON.stringify(request.result));
              }));
            }
            db.close();
            return all.join();
          }
        }"""
    )
