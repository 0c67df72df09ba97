"""Self check-in: a code that runs out, one phone a person, and a trainer who confirms."""

from datetime import UTC, datetime, time, timedelta
from uuid import UUID

import pytest
from wagtail.models import ModelLogEntry

from lms.delivery.domain import wall_code
from lms.delivery.domain.arrivals import (
    arrivals_at,
    confirm_one,
    confirm_shown,
    refuse_check_in,
)
from lms.delivery.domain.check_in import Claim, check_in
from lms.delivery.domain.disputes import disputes_of
from lms.delivery.domain.marking import mark_session
from lms.delivery.domain.roll_call import Handover, Said, receive
from lms.delivery.domain.wall_code import CheckInRefused, read_token, token_of
from lms.delivery.enums import CheckInDoubt
from lms.delivery.models import WALL, CheckIn, Mark, MarkEvent, WalkIn
from tests.factories.delivery import EnrolmentFactory, SessionFactory
from tests.factories.users import UserFactory

pytestmark = pytest.mark.django_db
#: 09:05 in Pristina, at the beginning of a step; the session is from 09:00 to 15:00.
NOW = datetime(2026, 3, 10, 8, 5, tzinfo=UTC)
RUN_OUT = "This code has run out. Scan the one on the wall now."


@pytest.fixture
def session(training):
    return SessionFactory(training=training)


@pytest.fixture
def arta(training):
    return enrolled(training, "Arta", "Berisha")


@pytest.fixture
def besa(training):
    return enrolled(training, "Besa", "Çela")


def enrolled(training, first, last, **facts):
    return EnrolmentFactory(
        training=training,
        professional__first_name=first,
        professional__last_name=last,
        professional__email=f"{first}@example.org".lower(),
        **facts,
    )


def after(**passed):
    return NOW + timedelta(**passed)


def scan(session, *, phone="a", shown=NOW, at=NOW):
    return read_token(token_of(session, now=shown), phone=phone, now=at)


def says(session, first, last, email="", *, phone="a", at=NOW, shown=None):
    claim = Claim(first_name=first, last_name=last, email=email)
    return check_in(
        scan(session, phone=phone, shown=shown or at, at=at), claim=claim, now=at
    )


def confirm(session, *check_ins, at=NOW, by=None):
    shown = [one.pk for one in check_ins]
    return confirm_shown(session, shown, by=by or UserFactory(), now=at)


def confirm_alone(session, one, at=NOW):
    return confirm_one(session, one.pk, by=UserFactory(), now=at)


def doubts_at(session):
    return [(one.name, one.doubts) for one in arrivals_at(session)]


# The code


def test_code_is_good_for_its_step_and_the_next(session):
    token = token_of(session, now=NOW)

    assert token_of(session, now=after(seconds=19.9)) == token
    assert token_of(session, now=after(seconds=20)) != token
    first = read_token(token, phone="a", now=NOW)
    assert (first.session, first.code_made_at, first.is_newest) == (
        session.pk, NOW, True,
    )  # fmt: skip
    last = read_token(token, phone="a", now=after(seconds=39.9))
    assert (last.code_made_at, last.is_newest) == (NOW, False)


def test_replay_after_41_seconds_is_refused(session):
    with pytest.raises(CheckInRefused) as refusal:
        scan(session, at=after(seconds=41))

    assert str(refusal.value) == RUN_OUT


def test_replay_would_be_taken_without_the_limit_of_steps(session, monkeypatch):
    """Negative control of the limit."""
    monkeypatch.setattr(wall_code, "GOOD_STEPS", 100)

    assert scan(session, at=after(seconds=41)).session == session.pk


def test_code_of_tomorrow_is_not_good_today(session):
    with pytest.raises(CheckInRefused, match="has run out"):
        scan(session, shown=after(seconds=20))


def test_codes_of_other_sessions_and_forged_ones_are_answered_alike(session):
    other = SessionFactory(training=session.training, starts=time(16), ends=time(18))
    code = token_of(session, now=NOW).split("-", 1)[1]
    for token in (
        f"{other.pk}-{code}",
        f"{session.pk}-{'A' * 16}",
        f"{session.pk}-{code[:-1]}",
        f"{session.pk}-{code}A",
        f"{session.pk + 999}-{code}",
        f"{'9' * 30}-{code}",
        f"{session.pk}-ééééééééééééééé",
        "x",
        "",
    ):
        with pytest.raises(CheckInRefused) as refusal:
            read_token(token, phone="a", now=NOW)
        assert str(refusal.value) == RUN_OUT


def test_code_is_read_around_the_session_alone(session, settings):
    opens, closes = after(minutes=-65), after(hours=6, minutes=25)
    for moment in (opens, closes):
        assert scan(session, shown=moment, at=moment).session == session.pk
    for moment in (
        opens - timedelta(seconds=1),
        closes + timedelta(seconds=1),
        after(days=1),
        after(days=-1),
    ):
        with pytest.raises(CheckInRefused, match="Nobody can check in"):
            scan(session, shown=moment, at=moment)
    settings.LMS_DELIVERY_CHECK_IN_OPENS_MINUTES = 90
    early = after(minutes=-90)
    assert scan(session, shown=early, at=early)


def test_trainer_is_told_when_check_in_begins_and_ended(session):
    assert wall_code.reason_not_now(session, now=NOW) == ""
    assert wall_code.reason_not_now(session, now=after(days=-1)) == (
        "Check-in for this session begins on 10.03.2026 at 08:00."
    )
    assert wall_code.reason_not_now(session, now=after(days=1)) == (
        "Check-in for this session ended on 10.03.2026 at 15:30."
    )


@pytest.mark.parametrize("what", ["called off", "closed", "cancelled"])
def test_no_check_in_where_nothing_is_marked(session, arta, what):
    training, early = session.training, scan(session)
    if what == "called off":
        session.cancelled_at, session.cancel_reason = NOW, "Arta is ill"
        session.save()
    else:
        training.status, training.closed_at = what, NOW
        training.save()
    claim = Claim(first_name="Arta", last_name="Berisha", email="")

    for attempt in (
        lambda: scan(session),
        lambda: check_in(early, claim=claim, now=NOW),
    ):
        with pytest.raises(CheckInRefused) as refusal:
            attempt()
        assert str(refusal.value) == (
            "Nobody can check in to this session now. Ask your trainer."
        )
    assert not CheckIn.objects.exists()


def test_name_may_be_typed_for_ten_minutes(session):
    early, claim = scan(session), Claim(first_name="A", last_name="B", email="")
    with pytest.raises(CheckInRefused, match="Scan the one on the wall now"):
        check_in(early, claim=claim, now=after(minutes=10, seconds=1))

    assert check_in(early, claim=claim, now=after(minutes=10)).said_at


# Who it is


@pytest.mark.parametrize(
    ("first", "last", "email", "doubts"),
    [
        ("Arta", "Berisha", "ARTA@example.org", []),
        ("Arta", "Krasniqi", "arta@example.org", []),
        ("berisha", "ARTA", "arta@example.org", []),
        ("Arta", "Berisha", "", ["name_only"]),
        ("ARTA", "Berisha", "other@example.org", ["name_only"]),
    ],
)
def test_person_is_found_on_the_list(session, arta, besa, first, last, email, doubts):
    made = says(session, first, last, email)

    assert (made.enrolment, made.doubts) == (arta, doubts)
    assert not Mark.objects.exists()


@pytest.mark.parametrize(
    ("first", "last", "email"),
    [
        ("Nobody", "Known", ""),
        ("Nobody", "Known", "arta@example.org"),
        ("Lule", "Gashi", ""),
        ("Zana", "Krasniqi", "zana@example.org"),
    ],
)
def test_person_who_is_not_certain_is_left_to_the_trainer(
    training, session, arta, first, last, email
):
    """Unknown, with the e-mail of another, one of two namesakes, withdrawn."""
    for number in (1, 2):
        EnrolmentFactory(
            training=training,
            professional__first_name="Lule",
            professional__last_name="Gashi",
            professional__email=f"lule{number}@example.org",
        )
    enrolled(training, "Zana", "Krasniqi", status="withdrawn")
    enrolled(SessionFactory().training, "Nobody", "Known")

    made = says(session, first, last, email)

    assert (made.enrolment, made.doubts) == (None, ["not_listed"])


def test_who_is_signed_in_is_recognised(session, arta):
    arta.professional.user = UserFactory()
    arta.professional.save()

    made = check_in(scan(session), by=arta.professional.user, now=NOW)

    assert (made.enrolment, made.name, made.doubts) == (arta, "Arta Berisha", [])
    with pytest.raises(CheckInRefused, match="Write down your name"):
        check_in(scan(session), by=UserFactory(), now=NOW)


def test_same_person_twice_is_one_check_in(session, arta):
    first = says(session, "Arta", "Berisha", "arta@example.org")

    assert says(session, "Arta", "Berisha", at=after(minutes=1)) == first
    assert says(session, "Arta", "Berisha", phone="b", at=after(minutes=1)) == first
    guest = says(session, "Guest", "Any", phone="c")
    assert says(session, "GUEST", "Any", phone="c", at=after(minutes=1)) == guest
    assert CheckIn.objects.count() == 2
    assert first.doubts == []


def test_second_person_on_one_phone_puts_both_in_doubt(session, arta, besa):
    one = says(session, "Arta", "Berisha", "arta@example.org")
    two = says(session, "Besa", "Çela", "besa@example.org", at=after(minutes=1))

    other_person = [CheckInDoubt.OTHER_PERSON]
    assert doubts_at(session) == [
        ("Arta Berisha", other_person), ("Besa Çela", other_person),
    ]  # fmt: skip
    assert confirm(session, one, two).people == 0
    assert confirm_alone(session, one).people == 1
    assert Mark.objects.get().enrolment == arta


def test_phone_cannot_be_followed_over_sessions(training, session, arta, besa):
    later = SessionFactory(training=training, starts=time(16), ends=time(18))
    evening = after(hours=7)

    one = says(session, "Arta", "Berisha", "arta@example.org")
    two = says(later, "Besa", "Çela", "besa@example.org", at=evening)

    assert one.phone != two.phone
    assert (len(one.phone), two.doubts) == (64, [])


def test_code_before_the_newest_is_noted_and_holds_nothing_back(session, arta):
    one = says(
        session, "Arta", "Berisha", "arta@example.org", shown=NOW, at=after(seconds=25)
    )

    assert one.doubts == [CheckInDoubt.OLD_CODE]
    assert confirm(session, one).people == 1


def test_flood_of_check_ins_is_stopped(session, arta):
    for number in range(12):
        says(session, f"Guest {number}", "Any", phone=str(number))

    with pytest.raises(CheckInRefused, match="More people checked in"):
        says(session, "One", "More", phone="x")


# What the trainer confirms


def test_confirmed_person_is_present_by_self_check_in(session, arta, besa):
    trainer = UserFactory()
    one = says(session, "Arta", "Berisha", "arta@example.org")
    other = says(session, "Besa", "Çela", "besa@example.org", phone="b")

    assert confirm(session, one, by=trainer, at=after(minutes=3)).people == 1

    mark = Mark.objects.get()
    assert (mark.enrolment, mark.value, mark.source, mark.marked_by) == (
        arta, "present", "self", trainer,
    )  # fmt: skip
    assert (mark.is_disputed, mark.device_at) == (False, NOW)
    word = MarkEvent.objects.get()
    assert (word.device, word.sequence, word.seen) == (WALL, 0, 0)
    one.refresh_from_db()
    assert (one.status, one.decided_by, one.decided_at) == (
        "confirmed", trainer, after(minutes=3),
    )  # fmt: skip
    assert [arrival.check_in for arrival in arrivals_at(session)] == [other]
    session.training.refresh_from_db()
    assert session.training.status == "held"
    deeds = ModelLogEntry.objects.filter(action__contains="check_in")
    assert sorted(deeds.values_list("action", flat=True)) == [
        "lms_delivery.check_in", "lms_delivery.check_in",
        "lms_delivery.confirm_check_in",
    ]  # fmt: skip


def test_confirming_twice_says_one_word(session, arta):
    one = says(session, "Arta", "Berisha", "arta@example.org")

    assert [confirm(session, one).people for _time in (1, 2)] == [1, 0]
    assert MarkEvent.objects.count() == 1


@pytest.mark.parametrize(("minutes", "value"), [(10, "present"), (11, "late")])
def test_late_is_by_the_code_and_not_by_the_trainer(session, arta, minutes, value):
    """Fifteen minutes after 09:00; the form and the confirmation take what they take."""
    shown = after(minutes=minutes)
    claim = Claim(first_name="Arta", last_name="Berisha", email="")
    one = check_in(
        scan(session, shown=shown, at=shown), claim=claim, now=after(minutes=19)
    )

    confirm(session, one, at=after(hours=2))

    assert Mark.objects.get().value == value


def test_unlisted_person_becomes_a_walk_in_with_the_word(session):
    trainer = UserFactory()
    one = says(session, "Guest", "Any", "guest@example.org")
    assert confirm(session, one).people == 0

    confirm_one(session, one.pk, by=trainer, now=NOW)

    walk_in = WalkIn.objects.get()
    assert (walk_in.name, walk_in.added_by, walk_in.device) == (
        "Guest Any", trainer, WALL,
    )  # fmt: skip
    word = MarkEvent.objects.get()
    assert (word.walk_in, word.enrolment, word.value) == (walk_in, None, "present")
    one.refresh_from_db()
    assert (one.walk_in, one.status) == (walk_in, "confirmed")
    assert not Mark.objects.exists()


def test_walk_in_of_the_day_before_is_the_same_person(training, session):
    tomorrow = SessionFactory(training=training, date=training.end_date)
    for place, at in ((session, NOW), (tomorrow, after(days=2))):
        one = says(place, "Guest", "Any", at=at)
        confirm_alone(place, one, at=at)

    assert WalkIn.objects.count() == 1
    assert MarkEvent.objects.count() == 2


def test_two_unlisted_namesakes_are_two_walk_ins(session):
    for phone, email in (("a", "one@example.org"), ("b", "two@example.org")):
        confirm_alone(session, says(session, "Guest", "Any", email, phone=phone))

    assert WalkIn.objects.count() == 2


def test_refused_person_is_not_marked_and_in_doubt_the_next_time(session, arta):
    one = says(session, "Arta", "Berisha", "arta@example.org")
    trainer = UserFactory()

    assert refuse_check_in(session, one.pk, reason="not_here", by=trainer, now=NOW)

    assert not refuse_check_in(session, one.pk, reason="not_here", by=trainer, now=NOW)
    assert confirm_alone(session, one).people == 0
    entry = ModelLogEntry.objects.get(action="lms_delivery.refuse_check_in")
    assert entry.data["reason"] == "not_here"
    again = says(session, "Arta", "Berisha", "arta@example.org", at=after(minutes=1))
    assert again != one
    assert doubts_at(session) == [("Arta Berisha", [CheckInDoubt.REFUSED_BEFORE])]
    assert not MarkEvent.objects.exists()


def test_check_in_of_another_session_is_not_decided_here(training, session, arta):
    other = SessionFactory(training=training, starts=time(16), ends=time(18))
    one = says(session, "Arta", "Berisha", "arta@example.org")

    assert confirm_alone(other, one).people == 0
    assert not refuse_check_in(
        other, one.pk, reason="not_here", by=UserFactory(), now=NOW
    )
    one.refresh_from_db()
    assert one.status == "waiting"


def test_person_who_withdrew_meanwhile_is_refused_in_words(session, arta, besa):
    one = says(session, "Arta", "Berisha", "arta@example.org")
    two = says(session, "Besa", "Çela", "besa@example.org", phone="b")
    arta.status = "withdrawn"
    arta.save()

    done = confirm(session, one, two)

    assert done.people == 1
    assert "Arta Berisha is no longer enrolled" in done.refusals[0]
    one.refresh_from_db()
    assert one.status == "waiting"


def test_nothing_is_confirmed_in_a_closed_training(session, arta):
    one = says(session, "Arta", "Berisha", "arta@example.org")
    training = session.training
    training.status, training.closed_at = "closed", NOW
    training.save()

    with pytest.raises(CheckInRefused, match="is closed"):
        confirm(session, one)
    with pytest.raises(CheckInRefused, match="is closed"):
        refuse_check_in(session, one.pk, reason="not_here", by=UserFactory(), now=NOW)


# Beside the words of trainers


@pytest.mark.parametrize("value", ["absent", "excused"])
def test_word_of_a_trainer_stands_and_the_disagreement_is_shown(session, arta, value):
    one = says(session, "Arta", "Berisha", "arta@example.org")
    mark_session(session, {arta.pk: value}, by=UserFactory(), now=NOW)
    assert doubts_at(session) == [("Arta Berisha", [CheckInDoubt.MARKED_AWAY])]
    assert confirm(session, one).people == 0

    assert confirm_alone(session, one).people == 1

    mark = Mark.objects.get()
    assert (mark.value, mark.source, mark.is_disputed) == (value, "live", True)
    (dispute,) = disputes_of(session)
    assert [word.event.value for word in dispute.words] == [value, "present"]
    assert [word.device for word in dispute.words] == ["", ""]
    assert {choice for choice, _label in dispute.choices} == {value, "present"}


@pytest.mark.parametrize("value", ["present", "late"])
def test_person_whom_the_trainer_marked_as_here_is_confirmed_without_a_word(
    session, arta, value
):
    mark_session(session, {arta.pk: value}, by=UserFactory(), now=NOW)
    one = says(session, "Arta", "Berisha", "arta@example.org")

    assert confirm(session, one).people == 1

    mark = Mark.objects.get()
    assert (mark.value, mark.source, mark.is_disputed) == (value, "live", False)
    assert MarkEvent.objects.count() == 1


def test_later_word_of_a_trainer_decides(session, arta):
    one = says(session, "Arta", "Berisha", "arta@example.org")
    confirm(session, one)

    mark_session(session, {arta.pk: "absent"}, by=UserFactory(), now=NOW)

    mark = Mark.objects.get()
    assert (mark.value, mark.source, mark.is_disputed) == ("absent", "live", False)


def hand_in(session, enrolment, value, *, sequence, seen, phone=1):
    word = Said(
        id=UUID(int=100 + phone),
        value=value,
        sequence=sequence,
        seen=seen,
        enrolment=enrolment.pk,
        said_at=NOW,
    )
    handover = Handover(device=UUID(int=phone), by=UserFactory(), now=NOW, sent_at=NOW)
    assert receive(session, [word], handover=handover)[0].is_kept


@pytest.mark.parametrize("is_phone_first", [True, False])
def test_word_of_a_phone_without_network_stands_in_either_order(
    session, arta, is_phone_first
):
    """Said without knowing of the check-in, handed in before or after it."""
    one = says(session, "Arta", "Berisha", "arta@example.org")
    if is_phone_first:
        hand_in(session, arta, "absent", sequence=1, seen=0)
        confirm_alone(session, one)
    else:
        confirm(session, one)
        hand_in(session, arta, "absent", sequence=1, seen=0)

    mark = Mark.objects.get()
    assert (mark.value, mark.is_disputed) == ("absent", True)


def test_phone_that_knew_of_the_check_in_decides(session, arta):
    confirm(session, says(session, "Arta", "Berisha", "arta@example.org"))

    hand_in(session, arta, "late", sequence=1, seen=1)

    mark = Mark.objects.get()
    assert (mark.value, mark.is_disputed) == ("late", False)


@pytest.mark.parametrize("people", [1, 3])
def test_arrivals_cost_two_queries(
    training, session, people, django_assert_num_queries
):
    for number in range(people):
        enrolment = enrolled(training, f"Person {number}", "Any")
        says(
            session,
            f"Person {number}",
            "Any",
            enrolment.professional.email,
            phone=str(number),
        )

    with django_assert_num_queries(2):
        shown = arrivals_at(session)
        [(one.name, one.doubts, one.value) for one in shown]
    assert len(shown) == people
