"""Many clerks at once: no number twice, none missing, one certificate a person."""

import threading
from datetime import UTC, datetime

import pytest
from django.db import connection, transaction

from certificates.backends import MemoryRenderer
from certificates.domain.issuing import IssuingRefused, issue, issue_for_training
from certificates.domain.register import take_number
from certificates.models import Certificate, CertificateKind, RegisterCounter
from certificates.pdf.page import PageRefused
from lms.delivery.models import Enrolment

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("memory"),
]
NOW = datetime(2026, 4, 2, 10, tzinfo=UTC)
WORKERS = 4


class SpillsInk(MemoryRenderer):
    """The renderer of pages that fail for everybody called Besa."""

    def render(self, page, **kwargs):
        if "Besa" in page.holder.lines[0]:
            raise PageRefused("no ink")
        return super().render(page, **kwargs)


def at_once(function, jobs):
    """Each job in a thread of its own, with its own connection; they start together."""
    results, errors = [], []
    barrier = threading.Barrier(len(jobs))

    def work(job):
        try:
            barrier.wait(30)
            results.append(function(job))
        except BaseException as error:  # noqa: BLE001 -- shown by the test
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(job,)) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    return results, errors


def test_numbers_have_neither_gap_nor_duplicate(held, settings):
    settings.CERTIFICATES_RENDERER = f"{__name__}.SpillsInk"
    kind = CertificateKind.objects.create(code="participation", prefix="P", name_sq="P")
    held(*(f"{'Besa' if n % 5 == 0 else 'Arta'} Nr{n}" for n in range(20)))
    enrolments = list(Enrolment.objects.order_by("pk"))
    shares = [enrolments[worker::WORKERS] for worker in range(WORKERS)]

    def issue_all(share):
        refused = 0
        for enrolment in share:
            try:
                issue(enrolment, kind=kind, by=None, now=NOW)
            except IssuingRefused:
                refused += 1
        return refused

    results, errors = at_once(issue_all, shares)

    assert errors == []
    assert sum(results) == 4
    numbers = Certificate.objects.order_by("sequence").values_list(
        "sequence", flat=True
    )
    assert list(numbers) == list(range(1, 17))
    assert RegisterCounter.objects.get().last == 16


def test_two_runs_at_once_issue_one_certificate_a_person(held):
    kind = CertificateKind.objects.create(code="participation", prefix="P", name_sq="P")
    training = held(*(f"Arta Nr{n}" for n in range(6)))
    results, errors = at_once(
        lambda _job: issue_for_training(training, kind=kind, by=None, now=NOW),
        range(WORKERS),
    )
    assert errors == []
    assert sum(len(report.issued) for report in results) == 6
    assert Certificate.objects.count() == 6


def test_numbers_without_the_lock_are_given_twice():
    """The negative control: reading the highest number and adding one is not enough."""
    kind = CertificateKind.objects.create(code="participation", prefix="P", name_sq="P")
    RegisterCounter.objects.create(kind=kind, year=2026)
    everybody_has_read = threading.Barrier(WORKERS)

    def careless(_job):
        counter = RegisterCounter.objects.get(kind=kind, year=2026)
        everybody_has_read.wait(30)
        counter.last += 1
        counter.save()
        return counter.last

    careless_numbers, errors = at_once(careless, range(WORKERS))
    assert errors == []
    assert careless_numbers == [1] * WORKERS

    def careful(_job):
        with transaction.atomic():
            return take_number(kind, year=2026)

    careful_numbers, errors = at_once(careful, range(WORKERS))
    assert errors == []
    assert sorted(careful_numbers) == [2, 3, 4, 5]
