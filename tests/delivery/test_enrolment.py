from datetime import UTC, date, datetime, timedelta

import pytest
from wagtail.models import ModelLogEntry

from lms.delivery.domain.enrolment import (
    EnrolmentRefused,
    enrol,
    fill_places,
    places_left,
    take_place,
    withdraw,
)
from lms.delivery.enums import EnrolmentStatus
from lms.delivery.models import Enrolment
from tests.factories.delivery import (
    EnrolmentFactory,
    FacilitatorFactory,
    TrainingFactory,
)
from tests.factories.people import (
    AffiliationFactory,
    MunicipalityFactory,
    ProfessionalFactory,
)
from tests.factories.users import UserFactory

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 2, 1, 9, tzinfo=UTC)


def test_enrol_copies_the_work_of_the_first_day(training):
    person = ProfessionalFactory()
    AffiliationFactory(professional=person, end_date=date(2026, 3, 9))
    work = AffiliationFactory(
        professional=person,
        start_date=date(2026, 3, 10),
        municipality=MunicipalityFactory(),
    )
    AffiliationFactory(professional=person, start_date=date(2026, 3, 11))

    enrolment = enrol(person, training=training, by=None, now=NOW)

    assert enrolment.status == EnrolmentStatus.ENROLLED
    assert (enrolment.institution, enrolment.profession, enrolment.municipality) == (
        work.institution, work.profession, work.municipality,
    )  # fmt: skip


def test_later_change_of_work_changes_no_enrolment(training):
    work = AffiliationFactory()
    enrolment = enrol(work.professional, training=training, by=None, now=NOW)

    AffiliationFactory(professional=work.professional, start_date=date(2026, 3, 1))

    assert enrol(work.professional, training=training, by=None, now=NOW) == enrolment
    assert enrolment.institution == work.institution


def test_enrol_twice_keeps_one_place_and_one_trace(training):
    person, user = ProfessionalFactory(), UserFactory()

    first = enrol(person, training=training, by=user, now=NOW)

    assert enrol(person, training=training, by=user, now=NOW) == first
    assert [(e.action, e.user) for e in ModelLogEntry.objects.all()] == [
        ("lms_delivery.enrol", user)
    ]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("nominated", "enrolled"),
        ("declined", "enrolled"),
        ("waiting", "enrolled"),
        ("withdrawn", "enrolled"),
        ("no_show", "no_show"),
        ("completed", "completed"),
    ],
)
def test_enrol_takes_up_a_place_that_was_not_taken(training, before, after):
    enrolment = EnrolmentFactory(training=training, status=before, waiting_since=NOW)

    assert (
        enrol(enrolment.professional, training=training, by=None, now=NOW).status
        == after
    )


@pytest.mark.parametrize("traits", [{"closed": True}, {"cancelled": True}], ids=str)
def test_enrol_and_withdraw_are_refused_once_the_training_is_over(traits):
    enrolment = EnrolmentFactory(training=TrainingFactory(**traits))

    with pytest.raises(EnrolmentRefused, match="nothing in it changes any more"):
        enrol(ProfessionalFactory(), training=enrolment.training, by=None, now=NOW)
    with pytest.raises(EnrolmentRefused, match="nothing in it changes any more"):
        withdraw(enrolment, by=None, now=NOW)
    assert Enrolment.objects.count() == 1


def test_withdraw_keeps_the_marks(training):
    enrolment = EnrolmentFactory(training=TrainingFactory(days=1), marks=["present"])

    assert withdraw(enrolment, by=None, now=NOW).status == EnrolmentStatus.WITHDRAWN
    assert enrolment.marks.count() == 1


@pytest.fixture
def full(training):
    """A training of two places, both taken."""
    training.capacity = 2
    training.save()
    EnrolmentFactory.create_batch(2, training=training)
    return training


def arriving(training, number=3):
    """So many more ask for a place, an hour apart."""
    return [
        enrol(
            ProfessionalFactory(),
            training=training,
            by=None,
            now=NOW + timedelta(hours=hour),
        )
        for hour in range(number)
    ]


def statuses(enrolments):
    for enrolment in enrolments:
        enrolment.refresh_from_db()
    return [str(enrolment.status) for enrolment in enrolments]


def test_who_comes_when_all_places_are_taken_waits_in_order(full):
    first, second, third = arriving(full)

    assert statuses([first, second, third]) == ["waiting"] * 3
    assert list(full.enrolments.waiting()) == [first, second, third]
    assert places_left(full) == 0


def test_asking_again_keeps_the_place_on_the_waiting_list(full):
    first, second = arriving(full, 2)

    again = enrol(
        first.professional, training=full, by=None, now=NOW + timedelta(days=5)
    )

    assert again == first
    assert list(full.enrolments.waiting()) == [first, second]


def test_without_a_limit_nobody_waits(training):
    assert places_left(training) is None
    assert statuses(arriving(training, 5)) == ["enrolled"] * 5


def test_place_that_becomes_free_goes_to_the_first_who_waits(full):
    first, second, _third = waiting = arriving(full)
    leaving = full.enrolments.attending().first()

    withdraw(leaving, by=None, now=NOW + timedelta(days=1))

    assert statuses(waiting) == ["enrolled", "waiting", "waiting"]
    assert (first.waiting_since, second.waiting_since is None) == (None, False)
    assert ModelLogEntry.objects.filter(action="lms_delivery.move_up").count() == 1


def test_whoever_leaves_the_waiting_list_frees_no_place(full):
    waiting = arriving(full)

    withdraw(waiting[0], by=None, now=NOW)

    assert statuses(waiting) == ["withdrawn", "waiting", "waiting"]


def test_more_places_go_to_those_who_wait_as_far_as_they_reach(full):
    waiting = arriving(full)
    full.capacity = 4
    full.save()

    moved = fill_places(full, by=None, now=NOW)

    assert moved == waiting[:2]
    assert statuses(waiting) == ["enrolled", "enrolled", "waiting"]


def test_whom_something_speaks_against_is_left_on_the_list(full):
    first, second = waiting = arriving(full, 2)
    FacilitatorFactory(training=full, trainer__professional=first.professional)
    full.capacity = 3
    full.save()

    assert fill_places(full, by=None, now=NOW) == [second]
    assert statuses(waiting) == ["waiting", "enrolled"]


@pytest.mark.parametrize("day", [date(2026, 3, 10), date(2026, 3, 11)], ids=str)
def test_nobody_moves_up_once_the_training_has_begun(full, day):
    waiting = arriving(full, 1)

    leaving = full.enrolments.attending().first()
    withdraw(
        leaving, by=None, now=datetime(day.year, day.month, day.day, 7, tzinfo=UTC)
    )

    assert statuses(waiting) == ["waiting"]
    assert places_left(full) == 1


def test_who_came_in_spite_of_the_waiting_list_is_enrolled_by_the_sheet(full):
    (waiting,) = arriving(full, 1)

    took = take_place(waiting.professional, training=full, by=None)

    assert (took, took.status, took.waiting_since) == (waiting, "enrolled", None)
    assert places_left(full) == 0
