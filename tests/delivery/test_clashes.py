from datetime import date, time

import pytest
from django.urls import reverse
from django.utils import timezone

from lms.delivery.domain.clashes import near_clashes, reason_double_booked
from lms.delivery.domain.enrolment import EnrolmentRefused, enrol, take_place
from lms.delivery.domain.facilitation import (
    FacilitatorRefused,
    add_facilitator,
    answer_invitation,
)
from lms.delivery.domain.sessions import (
    Hours,
    copy_sessions,
    generate_sessions,
    move_session,
    put_back_session,
)
from lms.delivery.domain.training import TrainingRefused, add_session
from lms.delivery.enums import EnrolmentStatus, FacilitatorAnswer, FacilitatorRole
from tests.factories.delivery import (
    EnrolmentFactory,
    FacilitatorFactory,
    SessionFactory,
    TrainingFactory,
)
from tests.factories.people import MunicipalityFactory, TrainerFactory

pytestmark = pytest.mark.django_db

DAY = date(2026, 3, 10)
WORDS = r"is in training T-OTHER-1 at that time: 10\.03\.2026, 09:00–15:00"


@pytest.fixture
def other():
    """At the same time as `training`, from nine to three on its first day."""
    return TrainingFactory(code="T-OTHER-1", days=1, place="Pejë")


@pytest.fixture
def trainer(other):
    return FacilitatorFactory(training=other).trainer


def added(training, trainer):
    return add_facilitator(
        training, trainer=trainer, role=FacilitatorRole.OBSERVER, by=None
    )


def session_at(training, starts, ends):
    return add_session(training, day=DAY, starts=time(starts), ends=time(ends), by=None)


def test_trainer_of_another_training_at_that_time_is_refused(training, trainer):
    SessionFactory(training=training, starts=time(14), ends=time(17))

    with pytest.raises(FacilitatorRefused, match=WORDS):
        added(training, trainer)


@pytest.mark.parametrize(
    "free",
    [
        lambda other: other.facilitators.update(answer=FacilitatorAnswer.DECLINED),
        lambda other: other.sessions.update(date=date(2026, 3, 9)),
        lambda other: other.sessions.update(ends=time(14)),
        lambda other: other.sessions.update(
            cancelled_at=timezone.now(), cancel_reason="Snow"
        ),
        lambda other: (
            type(other).objects.filter(pk=other.pk).update(status="cancelled")
        ),
    ],
    ids=["declined", "other day", "over", "called off", "cancelled"],
)
def test_trainer_who_is_free_is_added(training, other, trainer, free):
    """Negative control of the guard."""
    SessionFactory(training=training, starts=time(14), ends=time(17))
    free(other)

    assert added(training, trainer).pk


def test_acceptance_is_refused_where_the_trainer_is_elsewhere(training, trainer):
    question = FacilitatorFactory(
        training=training,
        trainer=trainer,
        role=FacilitatorRole.OBSERVER,
        answer=FacilitatorAnswer.ASKED,
    )
    SessionFactory(training=training)

    with pytest.raises(FacilitatorRefused, match=WORDS):
        answer_invitation(question, accepts=True, by=None, now=timezone.now())


def test_person_in_another_training_at_that_time_is_not_enrolled(training, other):
    person = EnrolmentFactory(training=other).professional
    SessionFactory(training=training)

    with pytest.raises(EnrolmentRefused, match=WORDS):
        enrol(person, training=training, by=None, now=timezone.now())


def test_person_who_withdrew_there_is_enrolled(training, other):
    person = EnrolmentFactory(
        training=other, status=EnrolmentStatus.WITHDRAWN
    ).professional
    SessionFactory(training=training)

    assert enrol(person, training=training, by=None, now=timezone.now()).pk


def test_past_fact_from_a_sheet_is_never_blocked(training, other):
    person = EnrolmentFactory(training=other).professional
    SessionFactory(training=training)

    assert take_place(person, training=training, by=None).pk


@pytest.mark.parametrize("as_trainer", [True, False])
def test_session_where_somebody_is_elsewhere_is_refused(training, other, as_trainer):
    if as_trainer:
        trainer = FacilitatorFactory(training=other).trainer
        FacilitatorFactory(training=training, trainer=trainer)
    else:
        person = EnrolmentFactory(training=other).professional
        EnrolmentFactory(training=training, professional=person)
    earlier = TrainingFactory(days=1)
    moving = SessionFactory(training=training, starts=time(15), ends=time(16))
    off = SessionFactory(
        training=training, starts=time(11), ends=time(12),
        cancelled_at=timezone.now(), cancel_reason="Snow",
    )  # fmt: skip

    for deed in (
        lambda: session_at(training, 14, 15),
        lambda: generate_sessions(
            training, days=[DAY], hours=Hours(time(8), time(10)), by=None
        ),
        lambda: copy_sessions(training, source=earlier, by=None),
        lambda: move_session(moving, day=DAY, starts=time(14), ends=time(16), by=None),
        lambda: put_back_session(off, by=None),
    ):
        with pytest.raises(TrainingRefused, match=WORDS):
            deed()

    assert training.sessions.taking_place().get().starts == time(15)


def test_session_of_other_people_is_added(training, other):
    """Negative control: two trainings at once are no clash by themselves."""
    EnrolmentFactory(training=other)
    EnrolmentFactory(training=training)

    assert session_at(training, 9, 15).pk


@pytest.mark.parametrize(
    ("starts", "place", "warns"),
    [(16, "Prizren", True), (17, "Prizren", False), (16, " pejë", False)],
)
def test_little_time_between_two_places_is_warned(
    training, other, trainer, starts, place, warns
):
    training.place = place
    training.save()
    SessionFactory(training=training, starts=time(starts), ends=time(18))

    assert added(training, trainer).pk
    warnings = near_clashes(training, person=trainer.professional)

    assert len(warnings) == warns
    assert all("training T-OTHER-1 is in Pejë" in words for words in warnings)


def test_other_municipality_is_another_place(training, other, trainer):
    for each in (training, other):
        each.place, each.municipality = "School", MunicipalityFactory()
        each.save()
    SessionFactory(training=training, starts=time(16), ends=time(18))

    assert near_clashes(training, person=trainer.professional)


def test_page_warns_and_adds(client_of, lead, training, other):
    FacilitatorFactory(training=other, trainer=training.facilitators.get().trainer)
    page = client_of(lead).post(
        reverse("lms_delivery:session_add", args=[training.code]),
        {"date": "10.03.2026", "starts": "16:00", "ends": "18:00"},
        follow=True,
        HTTP_ACCEPT_LANGUAGE="en",
    )

    assert "has less than two hours between two places" in page.text
    assert training.sessions.get().starts == time(16)


@pytest.mark.parametrize("count", [1, 3])
def test_looking_for_clashes_costs_the_same_for_any_number(
    training, count, django_assert_num_queries
):
    for _ in range(count):
        there = TrainingFactory(days=2)
        trainer = TrainerFactory()
        for each in (training, there):
            FacilitatorFactory(training=each, trainer=trainer)
            EnrolmentFactory(training=each)
    sessions = [
        SessionFactory(training=training, date=date(2026, 3, 10 + n))
        for n in range(count)
    ]

    with django_assert_num_queries(3):
        assert reason_double_booked(training, sessions=sessions)
