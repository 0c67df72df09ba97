"""Which letters are due, to whom and when; the words they have."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from lms.delivery.domain.letter_text import compose
from lms.delivery.domain.letters import (
    letters_due,
    reason_against,
    write_letters,
)
from lms.delivery.domain.sending import send_letters
from lms.delivery.domain.training import cancel_training
from lms.delivery.models import Evaluation, Letter, Training
from tests.factories.delivery import (
    EnrolmentFactory,
    LetterFactory,
    SessionFactory,
    TrainingFactory,
)
from tests.factories.people import MunicipalityFactory

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
#: The first session of `training`, 10.03.2026 at nine in Prishtina.
BEGINS = datetime(2026, 3, 10, 8, tzinfo=UTC)
LONG_BEFORE = BEGINS - 30 * DAY


@pytest.fixture
def place(training):
    """Arta's place in `training`, which has a session a day."""
    for day in range(3):
        SessionFactory(training=training, date=training.start_date + day * DAY)
    return EnrolmentFactory(
        training=training,
        professional__first_name="Arta",
        professional__last_name="Berisha",
        professional__email="arta@example.org",
        professional__language="en",
    )


def due(now):
    return [(one.kind, one.professional) for one in letters_due(now=now)]


def kinds(now):
    return [one.kind for one in letters_due(now=now)]


def invited(place, sent_at=LONG_BEFORE, **facts):
    facts = {"sent": True, "made_at": sent_at} | facts
    return LetterFactory(
        training=place.training, professional=place.professional, **facts
    )


def close(training, closed_at, **facts):
    facts |= {"status": "closed", "closed_at": closed_at}
    Training.objects.filter(pk=training.pk).update(**facts)
    training.refresh_from_db()


# Invitations


def test_invitation_is_due_until_the_training_begins(place):
    assert due(LONG_BEFORE) == [("invitation", place.professional)]
    assert due(BEGINS - timedelta(minutes=1)) == [("invitation", place.professional)]
    assert due(BEGINS) == []


@pytest.mark.parametrize("status", ["nominated", "declined", "waiting", "withdrawn"])
def test_whoever_has_no_place_is_not_invited(place, status):
    place.status, place.waiting_since = status, LONG_BEFORE
    place.save()

    assert due(LONG_BEFORE) == []


def test_whoever_has_no_email_is_not_invited_and_counted(place):
    place.professional.email = ""
    place.professional.save()

    assert due(LONG_BEFORE) == []
    before, after = date(2026, 3, 12), date(2026, 3, 13)
    unreachable = type(place).objects.unreachable
    assert list(unreachable(today=before)) == [place]
    assert list(unreachable(today=after)) == []


@pytest.mark.parametrize("status", ["held", "closed", "cancelled"])
def test_training_that_is_not_planned_invites_nobody(place, status):
    Training.objects.update(status=status, closed_at=LONG_BEFORE, cancel_reason="Snow")

    assert due(LONG_BEFORE) == []


def test_training_without_sessions_begins_on_its_first_day(training):
    EnrolmentFactory(training=training)

    assert kinds(BEGINS - timedelta(minutes=1)) == ["invitation"]
    assert kinds(BEGINS) == []


def test_session_that_was_called_off_is_not_the_first(place):
    place.training.sessions.filter(date=date(2026, 3, 10)).update(
        cancelled_at=LONG_BEFORE, cancel_reason="Snow"
    )
    assert kinds(BEGINS) == ["invitation"]
    place.training.sessions.update(cancelled_at=LONG_BEFORE, cancel_reason="Snow")
    assert kinds(LONG_BEFORE) == []


def test_approval_makes_no_difference(place):
    for state in ("draft", "submitted", "returned", "approved"):
        Training.objects.update(approval=state)
        assert kinds(LONG_BEFORE) == ["invitation"]


def test_writing_again_writes_nothing_new(place):
    assert len(write_letters(now=LONG_BEFORE)) == 1
    assert write_letters(now=LONG_BEFORE) == []
    letter = Letter.objects.get()
    assert (letter.state, letter.due_at) == ("due", LONG_BEFORE)


def test_nobody_has_a_kind_twice(place):
    invited(place)
    with pytest.raises(IntegrityError), transaction.atomic():
        invited(place)


@pytest.mark.parametrize(
    "facts",
    [
        {"state": "sent", "sent_at": None},
        {"state": "sending"},
        {"state": "failed"},
        {"state": "dropped"},
    ],
)
def test_letter_has_what_its_state_says(place, facts):
    with pytest.raises(IntegrityError), transaction.atomic():
        LetterFactory(training=place.training, professional=place.professional, **facts)


# Reminders


@pytest.mark.parametrize(("kind", "days"), [("week", 7), ("day", 1)])
def test_reminder_is_due_for_a_day_from_its_moment(place, kind, days):
    invited(place)
    moment, minute = BEGINS - days * DAY, timedelta(minutes=1)

    assert kinds(moment - minute) == []
    assert kinds(moment) == [kind]
    assert kinds(moment + DAY - minute) == [kind]
    assert kinds(moment + DAY) == []


@pytest.mark.parametrize("days", [7, 1])
def test_reminder_goes_only_to_whom_an_invitation_reached_before(place, days):
    moment = BEGINS - days * DAY
    assert kinds(moment) == ["invitation"]
    invitation = invited(place, sent_at=moment + timedelta(minutes=1))
    assert kinds(moment + timedelta(hours=2)) == []
    invitation.sent_at = moment
    invitation.save()
    assert kinds(moment + timedelta(hours=2)) == [{7: "week", 1: "day"}[days]]


def test_reminder_of_a_failed_invitation_is_not_due(place):
    invited(place, sent=False, failed=True)

    assert kinds(BEGINS - 7 * DAY) == []


def test_reminder_of_a_week_that_waited_too_long_is_not_sent(place):
    invited(place)
    week = LetterFactory(
        kind="week", training=place.training, professional=place.professional
    )

    assert reason_against(week, now=BEGINS - 3 * DAY) is None
    assert reason_against(week, now=BEGINS - 2 * DAY) == "untimely"


def test_reminder_waits_for_its_moment_again_when_the_training_moves(place):
    invited(place)
    write_letters(now=BEGINS - 7 * DAY)
    week = Letter.objects.get(kind="week")
    Training.objects.update(start_date=date(2026, 4, 10), end_date=date(2026, 4, 12))
    place.training.sessions.all().delete()
    week.refresh_from_db()
    assert reason_against(week, now=BEGINS - 7 * DAY) == "untimely"

    week.state, week.reason = "dropped", "untimely"
    week.save()
    later = datetime(2026, 4, 3, 7, tzinfo=UTC)
    assert [one.pk for one in write_letters(now=later)] == [week.pk]
    week.refresh_from_db()
    assert (week.state, week.reason) == ("due", "")


# Called off


def test_called_off_goes_to_whom_an_invitation_reached(place):
    waiting = EnrolmentFactory(training=place.training)
    LetterFactory(training=place.training, professional=waiting.professional)
    unsure = EnrolmentFactory(training=place.training)
    LetterFactory(
        training=place.training, professional=unsure.professional,
        state="failed", reason="unknown",
    )  # fmt: skip
    gone = EnrolmentFactory(training=place.training, status="withdrawn")
    invited(gone)
    invited(place)
    cancel_training(place.training, reason="Snow on the road", by=None)

    found = letters_due(now=LONG_BEFORE)

    assert {one.kind for one in found} == {"cancelled"}
    people = {one.professional for one in found}
    assert people == {place.professional, unsure.professional}
    assert kinds(datetime(2026, 3, 12, 22, 59, tzinfo=UTC)) == ["cancelled"] * 2
    assert kinds(datetime(2026, 3, 12, 23, tzinfo=UTC)) == []


# Thanks


@pytest.fixture
def attended(place):
    """Arta's place, where she was once and came late."""
    place.delete()
    return EnrolmentFactory(
        training=place.training,
        professional=place.professional,
        marks=["absent", "late"],
    )


def test_thanks_are_due_for_two_weeks_after_closing(attended):
    closed_at = BEGINS + 4 * DAY
    close(attended.training, closed_at)

    assert due(closed_at) == [("thanks", attended.professional)]
    assert kinds(closed_at + 14 * DAY - timedelta(minutes=1)) == ["thanks"]
    assert kinds(closed_at + 14 * DAY) == []


def test_thanks_need_no_invitation_and_go_to_whoever_was_there(attended):
    training = attended.training
    EnrolmentFactory(training=training, marks=["absent", "excused"])
    EnrolmentFactory(training=training, marks=["present"], status="withdrawn")
    EnrolmentFactory(training=training, status="no_show")
    close(training, BEGINS + 4 * DAY)

    assert due(BEGINS + 5 * DAY) == [("thanks", attended.professional)]


def test_presence_at_a_session_called_off_earns_no_thanks(attended):
    attended.training.sessions.update(cancelled_at=BEGINS, cancel_reason="Snow")
    close(attended.training, BEGINS + 4 * DAY)

    assert kinds(BEGINS + 5 * DAY) == []


def test_past_training_that_was_only_now_entered_thanks_nobody(attended):
    in_time = datetime(2026, 3, 26, 10, tzinfo=UTC)
    close(attended.training, in_time)
    assert kinds(in_time) == ["thanks"]
    close(attended.training, in_time + DAY)
    assert kinds(in_time + DAY) == []


# Words


def message(letter, now=LONG_BEFORE):
    letter.address = letter.professional.email
    letter.language = letter.professional.language
    return compose(letter, today=now.date())


def letter_of(place, kind):
    return LetterFactory.build(
        kind=kind, training=place.training, professional=place.professional
    )


def test_invitation_says_what_when_and_where(place):
    place.training.municipality = MunicipalityFactory(
        name_sq="Prizren", name_en="Prizren"
    )
    SessionFactory(
        training=place.training, date=date(2026, 3, 12), starts=time(16), ends=time(17),
        cancelled_at=LONG_BEFORE, cancel_reason="Snow",
    )  # fmt: skip
    sent = message(letter_of(place, "invitation"))

    assert sent.subject == "Invitation: Referral in practice"
    assert sent.to == ["arta@example.org"]
    assert sent.extra_headers == {"Auto-Submitted": "auto-generated"}
    assert sent.body == (
        "Dear Arta Berisha,\n"
        "\n"
        "You have a place in this training:\n"
        "\n"
        "Referral in practice (TIT-2026-01)\n"
        "\n"
        "When:\n"
        "  10.03.2026 09:00–15:00\n"
        "  11.03.2026 09:00–15:00\n"
        "  12.03.2026 09:00–15:00\n"
        "Where: Prizren\n"
        "\n"
        "If you cannot come, please answer this letter, so that somebody else gets the place.\n"
        "\n"
        "--\n"
        "This letter was written by the register of trainings.\n"
        "http://localhost:8000/\n"
    )


@pytest.mark.parametrize("kind", ["invitation", "week", "day", "thanks", "cancelled"])
def test_subject_and_words_are_in_the_language_of_the_person(place, kind):
    found = set()
    for language in ("sq", "sr-latn", "en"):
        place.professional.language = language
        sent = message(letter_of(place, kind))
        found |= {sent.subject, sent.body}
        assert "Referral in practice" in sent.subject
        assert "Arta Berisha" in sent.body

    assert len(found) == 6


@pytest.mark.parametrize("kind", ["invitation", "week", "day", "thanks", "cancelled"])
def test_letter_names_nobody_else(place, kind):
    other = EnrolmentFactory(
        training=place.training, professional__last_name="Tajnikaj"
    )
    sent = message(letter_of(place, kind))

    assert "Tajnikaj" not in sent.message().as_string()
    assert other.professional.email not in sent.message().as_string()


def test_names_are_written_as_they_are_and_no_title_breaks_the_head(place):
    place.professional.first_name = "Arta <b> & Co"
    place.training.title = "Two\r\nBcc: all@example.org"
    sent = message(letter_of(place, "invitation"))

    assert "Dear Arta <b> & Co Berisha," in sent.body
    assert sent.subject == "Invitation: Two Bcc: all@example.org"
    assert sent.message()["Bcc"] is None


def test_reminder_names_the_day(place):
    assert message(letter_of(place, "day")).subject == (
        "Reminder: Referral in practice, 10.03.2026"
    )


def test_called_off_gives_the_reason(place):
    place.training.cancel_reason = "Snow on the road"

    assert "Reason: Snow on the road" in message(letter_of(place, "cancelled")).body


def test_thanks_lead_to_the_evaluation_while_it_is_open(place, settings):
    settings.FENER_PUBLIC_URL = "https://fener.example/"
    letter = letter_of(place, "thanks")
    assert "/evaluation/" not in message(letter, now=BEGINS + DAY).body
    token = Evaluation.objects.create(training=place.training, opened_at=BEGINS).token
    link = f"https://fener.example/en/evaluation/{token}/"

    assert link in message(letter, now=BEGINS + 4 * DAY).body
    assert link not in message(letter, now=BEGINS + 40 * DAY).body


# Whatever happens


@pytest.mark.parametrize("rows", [1, 3])
def test_asking_what_is_due_costs_the_same_for_any_number(
    rows, training, django_assert_num_queries
):
    EnrolmentFactory.create_batch(rows, training=training)
    for _each in range(rows):
        EnrolmentFactory(training=TrainingFactory(days=1))
    TrainingFactory(closed=True, closed_at=LONG_BEFORE)
    with django_assert_num_queries(6):
        assert len(letters_due(now=LONG_BEFORE)) == 2 * rows


class EverybodyOnce(TestCase):
    """Rounds at any moments, in any order, while people come, go and come back."""

    deeds = st.sampled_from(["withdrawn", "enrolled", "closed", "cancelled", "held"])

    @settings(
        max_examples=40,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow],
    )
    @given(st.lists(st.tuples(st.integers(-20, 20), deeds), min_size=1, max_size=12))
    def test_nobody_is_sent_a_kind_twice(self, story):
        mail.outbox.clear()
        training = TrainingFactory(days=2)
        place = EnrolmentFactory(training=training, marks=["present"])
        for days, deed in story:
            now = BEGINS + days * DAY
            if deed in ("withdrawn", "enrolled"):
                place.status = deed
                place.save()
            else:
                close(training, now) if deed == "closed" else Training.objects.update(
                    status=deed, closed_at=None, cancel_reason="Snow"
                )
            send_letters(clock=lambda now=now: now)

        subjects = [each.subject for each in mail.outbox]
        sent = Letter.objects.filter(state="sent")
        assert len(subjects) == sent.count()
        assert len(sent) == len(set(sent.values_list("kind", flat=True)))
