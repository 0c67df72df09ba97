"""The outbox of the office: what left, what did not and why, and sending again."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from lms.delivery.models import Letter
from tests.factories.delivery import EnrolmentFactory, LetterFactory, TrainingFactory

pytestmark = pytest.mark.django_db

OUTBOX = "letter:index"


@pytest.fixture
def office(client_of, coordinator):
    client = client_of(coordinator)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


@pytest.fixture
def coming():
    """A training a month from today."""
    start = timezone.localdate() + timedelta(days=30)
    return TrainingFactory(code="T-30", start_date=start, end_date=start)


@pytest.fixture
def failed(coming):
    place = EnrolmentFactory(training=coming, professional__last_name="Berisha")
    return LetterFactory(
        training=coming, professional=place.professional, failed=True,
        server_words="550 No such person",
    )  # fmt: skip


def again(letter):
    return reverse("letter:again", args=[letter.pk])


def rows(client, **query):
    return list(client.get(reverse(OUTBOX), query).context["object_list"])


def test_outbox_says_what_failed_and_why(office, failed):
    text = office.get(reverse(OUTBOX)).text

    assert str(failed.professional) in text
    assert "T-30" in text
    assert "It was refused. 550 No such person" in text
    assert again(failed) in text


def test_outbox_is_filtered_and_searched(office, failed):
    sent = LetterFactory(kind="thanks", sent=True)

    assert rows(office, state="sent") == [sent]
    assert rows(office, kind="thanks") == [sent]
    assert rows(office, training=failed.training_id) == [failed]
    assert rows(office, q="berisha") == [failed]
    assert rows(office, q=sent.professional.email) == [sent]


@pytest.mark.parametrize("count", [1, 3])
def test_outbox_costs_the_same_for_any_number(office, count, django_assert_num_queries):
    LetterFactory.create_batch(count)
    office.get(reverse(OUTBOX))

    with django_assert_num_queries(13):
        assert len(rows(office)) == count


def test_outbox_says_who_gets_none_for_want_of_an_email(office, coming):
    assert "without an e-mail" not in office.get(reverse(OUTBOX)).text
    place = EnrolmentFactory(training=coming, professional__email="")
    EnrolmentFactory(training=coming)

    text = office.get(reverse(OUTBOX)).text

    assert "1 enrolment in coming trainings is without an e-mail" in text
    listing = f"{reverse('enrolment:index')}?unreachable=true"
    assert listing in text
    assert list(office.get(listing).context["object_list"]) == [place]
    others = listing.replace("true", "false")
    assert place not in office.get(others).context["object_list"]


def test_outbox_says_that_letters_are_switched_off(office, settings):
    assert "switched off" not in office.get(reverse(OUTBOX)).text
    settings.LMS_DELIVERY_MAIL_ENABLED = False
    assert "switched off" in office.get(reverse(OUTBOX)).text


def test_office_sends_again_and_the_letter_leaves(office, failed, coordinator):
    page = office.get(again(failed)).text
    assert "the person gets it twice" in page
    assert mail.outbox == []

    answer = office.post(again(failed), follow=True)

    assert "on its way" in answer.text
    assert [one.to for one in mail.outbox] == [[failed.professional.email]]
    assert Letter.objects.get().state == "sent"
    entry = ModelLogEntry.objects.get(action="lms_delivery.resend_letter")
    assert entry.user == coordinator

    office.post(again(failed), follow=True)
    assert len(mail.outbox) == 1


def test_letter_that_left_is_refused_with_words(office):
    sent = LetterFactory(sent=True)

    assert again(sent) not in office.get(reverse(OUTBOX)).text
    answer = office.post(again(sent), follow=True)

    assert "Only a letter that failed is sent again." in answer.text


def test_administrator_looks_and_sends_nothing(client_of, administrator, failed):
    client = client_of(administrator)

    assert str(failed.professional) in client.get(reverse(OUTBOX)).text
    assert again(failed) not in client.get(reverse(OUTBOX)).text
    client.post(again(failed))
    assert Letter.objects.get().state == "failed"


def test_letters_are_neither_added_nor_changed(office, failed):
    for name in ("add", "edit", "delete"):
        with pytest.raises(NoReverseMatch):
            reverse(f"letter:{name}")
    page = office.get(reverse("letter:inspect", args=[failed.pk])).text
    assert "550 No such person" in page


def test_outbox_is_exported(office, failed):
    text = office.get(reverse(OUTBOX), {"export": "csv"}).getvalue().decode()

    assert text.splitlines()[0].startswith("Person,E-mail,Kind,Training,State")
    assert "It was refused. 550 No such person" in text
