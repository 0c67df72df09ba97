"""The end of a certificate: entered, told before, renewed by a newer one."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import ModelLogEntry

from certificates.domain.expiring import expire, remind, stage_of
from certificates.domain.issuing import issue_for_training
from certificates.models import Certificate, ExpiryReminder
from tests.factories.certificates import CertificateFactory, CertificateKindFactory

pytestmark = pytest.mark.django_db

NO_EMAIL = {"completion__enrolment__professional__email": ""}


def ending_in(days, **facts):
    facts.setdefault("completion__enrolment__professional__email", "arta@example.org")
    facts.setdefault("completion__enrolment__professional__language", "en")
    return CertificateFactory(
        valid_until=timezone.localdate() + timedelta(days=days), **facts
    )


def test_what_is_over_is_entered_once_with_the_day(db):
    over, last_day = ending_in(-1, **NO_EMAIL), ending_in(0, **NO_EMAIL)
    endless = CertificateFactory()

    assert expire(today=timezone.localdate()) == 1
    assert expire(today=timezone.localdate()) == 0

    for one in (over, last_day, endless):
        one.refresh_from_db()
    assert [over.state, last_day.state, endless.state] == [
        "expired",
        "issued",
        "issued",
    ]
    assert over.state_reason.startswith("Valid until")
    assert ModelLogEntry.objects.filter(action="certificates.expire").count() == 1


@pytest.mark.parametrize(
    ("days", "stage"),
    [(90, 90), (61, 90), (60, 60), (31, 60), (30, 30), (8, 30), (7, 7), (0, 7)],
)
def test_the_stage_is_the_latest_that_is_reached(days, stage):
    assert stage_of(ending_in(days), today=timezone.localdate()) == stage


def test_the_holder_is_told_once_a_stage_and_the_office_without_names(coordinator):
    coordinator.email = "office@example.org"
    coordinator.save()
    certificate = ending_in(29)

    remind(now=timezone.now())
    remind(now=timezone.now())

    to_holder, to_office = mail.outbox
    assert to_holder.to == ["arta@example.org"]
    assert certificate.number in to_holder.subject
    assert f"/verify/{certificate.code}/" in to_holder.body
    assert to_office.bcc == ["office@example.org"]
    assert certificate.number in to_office.body
    assert certificate.holder_name not in to_office.body
    assert ExpiryReminder.objects.get().days == 30


def test_over_the_years_each_stage_is_told(db):
    certificate = ending_in(120)
    start = timezone.now()
    for day in range(121):
        remind(now=start + timedelta(days=day))

    days = certificate.reminders.order_by("-days").values_list("days", flat=True)
    assert list(days) == [90, 60, 30, 7]
    assert len(mail.outbox) == 4


@pytest.mark.parametrize(
    "facts",
    [{"void": True}, {"replaced": True}, {"expired": True}, {"days": 91}, {"days": -1}],
)
def test_nobody_is_told_of_what_does_not_end_soon(facts):
    ending_in(facts.pop("days", 20), **facts)

    assert remind(now=timezone.now()) == []
    assert mail.outbox == []


def test_a_mail_that_is_refused_is_tried_again(monkeypatch):
    ending_in(20)
    real = EmailBackend.send_messages

    def refuse(self, messages):
        raise ConnectionRefusedError

    monkeypatch.setattr(EmailBackend, "send_messages", refuse)
    assert remind(now=timezone.now()) == []
    monkeypatch.setattr(EmailBackend, "send_messages", real)

    assert len(remind(now=timezone.now())) == 1
    assert mail.outbox[0].to == ["arta@example.org"]


def test_without_an_email_the_office_still_hears_of_it(coordinator):
    coordinator.email = "office@example.org"
    coordinator.save()
    ending_in(20, **NO_EMAIL)

    remind(now=timezone.now())

    [only] = mail.outbox
    assert only.bcc == ["office@example.org"]


def test_a_newer_training_renews_it_and_stops_the_reminders(held, memory, client):
    kind = CertificateKindFactory(valid_months=36)
    old = ending_in(20, kind=kind)
    training = held("Arta Gashi")
    training.enrolments.update(professional=old.enrolment.professional)

    report = issue_for_training(training, kind=kind, by=None, now=timezone.now())

    [new] = report.issued
    assert new.renews == old
    assert new.valid_until > old.valid_until
    assert remind(now=timezone.now()) == []
    old.refresh_from_db()
    assert old.is_valid
    assert new.number in client.get(f"/en/verify/{old.code}/").text
    assert old.number in client.get(f"/en/verify/{new.code}/").text


def test_the_timer_does_all_and_names_nobody(db):
    ending_in(-1, **NO_EMAIL)
    ending_in(20)
    out = StringIO()

    call_command("settle_certificates", "--format", "json", stdout=out)

    assert json.loads(out.getvalue()) == {
        "confirmed": 0,
        "void": 0,
        "expired": 1,
        "reminded": 1,
    }
    assert Certificate.objects.valid().count() == 1
    table = StringIO()
    call_command("settle_certificates", stdout=table)
    assert "Expired: 0" in table.getvalue()
