"""Letters handed to a mail server: once each, with what it answered."""

import json
import socket
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import call_command
from django.db import transaction
from wagtail.models import ModelLogEntry

from lms.delivery.domain.sending import (
    FORGOTTEN_AFTER,
    PAUSES,
    LetterRefused,
    claim,
    send_again,
    send_letters,
)
from lms.delivery.models import Letter
from lms.delivery.tasks import send_due_letters
from tests.delivery.small_smtp import BREAK, small_smtp
from tests.factories.delivery import EnrolmentFactory, LetterFactory, TrainingFactory
from tests.factories.users import UserFactory

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def place(training):
    return EnrolmentFactory(
        training=training,
        professional__email="arta@example.org",
        professional__language="en",
    )


def letter_to(place, **facts):
    people = {"training": place.training, "professional": place.professional}
    return LetterFactory(**{"made_at": NOW} | people | facts)


def send(now=NOW):
    return send_letters(clock=lambda: now)


def state_of(letter=None):
    letter = Letter.objects.get(pk=letter.pk) if letter else Letter.objects.get()
    return letter.state, letter.reason, letter.tries


class KilledOnTheWay(EmailBackend):
    """The mail leaves, and the process dies before it can say so."""

    def send_messages(self, messages):
        super().send_messages(messages)
        raise SystemExit


class Slow(EmailBackend):
    """Before the mail leaves, another round gives the letter up."""

    def send_messages(self, messages):
        send(NOW + 2 * FORGOTTEN_AFTER)
        assert state_of() == ("failed", "unknown", 1)
        return super().send_messages(messages)


KILLED = f"{__name__}.KilledOnTheWay"


def test_letter_leaves_once(place):
    done = send()
    send()

    assert (done.written, [one.state for one in done.letters]) == (1, ["sent"])
    assert [one.to for one in mail.outbox] == [["arta@example.org"]]
    letter = Letter.objects.get()
    assert (letter.address, letter.language) == ("arta@example.org", "en")
    assert (letter.sent_at, letter.claimed_at, letter.tries) == (NOW, NOW, 1)


def test_everybody_gets_a_mail_of_their_own(training):
    people = EnrolmentFactory.create_batch(3, training=training)

    send()

    assert sorted(one.recipients() for one in mail.outbox) == sorted(
        [place.professional.email] for place in people
    )


def test_letter_is_dropped_once_the_person_withdrew(place):
    letter = letter_to(place, due_at=NOW + 5 * HOUR)
    place.status = "withdrawn"
    place.save()

    send()

    assert state_of(letter) == ("dropped", "not_coming", 0)
    assert mail.outbox == []
    place.status = "enrolled"
    place.save()
    send()
    assert state_of(letter) == ("sent", "", 1)


def test_letter_is_dropped_once_the_address_is_gone(place):
    letter = letter_to(place)
    place.professional.email = ""
    place.professional.save()

    send()

    assert state_of(letter) == ("dropped", "no_address", 0)


def test_letter_goes_to_the_address_of_now(place):
    letter_to(place)
    place.professional.email = "new@example.org"
    place.professional.save()

    send()

    assert mail.outbox[0].to == [Letter.objects.get().address] == ["new@example.org"]


def test_switch_of_the_site_sends_and_writes_nothing(place, settings):
    settings.LMS_DELIVERY_MAIL_ENABLED = False

    assert send().is_enabled is False
    assert not Letter.objects.exists()
    settings.LMS_DELIVERY_MAIL_ENABLED = True
    assert send().written == 1


# What the server answers


def test_server_takes_the_letter(place, settings):
    with small_smtp(settings) as server:
        send()
        send()

    assert state_of() == ("sent", "", 1)
    assert len(server.taken) == 1
    assert "Auto-Submitted: auto-generated" in server.taken[0]


@pytest.mark.parametrize("word", ["RCPT", "END"])
def test_refusal_for_good_fails_at_once_with_the_words(place, settings, word):
    with small_smtp(settings, **{word: "550 5.1.1 No such person"}) as server:
        send()
        send(NOW + 90 * HOUR)

    assert state_of() == ("failed", "refused", 1)
    assert Letter.objects.get().server_words == "550 5.1.1 No such person"
    assert Letter.objects.get().why == "It was refused. 550 5.1.1 No such person"
    assert server.taken == []


@pytest.mark.parametrize("word", ["RCPT", "END"])
def test_refusal_for_the_moment_is_tried_again_after_growing_pauses(
    place, settings, word
):
    now, minute = NOW, timedelta(minutes=1)
    with small_smtp(settings, **{word: "451 4.7.1 Later"}) as server:
        for tries, pause in enumerate(PAUSES, start=1):
            send(now)
            assert state_of() == ("due", "unreachable", tries)
            send(now + pause - minute)
            assert state_of() == ("due", "unreachable", tries)
            now += pause
        send(now)
        assert state_of() == ("failed", "unreachable", 5)
        send(now + 48 * HOUR)

    assert state_of() == ("failed", "unreachable", 5)
    assert Letter.objects.get().server_words == "451 4.7.1 Later"
    assert server.taken == []
    assert list(PAUSES) == sorted(PAUSES)


def test_letter_that_had_to_wait_leaves_when_it_is_taken(place, settings):
    with small_smtp(settings, RCPT="451 Later"):
        send()
    with small_smtp(settings) as server:
        send(NOW + PAUSES[0])

    assert state_of() == ("sent", "", 2)
    assert Letter.objects.get().server_words == ""
    assert len(server.taken) == 1


@pytest.mark.parametrize("word", ["GREETING", "EHLO", "MAIL"])
def test_server_that_takes_no_mail_at_all_lets_the_others_wait(
    training, settings, word
):
    EnrolmentFactory.create_batch(2, training=training)
    with small_smtp(settings, **{word: "554 Closed", "HELO": "554 Closed"}):
        send()

    assert sorted(Letter.objects.values_list("reason", "tries")) == [
        ("", 0),
        ("unreachable", 1),
    ]
    assert set(Letter.objects.values_list("state", flat=True)) == {"due"}


def test_server_that_is_not_there_lets_the_letter_wait(place, settings):
    with socket.create_server(("127.0.0.1", 0)) as free:
        settings.EMAIL_PORT = free.getsockname()[1]
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"

    send()

    assert state_of() == ("due", "unreachable", 1)
    assert "refused" in Letter.objects.get().server_words


def test_connection_that_breaks_before_the_answer_is_not_tried_again(place, settings):
    """The server has the mail, and nobody here can know."""
    with small_smtp(settings, END=BREAK) as server:
        send()
        send(NOW + 90 * HOUR)

    assert len(server.taken) == 1
    assert state_of() == ("failed", "unknown", 1)


# A sender that dies


def test_killed_sender_sends_nothing_twice(place, settings):
    settings.EMAIL_BACKEND = KILLED
    with pytest.raises(SystemExit):
        send()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert state_of() == ("sending", "", 1)

    send(NOW + FORGOTTEN_AFTER)
    assert state_of() == ("sending", "", 1)
    send(NOW + FORGOTTEN_AFTER + timedelta(seconds=1))
    send(NOW + 48 * HOUR)

    assert state_of() == ("failed", "unknown", 1)
    assert len(mail.outbox) == 1


def test_killed_sender_would_send_twice_without_its_claim(place, settings):
    """Negative control: the claim that was committed is all that stops the next round."""
    settings.EMAIL_BACKEND = KILLED
    with pytest.raises(SystemExit):
        send()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    Letter.objects.update(state="due")

    send()

    assert len(mail.outbox) == 2


def test_sender_that_was_only_slow_is_believed_after_all(place, settings):
    letter = letter_to(place)

    settings.EMAIL_BACKEND = f"{__name__}.Slow"

    send()

    assert state_of(letter) == ("sent", "", 1)
    assert len(mail.outbox) == 1


@pytest.mark.django_db(transaction=True)
def test_claim_refuses_to_be_part_of_something_that_may_be_rolled_back(place):
    letter = letter_to(place)

    with pytest.raises(RuntimeError), transaction.atomic():
        claim(letter, now=NOW)

    assert state_of() == ("due", "", 0)


# Sending again


def test_office_sends_a_failed_letter_again(place):
    letter = letter_to(place, failed=True)
    user = UserFactory()
    send()
    assert mail.outbox == []

    send_again(letter, by=user, now=NOW)
    send()

    assert state_of() == ("sent", "", 1)
    assert len(mail.outbox) == 1
    entry = ModelLogEntry.objects.get(action="lms_delivery.resend_letter")
    assert (entry.user, entry.data) == (
        user,
        {"kind": "invitation", "professional": place.professional.pk},
    )


@pytest.mark.parametrize("state", ["due", "sending", "sent", "dropped"])
def test_letter_that_did_not_fail_is_not_sent_again(place, state):
    letter = letter_to(
        place, state=state, sent_at=NOW, claimed_at=NOW, reason="untimely"
    )

    with pytest.raises(LetterRefused) as refusal:
        send_again(letter, by=None, now=NOW)

    assert str(refusal.value) == (
        "Only a letter that failed is sent again. The state of this one: "
        f"{letter.get_state_display()}."
    )
    assert state_of()[0] == state


def test_letter_without_a_purpose_is_not_sent_again(place):
    letter = letter_to(place, failed=True)

    with pytest.raises(LetterRefused) as refusal:
        send_again(letter, by=None, now=NOW + 240 * HOUR)

    assert str(refusal.value) == (
        "This letter is not sent again. Its time is over, or the training has changed."
    )


# The command and the task


@pytest.fixture
def coming(db):
    """A training a month from today with one invitation due and one to be dropped."""
    start = (datetime.now(UTC) + timedelta(days=30)).date()
    training = TrainingFactory(code="T-30", start_date=start, end_date=start)
    EnrolmentFactory(training=training, professional__last_name="Tajnikaj")
    EnrolmentFactory(training=training, professional__email="")
    gone = EnrolmentFactory(training=training, status="withdrawn")
    LetterFactory(training=training, professional=gone.professional)
    return training


def said(capsys, *arguments):
    call_command("send_letters", *arguments)
    return capsys.readouterr().out


def test_command_says_what_it_did_as_json(coming, capsys):
    data = json.loads(said(capsys, "--format", "json"))

    letters = data.pop("letters")
    assert data == {
        "dry_run": False, "enabled": True, "written": 1, "due": 0, "sending": 0,
        "sent": 1, "failed": 0, "dropped": 1, "without_address": 1,
    }  # fmt: skip
    sent = Letter.objects.get(state="sent")
    assert {
        "number": sent.pk, "kind": "invitation", "training": "T-30", "state": "sent",
        "reason": "",
    } in letters  # fmt: skip


def test_command_names_nobody(coming, capsys):
    text = said(capsys)

    assert "Tajnikaj" not in text
    assert "@" not in text
    assert "T-30  Invitation  Sent" in text
    assert "Without an e-mail: 1" in text


def test_dry_run_sends_and_writes_nothing(coming, capsys):
    data = json.loads(said(capsys, "--dry-run", "--format", "json"))

    assert (data["dry_run"], data["written"], data["due"]) == (True, 1, 1)
    assert data["letters"][0]["number"] is None
    assert Letter.objects.count() == 1
    assert mail.outbox == []


def test_command_says_that_letters_are_switched_off(coming, capsys, settings):
    settings.LMS_DELIVERY_MAIL_ENABLED = False

    assert said(capsys).strip() == (
        "Letters are switched off by the setting LMS_DELIVERY_MAIL_ENABLED."
    )
    assert json.loads(said(capsys, "--format", "json"))["enabled"] is False
    assert mail.outbox == []


def test_command_says_that_nothing_is_due(db, capsys):
    assert said(capsys).strip() == "No letter is due."


def test_task_is_a_round_and_names_nobody(coming):
    result = send_due_letters.enqueue()

    assert result.return_value == {"written": 1, "due": 2}
    assert len(mail.outbox) == 1
