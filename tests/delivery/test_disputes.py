"""Two devices disagree: every order gives the same, and the lead trainer decides."""

from datetime import UTC, datetime, timedelta
from itertools import permutations
from uuid import UUID

import pytest
from django.db import transaction
from django.urls import reverse
from wagtail.models import ModelLogEntry

from lms.delivery.domain.disputes import (
    DisputeRefused,
    clocks_off,
    disputes_of,
    settle_dispute,
)
from lms.delivery.domain.roll_call import Handover, Said, receive
from lms.delivery.enums import FacilitatorRole
from lms.delivery.models import Mark, MarkEvent, Training
from tests.factories.delivery import (
    EnrolmentFactory,
    FacilitatorFactory,
    SessionFactory,
)
from tests.factories.people import TrainerFactory
from tests.factories.users import UserFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 10, 8, tzinfo=UTC)
PHONE, TABLET = UUID(int=1), UUID(int=2)


@pytest.fixture
def session(training):
    return SessionFactory(training=training)


@pytest.fixture
def enrolment(training):
    return EnrolmentFactory(
        training=training,
        professional__first_name="Arta",
        professional__last_name="Berisha",
    )


def said(enrolment, value, *, number, sequence=1, seen=0, at=NOW):
    return Said(
        id=UUID(int=number),
        value=value,
        sequence=sequence,
        seen=seen,
        enrolment=enrolment.pk,
        said_at=at,
    )


def hand_in(session, *words, device=PHONE, by=None, now=NOW, sent_at=None):
    by = by or UserFactory()
    handover = Handover(device=device, by=by, now=now, sent_at=sent_at or now)
    return receive(session, words, handover=handover)


@pytest.fixture
def disputed(session, enrolment):
    hand_in(session, said(enrolment, "present", number=101), device=PHONE)
    hand_in(session, said(enrolment, "absent", number=102), device=TABLET)
    return enrolment


def settle(enrolment, session, value="present", known=2, by=None):
    return settle_dispute(
        enrolment, session=session, value=value, known=known, by=by, now=NOW
    )


# In any order


def test_words_of_three_devices_in_every_order_leave_the_same(session, enrolment):
    """All orders of four deliveries, one of them repeated, through the whole door."""
    by = UserFactory()
    deliveries = [
        (UUID(int=1), said(enrolment, "present", number=11, sequence=1)),
        (UUID(int=1), said(enrolment, "late", number=12, sequence=2)),
        (UUID(int=2), said(enrolment, "absent", number=13, sequence=1)),
        (UUID(int=3), said(enrolment, "late", number=14, sequence=2)),
    ]
    found = set()
    for order in permutations(deliveries):
        with transaction.atomic():
            for device, word in [*order, order[0]]:
                (answer,) = hand_in(session, word, device=device, by=by)
                assert answer.is_kept
            mark = Mark.objects.get()
            found.add((mark.value, mark.is_disputed, MarkEvent.objects.count()))
            transaction.set_rollback(True)

    assert found == {("late", True, 4)}


def test_word_in_knowledge_of_the_other_is_no_dispute(session, enrolment):
    hand_in(session, said(enrolment, "present", number=1), device=PHONE)
    hand_in(
        session, said(enrolment, "late", number=2, sequence=2, seen=1), device=TABLET
    )

    mark = Mark.objects.get()
    assert (mark.value, mark.is_disputed) == ("late", False)
    assert disputes_of(session) == []


def test_clock_three_days_off_decides_nothing_and_is_flagged(session, enrolment):
    """Both times are kept, whichever phone comes first."""
    ahead = NOW + timedelta(days=3)
    hand_in(session, said(enrolment, "absent", number=1, sequence=5))
    hand_in(
        session,
        said(enrolment, "present", number=2, sequence=4, at=ahead),
        device=TABLET,
        sent_at=ahead,
    )

    event = MarkEvent.objects.get(pk=UUID(int=2))
    (dispute,) = disputes_of(session)
    (off,) = clocks_off(session)
    assert (event.device_at, event.received_at) == (ahead, NOW)
    assert Mark.objects.get().value == "absent"
    assert [word.minutes_off for word in dispute.words] == [0, 3 * 24 * 60]
    assert (off.device, off.is_ahead, off.minutes_off) == ("B", True, 4320)


@pytest.mark.parametrize(("seconds", "minutes"), [(600, 0), (-600, 0), (-661, 11)])
def test_clock_is_flagged_from_ten_minutes_on(session, enrolment, seconds, minutes):
    sent_at = NOW + timedelta(seconds=seconds)
    hand_in(session, said(enrolment, "present", number=1), sent_at=sent_at)

    assert [word.minutes_off for word in clocks_off(session)] == [minutes] * bool(
        minutes
    )


# The decision


def test_dispute_shows_all_words_and_which_one_stands(session, disputed):
    hand_in(
        session, said(disputed, "late", number=103, sequence=2, seen=0), device=PHONE
    )

    (dispute,) = disputes_of(session)

    assert [
        (word.event.value, word.device, word.is_last, word.stands)
        for word in dispute.words
    ] == [
        ("present", "A", False, False),
        ("absent", "B", True, False),
        ("late", "A", True, True),
    ]
    assert [value for value, _label in dispute.choices] == ["late", "absent"]


@pytest.mark.parametrize("value", ["present", "absent"])
def test_decision_is_a_word_that_knows_all_before(session, disputed, value):
    lead = UserFactory()

    mark = settle(disputed, session, value, by=lead)

    word = MarkEvent.objects.in_order().last()
    assert (mark.value, mark.is_disputed, mark.marked_by) == (value, False, lead)
    assert (word.value, word.number, word.seen, word.said_by) == (value, 3, 2, lead)
    assert disputes_of(session) == []
    assert ModelLogEntry.objects.filter(action="lms_delivery.settle_dispute").exists()


def test_word_that_did_not_know_the_decision_opens_it_again(session, disputed):
    settle(disputed, session, "present")

    hand_in(session, said(disputed, "late", number=104, sequence=2), device=TABLET)

    mark = Mark.objects.get()
    assert (mark.value, mark.is_disputed) == ("present", True)


def test_decision_without_the_newest_word_is_refused(session, disputed):
    hand_in(session, said(disputed, "late", number=105, sequence=2), device=TABLET)

    with pytest.raises(DisputeRefused, match="Something more was said about Arta"):
        settle(disputed, session, known=2)
    assert Mark.objects.get().is_disputed


def test_decision_twice_is_refused(session, disputed):
    settle(disputed, session)

    with pytest.raises(DisputeRefused, match="no disagreement any more"):
        settle(disputed, session, "absent", known=3)


def test_decision_in_a_closed_training_is_refused(session, disputed):
    Training.objects.update(status="closed", closed_at=NOW)

    with pytest.raises(DisputeRefused, match="is closed"):
        settle(disputed, session)


# The page


def url(session):
    return reverse("lms_delivery:disputes", args=[session.pk])


def data(enrolment, value="late", known=2):
    return {"enrolment": enrolment.pk, "known": known, "value": value}


def test_training_page_leads_to_the_disagreement(client_of, lead, session, disputed):
    page = client_of(lead).get(
        reverse("lms_delivery:training", args=[session.training.code])
    )

    text = page.content.decode()
    assert "about 1 person two devices say different things." in text
    assert url(session) in text


def test_lead_trainer_decides_with_one_button(client_of, lead, session, disputed):
    client = client_of(lead)
    page = client.get(url(session)).content.decode()

    answer = client.post(url(session), data(disputed, "absent"), follow=True)

    assert "device A" in page
    assert "device B" in page
    assert "Decided: Arta Berisha, Absent." in answer.content.decode()
    assert "All devices say the same" in answer.content.decode()
    assert Mark.objects.get().marked_by == lead


def test_co_trainer_sees_it_and_the_lead_decides(client_of, lead, session, disputed):
    user = UserFactory(roles=["Trainers"])
    FacilitatorFactory(
        training=session.training,
        trainer=TrainerFactory(professional__user=user),
        role=FacilitatorRole.CO_TRAINER,
    )
    client = client_of(user)

    page = client.get(url(session)).content.decode()

    assert "The lead trainer decides:" in page
    assert '<form method="post" class="decision' not in page
    assert client.post(url(session), data(disputed)).status_code == 403
    assert Mark.objects.get().is_disputed


def test_foreign_session_is_not_found(client_of, lead):
    assert client_of(lead).get(url(SessionFactory())).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_page_costs_the_same_for_any_number(
    client_of, lead, session, count, django_assert_num_queries
):
    for number in range(count):
        enrolment = EnrolmentFactory(training=session.training)
        first = said(enrolment, "present", number=10 + number)
        other = said(enrolment, "absent", number=20 + number)
        hand_in(session, first, device=PHONE)
        hand_in(session, other, device=TABLET)
    client = client_of(lead)
    client.get(url(session))

    with django_assert_num_queries(15):
        client.get(url(session))
