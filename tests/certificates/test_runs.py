"""Many at once: every wait counted, cut off and taken up, nothing twice or lost."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from certificates.backends import MemoryRenderer
from certificates.domain import runs
from certificates.domain.runs import carry_out, start_run, take_up, waiting
from certificates.models import Certificate, IssueRun
from certificates.models.run import SILENCE
from lms.delivery.models import Enrolment
from tests.factories.certificates import CertificateKindFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("memory")]
ENGLISH = {"HTTP_ACCEPT_LANGUAGE": "en"}


@pytest.fixture
def run(held, kind):
    """A run for three people of two trainings, one of whom cannot be printed."""
    held("Arta Gashi", "Besa 学", absent=["Zana Berisha"], code="T-1")
    held("Dren Hoxha", code="T-2")
    return start_run(kind, by=None, now=timezone.now())


class Killed(BaseException):
    """What a test throws where a worker would be killed."""


@pytest.fixture
def killed_after(monkeypatch):
    """`killed_after(1)`: the worker dies before the second certificate."""
    real = runs.issue

    def make(number):
        left = iter(range(number))

        def issue(*args, **kwargs):
            if next(left, None) is None:
                raise Killed
            return real(*args, **kwargs)

        monkeypatch.setattr(runs, "issue", issue)
        return lambda: monkeypatch.setattr(runs, "issue", real)

    return make


def of(name):
    return Enrolment.objects.get(professional__first_name=name)


def test_a_run_issues_for_all_trainings_and_says_how_many_it_refused(run):
    carry_out(run)

    run.refresh_from_db()
    assert (run.total, run.issued, run.refused) == (3, 2, 1)
    assert run.finished_at
    assert [one.sequence for one in Certificate.objects.order_by("pk")] == [1, 2]


class Jams(MemoryRenderer):
    """Breaks, in a way that nobody has foreseen, for everybody called Arta."""

    def render(self, page, **kwargs):
        if page.holder.lines[0].startswith("Arta"):
            raise OSError("paper jam")
        return super().render(page, **kwargs)


def test_what_breaks_for_one_is_logged_and_harms_no_other(run, settings, caplog):
    settings.CERTIFICATES_RENDERER = f"{__name__}.Jams"

    carry_out(run)

    run.refresh_from_db()
    assert (run.issued, run.refused) == (1, 2)
    assert [one.sequence for one in Certificate.objects.all()] == [1]
    words = "Something broke; the operator’s log says what."
    assert run.refusals.filter(reason=words).count() == 1
    assert "paper jam" in caplog.text
    assert "Gashi" not in caplog.text


def test_the_reason_stands_beside_the_name(
    run, kind, administrator, client_of, settings
):
    settings.CERTIFICATES_RENDERER = f"{__name__}.Jams"
    carry_out(run)
    page = reverse("certificate_desk:training", args=[of("Arta").training_id])
    client = client_of(administrator)

    assert (
        "Refused by the last run: Something broke" in client.get(page, **ENGLISH).text
    )

    settings.CERTIFICATES_RENDERER = "certificates.backends.MemoryRenderer"
    done = client.post(page, follow=True, **ENGLISH).text
    assert "Refused by the last run" not in done
    assert Certificate.objects.filter(enrolment=of("Arta")).exists()


def test_a_seal_that_fails_ends_the_run_and_says_why(
    run, sealing, administrator, client_of, tmp_path
):
    sealing(CERTIFICATES_SEAL_KEY=str(tmp_path / "lost.pem"))
    address = reverse("certificate_desk:all")
    carry_out(run)

    run.refresh_from_db()
    assert (run.issued, run.refused) == (0, 0)
    assert run.finished_at
    assert "lost.pem" in run.reason
    page = client_of(administrator).get(address, **ENGLISH).text
    assert "after 0, for nobody else could get a certificate" in page
    assert "Issue 3 certificates" in page


def test_a_killed_run_goes_on_where_it_stopped(run, kind, killed_after):
    revive = killed_after(1)
    with pytest.raises(Killed):
        carry_out(run)
    revive()
    later = timezone.now() + SILENCE
    IssueRun.objects.update(alive_at=timezone.now() - SILENCE - timedelta(seconds=1))
    run.refresh_from_db()
    assert run.is_interrupted

    carry_out(take_up(run, now=later))

    run.refresh_from_db()
    assert (run.total, run.issued, run.refused) == (3, 2, 1)
    assert sorted(one.sequence for one in Certificate.objects.all()) == [1, 2]
    assert [one.professional.first_name for one in waiting(kind)] == ["Besa"]


def test_carrying_out_twice_issues_nothing_twice(run):
    carry_out(run)
    carry_out(run)

    assert Certificate.objects.count() == 2


def test_two_that_start_the_same_share_one_run(run, kind):
    assert start_run(kind, by=None, now=timezone.now()) == run
    other = CertificateKindFactory(module=True)
    assert start_run(other, by=None, now=timezone.now()) != run


def test_the_page_says_how_many_wait_and_issues_for_them(
    run, administrator, client_of, kind
):
    IssueRun.objects.all().delete()
    client = client_of(administrator)
    address = reverse("certificate_desk:all")
    assert "3 people of all closed trainings" in client.get(address, **ENGLISH).text

    done = client.post(address, follow=True, **ENGLISH).text

    assert Certificate.objects.count() == 2
    assert "issued 2 and refused 1" in done
    assert "T-1" in done
    assert "T-2" not in done


def test_the_page_says_how_the_last_run_ended(run, administrator, client_of):
    carry_out(run)
    run.refusals.all().delete()

    page = client_of(administrator).get(reverse("certificate_desk:all"), **ENGLISH)

    assert "The last run issued 2 certificates." in page.text


def test_the_page_of_an_interrupted_run_offers_to_go_on(run, administrator, client_of):
    IssueRun.objects.update(alive_at=timezone.now() - 2 * SILENCE)
    client = client_of(administrator)

    page = client.get(reverse("certificate_desk:all"), **ENGLISH).text
    client.post(reverse("certificate_desk:all"), **ENGLISH)

    assert "Issuing was interrupted after 0." in page
    assert "Go on" in page
    assert IssueRun.objects.get().issued == 2


def test_a_run_under_way_is_shown_and_not_doubled(run, administrator, client_of):
    client = client_of(administrator)
    page = client.get(reverse("certificate_desk:all"), **ENGLISH).text
    client.post(reverse("certificate_desk:all"), **ENGLISH)

    assert "0 of 3" in page
    assert IssueRun.objects.get() == run
    assert not Certificate.objects.exists()
