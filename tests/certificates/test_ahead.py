"""Printed for the ceremony: not valid before the closing, void for a no-show."""

from datetime import time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from certificates.domain.ahead import issue_ahead, settle_all
from certificates.domain.changing import void
from certificates.domain.issuing import IssuingRefused, issue_for_training
from certificates.domain.verifying import as_data
from certificates.enums import CertificateState
from certificates.models import Certificate
from lms.assessment.domain.closing import close_training
from lms.delivery.domain.training import cancel_training
from tests.factories.certificates import CertificateKindFactory
from tests.factories.curriculum import ModuleEditionFactory
from tests.factories.delivery import (
    EnrolmentFactory,
    MarkFactory,
    SessionFactory,
    TrainingFactory,
)
from trainers_pool.models import Trainer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("memory")]
ENGLISH = {"HTTP_ACCEPT_LANGUAGE": "en"}


@pytest.fixture
def training():
    """Arta was there on both days, Besa never came."""
    training = TrainingFactory(days=2, editions=[ModuleEditionFactory()])
    for name, mark in (("Arta", "present"), ("Besa", "absent")):
        EnrolmentFactory(
            training=training, professional__first_name=name, marks=[mark, mark]
        )
    return training


def printed(training, kind):
    report = issue_ahead(training, kind=kind, by=None, now=timezone.now())
    return report.issued


def states():
    return {one.holder_name.split()[0]: one.state for one in Certificate.objects.all()}


def test_before_the_closing_nothing_is_valid(training, kind, client):
    first, second = printed(training, kind)

    page = client.get(f"/en/verify/{first.code}/").text

    assert as_data(first)["state"] == "ahead"
    assert "This certificate is not valid yet." in page
    assert "Not yet valid" in page
    assert [first.sequence, second.sequence] == [1, 2]
    assert not first.is_valid


def test_the_closing_makes_it_valid_and_void_for_a_no_show(training, kind):
    printed(training, kind)

    close_training(training, by=None, now=timezone.now())

    assert states() == {"Arta": "issued", "Besa": "void"}
    reason = Certificate.objects.get(state="void").state_reason
    assert reason.startswith("Did not complete")


def test_a_closing_that_fails_settles_nothing(training, kind, monkeypatch):
    printed(training, kind)
    monkeypatch.setattr("certificates.receivers.settle", lambda training: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        close_training(training, by=None, now=timezone.now())

    training.refresh_from_db()
    assert training.is_open
    assert set(states().values()) == {"ahead"}


def test_printing_ahead_twice_gives_nobody_a_second_one(training, kind):
    printed(training, kind)

    report = issue_ahead(training, kind=kind, by=None, now=timezone.now())

    assert not report.issued
    assert Certificate.objects.count() == 2


def test_a_misspelt_one_is_made_void_and_printed_again(training, kind):
    first, _second = printed(training, kind)
    void(first, reason="Misspelt", by=None)

    [again] = printed(training, kind)
    close_training(training, by=None, now=timezone.now())

    again.refresh_from_db()
    assert again.enrolment == first.enrolment
    assert again.state == "issued"


def test_of_a_cancelled_training_all_become_void(training, kind):
    printed(training, kind)
    cancel_training(training, reason="Snow", by=None)

    settled = settle_all()

    assert (settled.confirmed, settled.void) == (0, 2)
    assert set(states().values()) == {"void"}
    assert settle_all().void == 0


def test_hours_that_changed_after_printing_void_what_is_printed(training, kind):
    printed(training, kind)
    session = SessionFactory(
        training=training, date=training.end_date, starts=time(16), ends=time(18)
    )
    for enrolment in training.enrolments.filter(professional__first_name="Arta"):
        MarkFactory(enrolment=enrolment, session=session, value="present")

    close_training(training, by=None, now=timezone.now())

    reasons = Certificate.objects.values_list("state_reason", flat=True)
    assert "The hours of the training changed after it was printed." in reasons


def test_nobody_enters_the_pool_before_the_closing(training):
    kind = CertificateKindFactory(
        code="participation", prefix="P", opens_pool=True, rests_on="completed"
    )
    issue_ahead(training, kind=kind, by=None, now=timezone.now())

    assert not Trainer.objects.exists()


@pytest.mark.parametrize(
    ("trait", "facts", "words"),
    [
        ({"partial": True}, {"days": 2}, "known at the end"),
        ({"module": True}, {"days": 2}, "has no test"),
        ({}, {}, "has no sessions"),
        ({}, {"days": 1, "closed": True}, "is closed"),
        ({}, {"days": 1, "status": "cancelled"}, "is cancelled"),
    ],
)
def test_where_nothing_can_be_printed_ahead_it_says_why(trait, facts, words):
    training = TrainingFactory(**facts)

    with pytest.raises(IssuingRefused, match=words):
        issue_ahead(
            training,
            kind=CertificateKindFactory(**trait),
            by=None,
            now=timezone.now(),
        )


def test_after_the_closing_the_others_are_issued_as_always(training, kind):
    late = EnrolmentFactory(training=training, marks=["present", "present"])
    printed(training, kind)
    Certificate.objects.get(enrolment=late).file.delete()
    Certificate.objects.filter(enrolment=late).delete()
    closed = close_training(training, by=None, now=timezone.now()).training

    report = issue_for_training(closed, kind=kind, by=None, now=timezone.now())

    assert [one.enrolment for one in report.issued] == [late]


def test_the_page_prints_ahead_and_hands_out_the_files(
    training, kind, administrator, client_of
):
    client = client_of(administrator)
    address = reverse("certificate_desk:ahead", args=[training.pk])
    assert "Print 2 certificates ahead" in client.get(address, **ENGLISH).text

    page = client.post(address, follow=True, **ENGLISH).text

    assert "Printed ahead: 2" in page
    assert page.count("Not yet valid") == 2
    file = client.get(reverse("certificate_desk:print", args=[training.pk]))
    assert file.status_code == 200


def test_the_page_of_a_closed_training_is_elsewhere(kind, administrator, client_of):
    closed = TrainingFactory(closed=True)
    address = reverse("certificate_desk:ahead", args=[closed.pk])

    assert client_of(administrator).get(address).status_code == 404


def test_printed_ahead_it_bears_the_last_day(training, kind):
    future = timezone.localdate() + timedelta(days=30)
    training.end_date = future
    training.save()

    [first, _second] = printed(training, kind)

    assert first.issued_on == future
    assert first.state == CertificateState.AHEAD
