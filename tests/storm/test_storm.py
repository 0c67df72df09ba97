"""R1, O3, O10 and R13: many phones, a network that cuts, a server that is killed.

The small form runs with every test; `make heavy` is the large one: 50 phones,
25,000 marks, 20 kills.
"""

from __future__ import annotations

import os
import sys
from collections import Counter
from datetime import timedelta
from random import Random
from statistics import median, quantiles
from threading import Event, Lock

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from lms.delivery.models import Mark, MarkEvent
from tests.factories.curriculum import ModuleEditionFactory
from tests.factories.delivery import (
    EnrolmentFactory,
    FacilitatorFactory,
    SessionFactory,
    TrainingFactory,
)
from tests.factories.users import UserFactory

from .phones import BATCH, Forgetful, Phone, Renaming, Weather
from .server import assert_database_is_whole

pytestmark = pytest.mark.django_db(transaction=True)

PHONES = int(os.environ.get("FENER_STORM_PHONES", "6"))
MARKS = int(os.environ.get("FENER_STORM_MARKS", "300"))
KILLS = int(os.environ.get("FENER_STORM_KILLS", "2"))
#: Phones that come back in the same second, each with one batch.
BACK = int(os.environ.get("FENER_STORM_BACK", "12"))
#: So many phones take the roll calls of one training.
TOGETHER = 5
#: Seconds within which the storm must be over.
LONGEST = int(os.environ.get("FENER_STORM_SECONDS", "240"))


@pytest.fixture
def field(server):
    """`field(Phone, weather=…)` makes the phones of several trainings."""

    def make(kind=Phone, *, phones=PHONES, marks=MARKS, weather=None, heard=None):
        found = []
        for first in range(0, phones, TOGETHER):
            number = min(TOGETHER, phones - first)
            sessions, enrolments, cookie = _training(marks // phones)
            found += [
                kind(
                    port=server.port,
                    cookie=cookie,
                    sessions=sessions,
                    enrolments=enrolments,
                    chance=Random(first + place),
                    weather=weather or Weather(),
                    heard=heard or (lambda number: None),
                )
                for place in range(number)
            ]
        return found

    return make


def _training(words):
    """(sessions, enrolments, cookie of the lead) for so many words of one phone."""
    people = min(50, max(words // 5, 1))
    day = timezone.localdate()
    lead = UserFactory()
    training = TrainingFactory(
        editions=[ModuleEditionFactory()], start_date=day, end_date=day + timedelta(99)
    )
    FacilitatorFactory(training=training, trainer__professional__user=lead)
    sessions = [
        SessionFactory(training=training, date=day + timedelta(place)).pk
        for place in range(words // people)
    ]
    enrolments = [
        one.pk for one in EnrolmentFactory.create_batch(people, training=training)
    ]
    client = Client()
    client.force_login(lead, backend="django.contrib.auth.backends.ModelBackend")
    return sessions, enrolments, f"sessionid={client.cookies['sessionid'].value}"


class Progress:
    """How many words are known to be kept; wakes whoever waits for a number."""

    def __init__(self):
        self.kept, self._lock, self._heard = 0, Lock(), Event()

    def __call__(self, number):
        with self._lock:
            self.kept += number
        self._heard.set()

    def reaches(self, number, phones):
        while self.kept < number and any(phone.is_alive() for phone in phones):
            self._heard.wait(1)
            self._heard.clear()


def over(phones):
    for phone in phones:
        phone.join(LONGEST)
    assert not any(phone.is_alive() for phone in phones)


def said_by(phones):
    return [
        (session, word) for one in phones for session, words in one.said.items()
        for word in words
    ]  # fmt: skip


def faults(phones):
    """(lost, more than said) by the ids of the words."""
    said = {word["id"] for _session, word in said_by(phones)}
    kept = {str(pk) for pk in MarkEvent.objects.values_list("pk", flat=True)}
    return len(said - kept), len(kept - said)


def marks_expected(phones):
    """What stands about each person and session, found without the product's code."""
    newest = {}
    for session, word in said_by(phones):
        key = (word["who"], session)
        if key not in newest or (word["n"], word["id"]) > newest[key][:2]:
            newest[key] = (word["n"], word["id"], word["mark"])
    return {key: mark for key, (_n, _id, mark) in newest.items()}


def test_storm_with_killed_servers_loses_and_doubles_nothing(server, field, capsys):
    progress = Progress()
    phones = field(heard=progress)
    words = sum(len(one.sessions) * len(one.enrolments) for one in phones)
    server.start()
    start = timezone.now()
    for phone in phones:
        phone.start()
    for kill in range(1, KILLS + 1):
        progress.reaches(words * kill // (KILLS + 1), phones)
        server.kill()
        server.start()
    over(phones)

    assert faults(phones) == (0, 0)
    assert not any(phone.refused for phone in phones)
    marks = Mark.objects.values_list("enrolment", "session", "value")
    assert {(who, where): mark for who, where, mark in marks} == marks_expected(phones)
    numbers = Counter()
    for session, number in MarkEvent.objects.values_list("session", "number"):
        numbers[session] = max(numbers[session], number)
    assert sum(numbers.values()) == words == MarkEvent.objects.count()
    assert_database_is_whole()
    _tell(capsys, f"{words} words, {KILLS} kills", phones, start)


def test_all_phones_back_at_once_after_an_outage_are_served(server, field, capsys):
    """Nobody reaches the office for a while; then everybody does in the same second."""
    phones = field(phones=BACK, marks=BACK * BATCH, weather=Weather(cut=0, unheard=0))
    for phone in phones:
        phone.start()
    start = timezone.now()
    server.start()
    over(phones)

    assert faults(phones) == (0, 0)
    _tell(capsys, "all back at once", phones, start)


@pytest.mark.parametrize(("kind", "more"), [(Forgetful, -1), (Renaming, 1)])
def test_phone_that_forgets_or_renames_is_found_out(server, field, kind, more):
    """Negative control: words that were lost or doubled would have been seen above."""
    phones = field(kind, phones=3, marks=300, weather=Weather(cut=0.3, unheard=0.4))
    server.start()
    for phone in phones:
        phone.start()
    over(phones)

    assert (MarkEvent.objects.count() - len(said_by(phones))) * more > 0


def _tell(capsys, what, phones, start):
    """The figures of the large form, for the person who runs it."""
    if "FENER_STORM_PHONES" not in os.environ:
        return
    seconds = [one for phone in phones for one in phone.seconds]
    with capsys.disabled():
        sys.stdout.write(
            f"\nstorm on {connection.vendor}: {len(phones)} phones, {what}, "
            f"{(timezone.now() - start).total_seconds():.1f} s in all; a batch "
            f"{median(seconds):.2f} s, p99 {quantiles(seconds, n=100)[98]:.2f} s\n"
        )
