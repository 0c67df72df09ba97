"""What takes long is done before anybody has to wait; the register has the last word."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.utils import timezone

from certificates.backends import MemoryRenderer
from certificates.domain.ahead import issue_ahead
from certificates.domain.issuing import IssuingRefused, issue
from certificates.domain.runs import carry_out, start_run
from certificates.models import Certificate, RegisterCounter
from certificates.pdf.page import PageRefused
from lms.delivery.models import Enrolment
from tests.certificates.authority import Stamper
from tests.factories.certificates import CertificateTemplateFactory
from tests.factories.delivery import EnrolmentFactory, TrainingFactory
from trainers_pool.models import Professional

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 4, 2, 10, tzinfo=UTC)


def depth():
    """How many transactions are open, one inside the other."""
    return len(connection.savepoint_ids)


class Watched(MemoryRenderer):
    """Says of each page its number, and whether others had to wait for it.

    `meanwhile` happens once, while the first page is drawn.
    """

    drawn = []
    meanwhile = None
    outside = 0

    def render(self, page, **kwargs):
        Watched.drawn.append((page.number, depth() > Watched.outside))
        happens, Watched.meanwhile = Watched.meanwhile, None
        if happens:
            happens()
        return super().render(page, **kwargs)


@pytest.fixture
def watched(settings):
    settings.CERTIFICATES_RENDERER = f"{__name__}.Watched"
    Watched.drawn, Watched.outside = [], depth()
    yield Watched
    Watched.meanwhile = None


def of(name):
    return Enrolment.objects.get(professional__first_name=name)


def one(name, kind):
    return issue(of(name), kind=kind, by=None, now=NOW)


def test_a_page_is_drawn_once_and_nobody_waits(held, kind, watched):
    held("Arta Gashi")

    assert one("Arta", kind).number == "P-2026-0001"

    assert watched.drawn == [("P-2026-0001", False)]


def test_a_run_draws_before_it_locks(held, kind, watched):
    held("Arta Gashi", "Besa Krasniqi")

    run = start_run(kind, by=None, now=timezone.now())
    carry_out(run)

    assert [waited_for for _number, waited_for in watched.drawn] == [False, False]
    run.refresh_from_db()
    assert run.issued == Certificate.objects.count() == 2


def test_printing_ahead_draws_before_it_locks(kind, watched):
    training = TrainingFactory(days=1)
    EnrolmentFactory.create_batch(2, training=training)

    report = issue_ahead(training, kind=kind, by=None, now=timezone.now())

    assert [certificate.sequence for certificate in report.issued] == [1, 2]
    assert [waited_for for _number, waited_for in watched.drawn] == [False, False]


def test_stamps_are_fetched_before_anything_is_locked(
    held, kind, memory, stamping, monkeypatch
):
    asked, outside = [], depth()
    real = Stamper.async_request_tsa_response

    async def watching(self, req):
        asked.append(depth() > outside)
        return await real(self, req)

    monkeypatch.setattr(Stamper, "async_request_tsa_response", watching)
    stamping()
    held("Arta Gashi")

    assert one("Arta", kind).seal_profile == "B-LTA"

    assert asked
    assert not any(asked)


def test_a_number_that_another_took_is_not_given_twice(held, kind, watched):
    held("Arta Gashi", "Besa Krasniqi")
    watched.meanwhile = lambda: one("Besa", kind)

    arta = one("Arta", kind)

    assert arta.number == "P-2026-0002"
    assert arta.code.replace("-", "").encode() in bytes(arta.file.pdf)
    assert watched.drawn == [
        ("P-2026-0001", False),
        ("P-2026-0001", False),
        ("P-2026-0002", True),
    ]
    assert RegisterCounter.objects.get().last == Certificate.objects.count() == 2


def test_a_name_corrected_meanwhile_is_the_one_that_stands(held, kind, watched):
    held("Arta Gahsi")
    watched.meanwhile = lambda: Professional.objects.update(last_name="Gashi")

    arta = one("Arta", kind)

    assert arta.holder_name == arta.facts["holder"] == "Arta Gashi"
    assert watched.drawn == [("P-2026-0001", False), ("P-2026-0001", True)]


def test_a_template_published_meanwhile_is_the_one_that_is_used(held, kind, watched):
    held("Arta Gashi")
    watched.meanwhile = lambda: CertificateTemplateFactory(kind=kind, published=True)

    arta = one("Arta", kind)

    template = kind.templates.get()
    assert arta.facts["template"] == {
        "id": template.pk,
        "revision": template.live_revision_id,
    }
    assert watched.drawn == [("P-2026-0001", False)]


def test_whoever_gets_one_meanwhile_gets_no_second(held, kind, watched):
    held("Arta Gashi")
    watched.meanwhile = lambda: one("Arta", kind)

    again = one("Arta", kind)

    assert Certificate.objects.get() == again
    assert RegisterCounter.objects.get().last == 1


def test_a_page_refused_beforehand_takes_no_number(held, kind, watched):
    def refuse():
        raise PageRefused("no ink")

    held("Arta Gashi")
    watched.meanwhile = refuse

    with pytest.raises(IssuingRefused, match="no ink"):
        one("Arta", kind)

    assert not RegisterCounter.objects.exists()


def test_what_belongs_to_it_is_done_with_it_or_not_at_all(held, kind, watched):
    def fail():
        raise ZeroDivisionError

    held("Arta Gashi")

    with pytest.raises(ZeroDivisionError):
        issue(of("Arta"), kind=kind, by=None, now=NOW, also=fail)

    assert not Certificate.objects.exists()
    assert not RegisterCounter.objects.exists()
