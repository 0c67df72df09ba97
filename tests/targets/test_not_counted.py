"""Everybody who is not counted has one reason and the one action against it."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import translation

from lms.delivery.enums import EnrolmentStatus
from lms.targets.domain.advice import not_counted
from lms.targets.enums import NEAREST_FIRST, NotCountedReason, reason_of, standing_of
from tests.factories.delivery import EnrolmentFactory, FacilitatorFactory
from tests.factories.people import (
    ProfessionalFactory,
    ProfessionFactory,
    TrainerFactory,
)
from tests.factories.targets import (
    IndicatorFactory,
    row_in_review,
    took_part,
    trained,
    training_for,
)

from .conftest import ON

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def indicator():
    return IndicatorFactory(action__code="III.1.9")


def only(indicator, **asked):
    [person] = not_counted(indicator, on=ON, **asked)
    return person


def test_every_reason_but_review_has_a_standing_and_comes_back_from_it():
    assert {*NEAREST_FIRST, NotCountedReason.REVIEW} == {*NotCountedReason}
    assert [reason_of(standing_of(reason)) for reason in NEAREST_FIRST] == [
        *NEAREST_FIRST
    ]


def test_training_that_is_over_wants_to_be_closed(indicator):
    training = training_for(indicator, status="held", code="TIT-2026-01")
    place = EnrolmentFactory(training=training)

    person = only(indicator)

    assert (person.reason, person.action) == ("not_closed", "Close TIT-2026-01.")
    assert (person.target, person.name) == (training, place.professional.full_name)


def test_training_that_is_to_come_wants_to_be_closed_later(indicator):
    training = training_for(
        indicator, status="planned", code="TIT-2026-09", day=date(2026, 12, 4)
    )
    EnrolmentFactory(training=training)

    assert only(indicator).action == "Close TIT-2026-09 after its last day, 04.12.2026."


def test_person_who_was_not_there_long_enough_wants_another_training(indicator):
    place = took_part(indicator)

    person = only(indicator)

    assert person.reason == "not_completed"
    assert person.detail == (
        "Attendance is below the required share. 120 of 360 minutes present."
    )
    assert person.action == "Invite the person to the next training of III.1.9."
    assert person.target == place.professional


@pytest.mark.parametrize("status", ["nominated", "waiting", "withdrawn"])
def test_person_without_a_place_wants_one(indicator, status):
    training = training_for(indicator, status="planned", code="TIT-2026-02")
    EnrolmentFactory(training=training, status=status)

    person = only(indicator)

    assert person.reason == "not_enrolled"
    assert person.detail == EnrolmentStatus(status).label
    assert (person.action, person.target) == (
        "Enrol the person in TIT-2026-02.",
        training,
    )


def test_nominee_of_a_closed_training_wants_the_next_one(indicator):
    place = EnrolmentFactory(training=training_for(indicator), status="nominated")

    assert only(indicator).target == place.professional


def test_known_profession_outside_the_audience_leads_to_the_audience():
    indicator = IndicatorFactory(action__code="III.1.5", audience=[ProfessionFactory()])
    trained(indicator, profession=ProfessionFactory(name_en="Judge"))

    person = only(indicator)

    assert person.detail == "Judge"
    assert person.action == (
        "Add “Judge” to the audience of III.1.5, if the row means it too."
    )
    assert person.target == indicator


def test_missing_profession_leads_to_the_enrolment():
    indicator = IndicatorFactory(audience=[ProfessionFactory()])
    place = trained(indicator, profession=None)

    person = only(indicator)

    assert (person.reason, person.detail) == (
        "audience",
        "No profession is recorded.",
    )
    assert (person.action, person.target) == (
        "Enter the profession of that day.",
        place,
    )


def test_unconfirmed_profession_leads_to_the_list():
    profession = ProfessionFactory(unconfirmed=True, name_en="Drejtor")
    indicator = IndicatorFactory(audience=[profession])
    trained(indicator, profession=profession)

    person = only(indicator)

    assert person.action == "Confirm the position “Drejtor” or say which one it is."
    assert person.target == profession


def test_lay_person_leads_to_the_enrolment(indicator):
    place = trained(indicator, profession=ProfessionFactory(lay=True, name_en="Pupil"))

    person = only(indicator)

    assert person.reason == "not_professional"
    assert person.action == "Correct the profession of that day, if “Pupil” is wrong."
    assert person.target == place


def test_facilitator_wants_a_training_as_a_participant(indicator):
    place = trained(indicator)
    trainer = TrainerFactory(professional=place.professional)
    FacilitatorFactory(training=place.training, trainer=trainer)

    person = only(indicator)

    assert (person.reason, person.target) == ("facilitator", place.professional)


def test_day_outside_the_period_leads_to_the_period(indicator):
    trained(indicator, day=date(2021, 6, 1))

    person = only(indicator)

    assert (person.reason, person.detail) == ("period", "01.06.2021")
    assert person.action == (
        "Change the counted period of III.1.9, if the day belongs to it."
    )


def test_day_after_the_day_asked_for_leads_to_a_later_day(indicator):
    trained(indicator, day=date(2026, 11, 30))

    assert only(indicator).action == "Ask for the numbers of 30.11.2026 or later."


def test_earlier_year_of_a_yearly_row_wants_a_training_this_year():
    indicator = IndicatorFactory(action__code="III.4.1", yearly=True)
    place = trained(indicator, day=date(2025, 6, 1))

    person = only(indicator)

    assert person.action == "Invite the person to a training of III.4.1 in 2026."
    assert person.target == place.professional


def test_row_in_review_wants_a_decision(indicator):
    training = training_for(indicator)
    row = row_in_review(training)

    person = only(indicator)

    assert (person.name, person.reason) == ("Agim Krasniqi", "review")
    assert person.action == "Decide who row 7 of sheet.xlsx is."
    assert (person.row, person.target, person.training) == (row, row, training)


def test_person_has_the_reason_that_is_nearest_to_counting(indicator):
    person = ProfessionalFactory()
    trained(training=training_for(indicator, cancelled=True), professional=person)
    took_part(indicator, professional=person)
    EnrolmentFactory(
        training=training_for(indicator, status="held"), professional=person
    )

    assert only(indicator).reason == "not_closed"


def test_of_several_obstacles_the_hardest_is_said(indicator):
    place = trained(training=training_for(indicator, cancelled=True))
    place.profession = ProfessionFactory(lay=True)
    place.save()

    assert only(indicator).reason == "cancelled"


def test_person_who_counts_is_not_among_the_others(indicator):
    place = trained(indicator)
    took_part(indicator, professional=place.professional)

    assert list(not_counted(indicator, on=ON)) == []


def test_list_can_be_asked_for_one_reason_or_for_words(indicator):
    took_part(indicator, professional=ProfessionalFactory(first_name="Đorđe"))
    row_in_review(training_for(indicator))

    assert only(indicator, reason=NotCountedReason.REVIEW).name == "Agim Krasniqi"
    assert only(indicator, reason=NotCountedReason.NOT_COMPLETED).enrolment
    assert only(indicator, words="djordje").enrolment
    assert only(indicator, words="krasn").row
    assert len(not_counted(indicator, on=ON, words="nobody")) == 0


def test_list_is_cut_into_pages_over_rows_and_people(indicator):
    training = training_for(indicator)
    for _row in range(2):
        row_in_review(training)
    for number in range(3):
        took_part(indicator, professional=ProfessionalFactory(first_name=f"A{number}"))

    people = not_counted(indicator, on=ON)

    everybody = [(person.row, person.enrolment) for person in people]
    assert len(people) == len(everybody) == 5
    paged = [*people[0:2], *people[2:4], *people[4:6]]
    assert [(person.row, person.enrolment) for person in paged] == everybody
    assert (people[-1].row, people[-1].enrolment) == everybody[-1]


def test_out_of_scope_has_no_list():
    indicator = IndicatorFactory(out_of_scope=True)
    took_part(indicator)
    row_in_review(training_for(indicator))

    assert list(not_counted(indicator, on=ON)) == []


@pytest.mark.parametrize("number", [1, 3])
def test_list_costs_the_same_queries_whatever_is_in_it(
    indicator, django_assert_num_queries, number
):
    for _person in range(number):
        took_part(indicator)
        row_in_review(training_for(indicator))

    with django_assert_num_queries(2):
        list(not_counted(indicator, on=ON))
