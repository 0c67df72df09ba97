from datetime import date, time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from lms.delivery.domain.marking import MarkRefused, mark_session
from lms.delivery.domain.overview import overview_of, today_of
from lms.delivery.domain.sessions import (
    Hours,
    call_off_session,
    copy_sessions,
    generate_sessions,
    move_session,
    put_back_session,
)
from lms.delivery.domain.training import TrainingRefused
from lms.delivery.models import Mark, Session, Training
from tests.factories.delivery import EnrolmentFactory, SessionFactory, TrainingFactory

pytestmark = pytest.mark.django_db

DAYS = [date(2026, 3, 10), date(2026, 3, 11)]
NOW = timezone.now()


def generated(training, days=DAYS, hours=None, **facts):
    hours = hours or Hours(time(9), time(15))
    return generate_sessions(training, days=days, hours=hours, by=None, **facts)


def called_off(session, reason="Snow on the road"):
    return call_off_session(session, reason=reason, by=None, now=NOW)


def slots(training):
    return [
        (s.date.day, f"{s.starts:%H:%M}", f"{s.ends:%H:%M}")
        for s in Session.objects.filter(training=training).taking_place().in_order()
    ]


def test_generate_gives_each_day_its_hours(training):
    generated(training, title=" Practice ")

    assert slots(training) == [(10, "09:00", "15:00"), (11, "09:00", "15:00")]
    assert {s.title for s in training.sessions.all()} == {"Practice"}


def test_generate_makes_two_sessions_around_a_break(training):
    generated(training, DAYS[:1], Hours(time(9), time(15), time(12), time(13)))

    assert slots(training) == [(10, "09:00", "12:00"), (10, "13:00", "15:00")]


def test_generate_leaves_out_what_is_there(training):
    SessionFactory(training=training, date=DAYS[0])

    added = generated(training)

    assert [session.date for session in added] == [DAYS[1]]
    assert generated(training) == []


def test_generate_refuses_a_clash_and_adds_nothing(training):
    SessionFactory(training=training, date=DAYS[1], starts=time(14), ends=time(16))

    with pytest.raises(TrainingRefused, match=r"11\.03\.2026: There is a session from"):
        generated(training)

    assert slots(training) == [(11, "14:00", "16:00")]


@pytest.mark.parametrize(
    ("hours", "field", "words"),
    [
        (Hours(time(15), time(9)), "ends", "The session ends before it starts."),
        (Hours(time(9), time(15), time(12)), "break_starts", "or leave both empty."),
        (Hours(time(9), time(15), time(8), time(10)), "break_starts", "The break has to lie between"),
        (Hours(time(9), time(15), time(13), time(12)), "break_starts", "The break has to lie between"),
    ],
)  # fmt: skip
def test_generate_refuses_hours_that_cannot_be(training, hours, field, words):
    with pytest.raises(TrainingRefused, match=words) as refusal:
        generated(training, hours=hours)

    assert refusal.value.field == field


@pytest.mark.parametrize(
    ("days", "words"),
    [([], "Choose at least one day."), ([date(2026, 4, 1)], "is outside the training")],
)
def test_generate_refuses_days_that_cannot_be(training, days, words):
    with pytest.raises(TrainingRefused, match=words):
        generated(training, days)


def test_copy_keeps_the_distance_from_the_first_day(training):
    earlier = TrainingFactory(start_date=date(2026, 1, 5), end_date=date(2026, 1, 7))
    SessionFactory(training=earlier, date=date(2026, 1, 5), title="Opening")
    SessionFactory(training=earlier, date=date(2026, 1, 7), ends=time(12))
    SessionFactory(
        training=earlier, date=date(2026, 1, 6), cancelled_at=NOW, cancel_reason="Snow"
    )

    copy_sessions(training, source=earlier, by=None)

    assert slots(training) == [(10, "09:00", "15:00"), (12, "09:00", "12:00")]
    assert training.sessions.in_order().first().title == "Opening"


def test_copy_of_a_longer_training_is_refused(training):
    earlier = TrainingFactory(start_date=date(2026, 1, 5), end_date=date(2026, 1, 9))
    SessionFactory(training=earlier, date=date(2026, 1, 9))

    with pytest.raises(TrainingRefused, match=r"14\.03\.2026 is outside the training"):
        copy_sessions(training, source=earlier, by=None)


def test_copy_of_a_training_without_sessions_is_refused(training):
    with pytest.raises(TrainingRefused, match="has no sessions to copy"):
        copy_sessions(training, source=TrainingFactory(), by=None)


def test_move_counts_the_revision_and_keeps_marks(training):
    session = SessionFactory(training=training)
    enrolment = EnrolmentFactory(training=training, marks=["present"])

    move_session(session, day=DAYS[1], starts=time(10), ends=time(12), by=None)

    session.refresh_from_db()
    assert (session.date, session.starts, session.revision) == (DAYS[1], time(10), 1)
    assert Mark.objects.get(enrolment=enrolment).session == session


def test_move_to_where_it_is_changes_nothing(training):
    session = SessionFactory(training=training)

    move_session(session, day=session.date, starts=time(9), ends=time(15), by=None)

    session.refresh_from_db()
    assert session.revision == 0


def test_move_within_its_own_time_is_no_clash(training):
    session = SessionFactory(training=training)

    move_session(session, day=session.date, starts=time(10), ends=time(16), by=None)

    assert slots(training) == [(10, "10:00", "16:00")]


def test_move_onto_another_session_is_refused(training):
    session = SessionFactory(training=training)
    SessionFactory(training=training, date=DAYS[1])

    with pytest.raises(TrainingRefused, match="There is a session from 09:00 to 15:00"):
        move_session(session, day=DAYS[1], starts=time(14), ends=time(16), by=None)


def test_called_off_session_keeps_its_marks_and_is_not_counted(training):
    first = SessionFactory(training=training, date=DAYS[0])
    SessionFactory(training=training, date=DAYS[1])
    enrolment = EnrolmentFactory(training=training, marks=["present", "present"])

    called_off(first)

    first.refresh_from_db()
    assert (first.cancel_reason, first.revision) == ("Snow on the road", 1)
    assert Mark.objects.filter(enrolment=enrolment).count() == 2
    overview = overview_of(training)
    assert [e.present for e in overview.enrolments] == [1]
    assert (len(overview.sessions), len(overview.taking_place)) == (2, 1)


def test_called_off_session_takes_no_marks(training):
    session = called_off(SessionFactory(training=training))
    enrolment = EnrolmentFactory(training=training)

    with pytest.raises(MarkRefused, match="was called off: Snow on the road"):
        mark_session(session, {enrolment.pk: "present"}, by=None, now=NOW)


def test_called_off_session_gives_its_time_free(training):
    called_off(SessionFactory(training=training))

    generated(training, DAYS[:1])

    assert slots(training) == [(10, "09:00", "15:00")]


def test_call_off_asks_for_a_reason(training):
    with pytest.raises(TrainingRefused, match="Say why the session is called off"):
        called_off(SessionFactory(training=training), " ")


def test_call_off_twice_and_moving_then_are_refused(training):
    session = called_off(SessionFactory(training=training))

    with pytest.raises(TrainingRefused, match="was called off: Snow on the road"):
        called_off(session, "Again")
    with pytest.raises(TrainingRefused, match="Put it back first"):
        move_session(session, day=DAYS[1], starts=time(9), ends=time(10), by=None)


def test_put_back_counts_again(training):
    session = SessionFactory(training=training)
    EnrolmentFactory(training=training, marks=["present"])
    called_off(session)

    put_back_session(session, by=None)

    session.refresh_from_db()
    assert (session.is_cancelled, session.cancel_reason, session.revision) == (
        False,
        "",
        2,
    )
    assert [e.present for e in overview_of(training).enrolments] == [1]


def test_put_back_onto_another_session_is_refused(training):
    session = called_off(SessionFactory(training=training))
    SessionFactory(training=training, starts=time(14), ends=time(16))

    with pytest.raises(TrainingRefused, match="There is a session from 14:00"):
        put_back_session(session, by=None)


def test_sessions_of_a_closed_training_stay(training):
    session = SessionFactory(training=training)
    off = SessionFactory(
        training=training, date=DAYS[1], cancelled_at=NOW, cancel_reason="Snow"
    )
    training.status, training.closed_at = "closed", NOW
    training.save()

    for deed in (
        lambda: called_off(session),
        lambda: put_back_session(off, by=None),
        lambda: generated(training),
        lambda: move_session(
            session, day=DAYS[1], starts=time(9), ends=time(10), by=None
        ),
    ):
        with pytest.raises(TrainingRefused, match="is closed; nothing in it changes"):
            deed()


def test_today_leaves_out_sessions_that_were_called_off(training):
    today = timezone.localdate()
    training.start_date, training.end_date = today - timedelta(days=1), today
    training.save()
    EnrolmentFactory(training=training)
    off = {"cancelled_at": NOW, "cancel_reason": "Snow"}
    SessionFactory(training=training, date=today + timedelta(days=1), **off)
    SessionFactory(training=training, date=today - timedelta(days=1), **off)

    page = today_of(Training.objects.all(), now=NOW)

    assert (page.next_session, page.to_mark) == (None, [])


# Pages


def url(name, *args):
    return reverse(f"lms_delivery:{name}", args=args)


@pytest.fixture
def signed_in(client, lead):
    client.force_login(lead)
    return client


def test_pages_generate_move_call_off_and_put_back(signed_in, training):
    signed_in.post(
        url("session_generate", training.code),
        {
            "days": ["2026-03-10", "2026-03-12"],
            "starts": "09:00",
            "ends": "15:00",
            "break_starts": "12:00",
            "break_ends": "13:00",
        },
    )
    session = training.sessions.in_order().first()
    move = {"date": "11.03.2026", "starts": "10:00", "ends": "11:00"}
    signed_in.post(url("session_move", session.pk), move)

    assert slots(training) == [
        (10, "13:00", "15:00"),
        (11, "10:00", "11:00"),
        (12, "09:00", "12:00"),
        (12, "13:00", "15:00"),
    ]
    signed_in.post(url("session_call_off", session.pk), {"reason": "No heating"})
    page = signed_in.get(url("training", training.code)).content.decode()
    assert "Called off" in page
    assert "No heating" in page
    signed_in.post(url("session_call_off", session.pk))
    session.refresh_from_db()
    assert not session.is_cancelled


def test_page_says_why_a_session_cannot_move(signed_in, training):
    session = SessionFactory(training=training)

    page = signed_in.post(
        url("session_move", session.pk),
        {"date": "20.03.2026", "starts": "10:00", "ends": "11:00"},
    )

    assert "is outside the training" in page.content.decode()


def test_roll_call_of_a_called_off_session_only_shows(signed_in, training):
    EnrolmentFactory(training=training)
    session = called_off(SessionFactory(training=training))

    page = signed_in.get(url("roll_call", session.pk)).content.decode()

    assert "was called off: Snow on the road" in page
    assert "Everyone else is present" not in page
    assert "data-roll-call-app" not in page


def test_copy_offers_trainings_that_one_sees_and_that_have_sessions(
    signed_in, training, lead
):
    foreign = TrainingFactory(days=1)

    page = signed_in.get(url("session_copy", training.code))
    sent = signed_in.post(url("session_copy", training.code), {"source": foreign.pk})

    assert foreign.code not in page.content.decode()
    assert sent.status_code == 200
    assert slots(training) == []
