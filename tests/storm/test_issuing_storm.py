"""R3: clerks issue at once, pages fail, processes are killed; the register stays whole.

The small form runs with every test; `make heavy` is the large one: 8 clerks with 500
certificates each, 10 kills.
"""

import os
import sys
import time
from datetime import timedelta
from hashlib import sha256

import pytest
from django.db import connection, connections
from django.utils import timezone
from wagtail.models import ModelLogEntry

from certificates.domain.runs import start_run, take_up, waiting
from certificates.models import (
    Certificate,
    CertificateFile,
    IssueRun,
    RegisterCounter,
)
from certificates.models.run import SILENCE
from tests.factories.assessment import all_completed
from tests.factories.certificates import CertificateKindFactory
from tests.factories.curriculum import ModuleEditionFactory
from tests.factories.delivery import SessionFactory, TrainingFactory
from tests.factories.site import restore_base
from trainers_pool.models import Professional

from .clerks import (
    FORESEEN,
    FORKED,
    PATIENCE,
    Clerk,
    Desk,
    Plain,
    Real,
    carry_out,
    highest_and_one,
    of_its_own,
    work_together,
)
from .server import assert_database_is_whole, environment

pytestmark = pytest.mark.django_db(transaction=True)

CLERKS = int(os.environ.get("FENER_STORM_CLERKS", "4"))
ISSUES = int(os.environ.get("FENER_STORM_ISSUES", "12"))
KILLS = int(os.environ.get("FENER_STORM_CLERK_KILLS", "2"))
#: Certificates of one run in the background.
RUN = int(os.environ.get("FENER_STORM_RUN", "16"))


@pytest.fixture
def kind(transactional_db, monkeypatch):
    restore_base()
    for name, value in environment().items():
        monkeypatch.setenv(name, value)
    return CertificateKindFactory()


def completed(number):
    """The enrolments of as many people, who completed a training that is closed."""
    training = TrainingFactory(closed=True, editions=[ModuleEditionFactory()])
    session = SessionFactory(training=training)
    people = Professional.objects.bulk_create(
        Professional(first_name="Arta", last_name=f"Nr{n}", folded_name=f"arta nr{n}")
        for n in range(number)
    )
    enrolments = all_completed(session, people)
    # Other processes are to see it, and to hold the database alone.
    connections.close_all()
    return [one.pk for one in enrolments]


def storm(desk, *, issues=ISSUES, kills=0):
    """Two clerks each have the same people, in the same order; what came of it all."""
    people = completed(CLERKS * issues // 2)
    clerks = [
        Clerk(desk, people[number // 2 :: CLERKS // 2], luck=number)
        for number in range(CLERKS)
    ]
    work_together(clerks, kills=kills)
    return clerks


def faults(clerks):
    """How often something is wrong with the register, by what; nothing where it is well."""
    rows = Certificate.objects.values_list("sequence", "enrolment", "number")
    sequences = [sequence for sequence, _enrolment, _number in rows]
    told = [pair for clerk in clerks for pair in clerk.came_of.items()]
    numbers = {pair for pair in told if "-" in pair[1]}
    counted = {
        "numbers twice": len(sequences) - len(set(sequences)),
        "numbers missing": max(sequences) - len(set(sequences)),
        "people twice": len(rows) - len({enrolment for _number, enrolment, _ in rows}),
        "told and not there": len(numbers - {row[1:] for row in rows}),
        "there and not told": len({row[1:] for row in rows} - numbers),
        "not foreseen": sum("-" not in one and one not in FORESEEN for _, one in told),
    }
    return {what: number for what, number in counted.items() if number}


def assert_each_is_whole():
    """Every certificate has its file and its entry in the history; nothing is half."""
    number = Certificate.objects.count()
    files = CertificateFile.objects.values_list("certificate__sha256", "pdf")
    assert [sha for sha, pdf in files if sha != sha256(bytes(pdf)).hexdigest()] == []
    assert len(files) == number
    assert ModelLogEntry.objects.filter(action="certificates.issue").count() == number
    assert RegisterCounter.objects.get().last == number


@pytest.mark.parametrize(("pages", "issues"), [(Plain, ISSUES), (Real, ISSUES // 3)])
def test_clerks_at_once_who_are_killed_leave_no_gap(kind, pages, issues, capsys):
    start = time.monotonic()

    clerks = storm(Desk(kind.pk, pages), issues=issues, kills=KILLS)

    assert faults(clerks) == {}
    assert sum(clerk.lives - 1 for clerk in clerks) >= KILLS // 2
    assert_each_is_whole()
    assert_database_is_whole()
    _tell(capsys, f"{CLERKS} clerks, {pages.__name__.lower()} pages", clerks, start)


@pytest.mark.parametrize(
    ("numbering", "fault"),
    [(highest_and_one, "not foreseen"), (of_its_own, "numbers missing")],
)
def test_careless_numbers_are_found_out(kind, numbering, fault):
    """Negative control: MAX+1 is given twice, a sequence leaves gaps; seen above."""
    clerks = storm(Desk(kind.pk, numbering=numbering), issues=4)

    assert fault in faults(clerks)


def test_run_whose_worker_is_killed_is_taken_up_where_it_was(kind, capsys):
    people = completed(RUN)
    run = start_run(kind, by=None, now=timezone.now())
    start = time.monotonic()

    worker = background(run)
    seen = watch(run, worker, until=RUN // 2)
    worker.kill()
    worker.join(PATIENCE)
    run.refresh_from_db()
    assert run.issued == Certificate.objects.count() < RUN
    IssueRun.objects.update(alive_at=timezone.now() - 2 * SILENCE)
    run.refresh_from_db()
    assert run.is_interrupted
    worker = background(take_up(run, now=timezone.now()))
    seen += watch(run, worker, until=RUN)
    worker.join(PATIENCE)

    run.refresh_from_db()
    issued = Certificate.objects.order_by("sequence")
    assert [one.sequence for one in issued] == list(range(1, run.issued + 1))
    assert {one.enrolment_id for one in issued} | set(
        waiting(kind).values_list("pk", flat=True)
    ) == set(people)
    assert (run.done, run.total, run.finished_at is None) == (RUN, RUN, False)
    assert len(set(seen)) > 2
    assert_each_is_whole()
    _tell(capsys, f"run of {RUN}, killed at {RUN // 2}", [], start)


def background(run):
    connections.close_all()
    worker = FORKED.Process(target=carry_out, args=(run.pk,), daemon=True)
    worker.start()
    return worker


def watch(run, worker, *, until):
    """How far the page would have said that it is, time and again."""
    seen = []
    deadline = time.monotonic() + PATIENCE + timedelta(seconds=RUN).total_seconds()
    while worker.is_alive() and (not seen or seen[-1] < until):
        assert time.monotonic() < deadline, "the run has stopped"
        run.refresh_from_db()
        seen.append(run.done)
        worker.join(0.02)
    return seen


def _tell(capsys, what, clerks, start):
    """The figures of the large form, for the person who runs it."""
    if "FENER_STORM_CLERKS" not in os.environ:
        return
    asked = sum(len(clerk.people) for clerk in clerks)
    deaths = sum(clerk.lives - 1 for clerk in clerks)
    with capsys.disabled():
        sys.stdout.write(
            f"\nissuing on {connection.vendor}: {what}, {asked} asked for, "
            f"{deaths} killed, {Certificate.objects.count()} issued, "
            f"{time.monotonic() - start:.1f} s, load {os.getloadavg()[0]:.1f}\n"
        )
