from datetime import UTC, datetime, timedelta

import pytest
from wagtail.models import ModelLogEntry

from lms.delivery.domain.marking import MarkRefused, mark, mark_session
from lms.delivery.enums import MarkSource, MarkValue
from lms.delivery.models import Mark, MarkEvent
from tests.factories.delivery import EnrolmentFactory, SessionFactory, TrainingFactory
from tests.factories.users import UserFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 10, 8, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def session(training):
    return SessionFactory(training=training)


@pytest.fixture
def enrolment(training):
    return EnrolmentFactory(training=training)


def marked(enrolment, session, value="present", now=NOW, **facts):
    facts = {"source": MarkSource.LIVE, "by": None} | facts
    return mark(enrolment, session=session, value=value, now=now, **facts)


def test_mark_says_who_when_and_how(enrolment, session):
    user = UserFactory()

    found = marked(
        enrolment, session, by=user, source=MarkSource.PAPER, device_at=LATER
    )

    assert (found.value, found.source, found.marked_by) == ("present", "paper", user)
    assert (found.marked_at, found.device_at) == (NOW, LATER)


def test_first_mark_makes_the_training_held(enrolment, session, training):
    marked(enrolment, session)

    training.refresh_from_db()
    assert training.status == "held"


def test_other_value_supersedes_and_keeps_what_stood_before(enrolment, session):
    user, colleague = UserFactory(), UserFactory()
    marked(enrolment, session, "present", by=user)

    found = marked(enrolment, session, "late", by=colleague, now=LATER)

    before, after = MarkEvent.objects.in_order()
    assert (found.value, found.marked_by, found.marked_at) == ("late", colleague, LATER)
    assert (before.value, before.said_by, before.received_at) == ("present", user, NOW)
    assert (after.value, after.said_by, after.seen) == ("late", colleague, 1)
    assert Mark.objects.count() == 1


def test_same_value_again_changes_nothing(enrolment, session):
    user = UserFactory()
    marked(enrolment, session, by=user)

    found = marked(enrolment, session, by=UserFactory(), now=LATER)

    assert (found.marked_by, found.marked_at) == (user, NOW)
    assert MarkEvent.objects.count() == 1
    assert ModelLogEntry.objects.filter(action="lms_delivery.mark_session").count() == 1


@pytest.mark.parametrize("traits", [{"closed": True}, {"cancelled": True}], ids=str)
def test_mark_in_a_training_that_is_over_is_refused(traits):
    training = TrainingFactory(days=1, **traits)

    with pytest.raises(MarkRefused, match="nothing in it changes any more"):
        marked(EnrolmentFactory(training=training), training.sessions.get())


def test_session_of_another_training_is_refused(enrolment):
    with pytest.raises(MarkRefused, match="This person is not enrolled in training"):
        marked(enrolment, SessionFactory())


@pytest.mark.parametrize("status", ["withdrawn", "nominated", "waiting"])
def test_person_without_a_place_is_refused(session, training, status):
    person = EnrolmentFactory(training=training, status=status)

    with pytest.raises(MarkRefused, match="is not enrolled: "):
        marked(person, session)
    assert not Mark.objects.exists()


def test_unknown_value_is_refused(enrolment, session):
    with pytest.raises(MarkRefused, match="“here” is not a mark"):
        marked(enrolment, session, "here")


def test_roll_call_marks_many_and_counts_the_changes(session, training):
    people = EnrolmentFactory.create_batch(3, training=training)
    values = {person.pk: MarkValue.PRESENT for person in people}

    assert mark_session(session, values, by=None, now=NOW) == 3
    assert (
        mark_session(session, values | {people[0].pk: "absent"}, by=None, now=LATER)
        == 1
    )
    assert Mark.objects.filter(value="present").count() == 2


def test_roll_call_with_one_refusal_marks_nobody(session, training, enrolment):
    stranger = EnrolmentFactory()

    with pytest.raises(MarkRefused):
        mark_session(
            session, {enrolment.pk: "present", stranger.pk: "present"}, by=None, now=NOW
        )
    assert not Mark.objects.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_roll_call_costs_the_same_for_any_number(
    session, training, count, django_assert_num_queries
):
    people = EnrolmentFactory.create_batch(count, training=training)
    training.status = "held"
    training.save()

    with django_assert_num_queries(10):
        mark_session(session, {p.pk: "present" for p in people}, by=None, now=NOW)
