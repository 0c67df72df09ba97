"""The ten rules of counting, each with the case that must not count."""

from __future__ import annotations

from datetime import date

import pytest

from lms.delivery.enums import EnrolmentStatus, FacilitatorRole
from lms.targets.domain.counting import overlap
from lms.targets.domain.evidence import proof_of
from lms.targets.domain.people import people_counted
from tests.factories.delivery import (
    ActionFactory,
    EnrolmentFactory,
    FacilitatorFactory,
    HeadcountFactory,
    MarkFactory,
    SessionFactory,
)
from tests.factories.people import (
    AffiliationFactory,
    InstitutionFactory,
    ProfessionalFactory,
    ProfessionFactory,
    TrainerFactory,
)
from tests.factories.targets import (
    IndicatorFactory,
    LinkFactory,
    StaffNumberFactory,
    took_part,
    trained,
    training_for,
)

from .conftest import ON

pytestmark = pytest.mark.django_db


# 1. Once per indicator and period, at the first enrolment that qualifies.


def test_rule_1_person_counts_once_for_an_indicator(counted):
    indicator = IndicatorFactory()
    person = ProfessionalFactory()
    for _training in range(3):
        trained(indicator, professional=person)
    trained(indicator)

    assert counted(indicator).people == 2


def test_rule_1_person_counts_at_the_first_enrolment_that_qualifies():
    indicator = IndicatorFactory()
    person = ProfessionalFactory()
    trained(indicator, professional=person, day=date(2026, 5, 1))
    first = trained(indicator, professional=person, day=date(2026, 2, 1))
    took_part(indicator, professional=person, day=date(2025, 2, 1))

    assert list(people_counted(indicator, on=ON)) == [first]


def test_rule_1_two_codes_of_one_training_are_one_participation(counted):
    row = IndicatorFactory()
    objective = IndicatorFactory(linked=[row.action])
    trained(row, objective)

    line = counted(objective)

    assert (line.people, line.participations, line.trainings) == (1, 1, 1)


def test_rule_1_both_big_counters_count_the_person_and_the_overlap_says_so(counted):
    first, second = IndicatorFactory(headline=True), IndicatorFactory(headline=True)
    trained(first, second)
    trained(first)

    assert (counted(first).people, counted(second).people) == (2, 1)
    assert overlap(on=ON) == 1


def test_rule_1_overlap_of_two_counters_without_common_people_is_nought():
    first, second = IndicatorFactory(headline=True), IndicatorFactory(headline=True)
    trained(first)
    trained(second)

    assert overlap(on=ON) == 0


# 2. What qualifies.


@pytest.mark.parametrize("status", ["planned", "held"])
def test_rule_2_training_that_is_not_closed_counts_nobody(counted, reasons, status):
    indicator = IndicatorFactory()
    trained(training=training_for(indicator, status=status))

    assert counted(indicator).people == 0
    assert reasons(indicator) == {"not_closed": 1}


def test_rule_2_cancelled_training_counts_nobody(counted, reasons):
    indicator = IndicatorFactory()
    trained(training=training_for(indicator, cancelled=True))

    assert counted(indicator).people == 0
    assert reasons(indicator) == {"cancelled": 1}


def test_rule_2_training_of_another_code_counts_nobody(counted, reasons):
    indicator, other = IndicatorFactory(), IndicatorFactory()
    trained(other)

    assert counted(indicator).people == 0
    assert reasons(indicator) == {}


def test_rule_2_proposed_link_counts_nobody_until_it_is_accepted(counted):
    row = IndicatorFactory()
    objective = IndicatorFactory(proposed=[row.action])
    trained(row)
    assert counted(objective).people == 0

    objective.links.update(status="accepted")

    assert counted(objective).people == 1


def test_rule_2_rejected_link_counts_nobody(counted):
    row = IndicatorFactory()
    objective = LinkFactory(action=row.action, rejected=True).indicator
    trained(row)

    assert counted(objective).people == 0


def test_rule_2_enrolment_without_completion_counts_nobody(counted, reasons):
    indicator = IndicatorFactory()
    took_part(indicator)
    EnrolmentFactory(training=training_for(indicator))

    assert counted(indicator).people == 0
    assert reasons(indicator) == {"not_completed": 2}


def test_rule_2_profession_of_another_day_decides(counted, reasons):
    police, judge = ProfessionFactory(), ProfessionFactory()
    indicator = IndicatorFactory(audience=[police])
    person = AffiliationFactory(profession=police).professional
    trained(indicator, profession=judge, professional=person)
    assert counted(indicator).people == 0
    assert reasons(indicator) == {"audience": 1}

    trained(indicator, profession=police, professional=person)

    assert counted(indicator).people == 1
    assert reasons(indicator) == {}


def test_rule_2_audience_that_does_not_restrict_is_a_description(counted):
    indicator = IndicatorFactory(audience=[ProfessionFactory()])
    trained(indicator, profession=ProfessionFactory())
    assert counted(indicator).people == 0

    indicator.audience_restricts = False
    indicator.save()

    assert counted(indicator).people == 1


@pytest.mark.parametrize("is_known", [True, False])
def test_rule_2_unconfirmed_or_missing_profession_counts_where_nothing_restricts(
    counted, reasons, is_known
):
    profession = ProfessionFactory(unconfirmed=True) if is_known else None
    restricted = IndicatorFactory(audience=[profession] if is_known else [])
    everybody = IndicatorFactory()
    trained(restricted, everybody, profession=profession)

    assert counted(everybody).people == 1
    assert counted(restricted).people == 0
    assert reasons(restricted) == {"audience": 1}


def test_rule_2_objective_that_a_training_is_tagged_with_counts_itself(counted):
    objective = IndicatorFactory()
    trained(objective)

    assert counted(objective).people == 1


# 3. The date of a count is the last session that was needed.


def test_rule_3_day_of_the_last_needed_session_counts_not_the_last_of_all(counted):
    indicator = IndicatorFactory()
    training = training_for(indicator, day=date(2026, 3, 10))
    training.end_date = date(2026, 3, 20)
    training.save()
    trained(training=training, day=date(2026, 3, 12))

    assert counted(indicator, on=date(2026, 3, 12)).people == 1
    assert counted(indicator, on=date(2026, 3, 11)).people == 0


@pytest.mark.parametrize(
    ("day", "people"),
    [
        (date(2021, 12, 31), 0),
        (date(2022, 1, 1), 1),
        (date(2026, 11, 22), 1),
        (date(2026, 11, 23), 0),
    ],
)
def test_rule_3_both_ends_of_the_period_count(counted, reasons, day, people):
    indicator = IndicatorFactory()
    trained(indicator, day=day)

    assert counted(indicator).people == people
    assert reasons(indicator) == ({} if people else {"period": 1})


def test_rule_3_what_comes_after_the_due_date_still_counts(counted):
    indicator = IndicatorFactory(due_on=date(2022, 12, 31), value=5)
    trained(indicator, day=date(2026, 5, 1))

    assert counted(indicator).people == 1
    assert counted(indicator).is_late


# 4. A facilitator of a training is never one of its participants.


@pytest.mark.parametrize("role", FacilitatorRole.values)
def test_rule_4_facilitator_of_the_training_is_not_counted_in_it(
    counted, reasons, role
):
    indicator = IndicatorFactory()
    place = trained(indicator)
    trainer = TrainerFactory(professional=place.professional)
    FacilitatorFactory(training=place.training, trainer=trainer, role=role)

    assert counted(indicator).people == 0
    assert reasons(indicator) == {"facilitator": 1}


def test_rule_4_facilitator_who_declined_is_counted(counted):
    """Negative control: they taught nothing."""
    indicator = IndicatorFactory()
    place = trained(indicator)
    trainer = TrainerFactory(professional=place.professional)
    FacilitatorFactory(training=place.training, trainer=trainer, answer="declined")

    assert counted(indicator).people == 1


def test_rule_4_trainer_counts_as_a_participant_of_another_training(counted):
    indicator = IndicatorFactory()
    place = trained(indicator)
    trainer = TrainerFactory(professional=place.professional)
    FacilitatorFactory(training=training_for(indicator), trainer=trainer)

    assert counted(indicator).people == 1


# 5. Refreshers add participations, not people.


def test_rule_5_refresher_adds_a_participation_and_no_person(counted):
    indicator = IndicatorFactory()
    place = trained(indicator)
    trained(indicator, professional=place.professional)

    line = counted(indicator)

    assert (line.people, line.participations, line.trainings) == (1, 2, 2)


def test_rule_5_training_not_completed_adds_no_participation(counted):
    indicator = IndicatorFactory()
    place = trained(indicator)
    took_part(indicator, professional=place.professional)

    line = counted(indicator)

    assert (line.people, line.participations, line.trainings) == (1, 1, 2)


# 6. Headcounts stand apart.


def test_rule_6_headcount_stands_apart_from_the_people(counted):
    indicator = IndicatorFactory(value=100)
    HeadcountFactory(action=indicator.action, people=90)
    trained(indicator)

    line = counted(indicator)

    assert (line.people, line.headcount, line.percent) == (1, 90, 1.0)


def test_rule_6_headcount_of_another_period_or_code_is_not_there(counted):
    other = ActionFactory()
    indicator = IndicatorFactory(proposed=[other])
    HeadcountFactory(action=indicator.action, date=date(2021, 6, 1))
    HeadcountFactory(action=indicator.action, date=date(2026, 12, 1))
    HeadcountFactory(action=other)

    assert counted(indicator).headcount == 0


# 7. A share of staff needs a staff number.


def test_rule_7_share_divides_who_works_there_now_by_the_staff_number(counted):
    number = StaffNumberFactory(people=50)
    indicator = number.indicator
    stayed, left, elsewhere = (
        AffiliationFactory(institution=number.institution),
        AffiliationFactory(institution=number.institution, end_date=date(2026, 6, 1)),
        AffiliationFactory(),
    )
    for affiliation in (stayed, left, elsewhere):
        trained(indicator, professional=affiliation.professional)

    line = counted(indicator)

    assert (line.people, line.share.people, line.share.staff) == (3, 1, 50)
    assert line.percent is None  # no target is set yet


def test_rule_7_without_a_staff_number_there_is_a_request_and_no_percentage(counted):
    indicator = IndicatorFactory(share=True, value=80)
    trained(indicator)

    line = counted(indicator)

    assert (line.people, line.percent, line.needs_staff_number) == (1, None, True)


def test_rule_7_newest_staff_number_of_the_day_counts(counted):
    institution = InstitutionFactory()
    indicator = IndicatorFactory(share=True, value=80)
    place = trained(indicator, day=date(2024, 2, 1))
    AffiliationFactory(professional=place.professional, institution=institution)
    for people, day in (
        (10, date(2024, 1, 1)),
        (40, date(2026, 1, 1)),
        (99, date(2027, 1, 1)),
    ):
        StaffNumberFactory(
            indicator=indicator, institution=institution, people=people, as_of=day
        )

    assert counted(indicator).percent == 2.5
    assert counted(indicator, on=date(2024, 6, 1)).percent == 10.0
    assert counted(indicator, on=date(2023, 6, 1)).percent is None


# 8. A merge keeps the earlier line; erasure moves no total.


def test_rule_8_merged_people_count_once_from_the_earlier_day(counted):
    indicator = IndicatorFactory()
    early = trained(indicator, day=date(2026, 2, 1))
    late = trained(indicator, day=date(2026, 4, 1))
    assert counted(indicator).people == 2

    late.professional = early.professional
    late.save()

    assert counted(indicator).people == 1
    assert counted(indicator).participations == 2
    assert list(people_counted(indicator, on=ON)) == [early]


def test_rule_8_nameless_person_still_counts(counted):
    indicator = IndicatorFactory()
    person = trained(indicator).professional

    person.first_name = person.last_name = person.email = ""
    person.save()

    assert counted(indicator).people == 1


# 9. Every number opens, down to the marks.


def test_rule_9_number_opens_down_to_the_marks(counted):
    indicator = IndicatorFactory()
    place = trained(indicator)
    session = SessionFactory(training=place.training, date=date(2026, 3, 9))
    mark = MarkFactory(enrolment=place, session=session)

    [enrolment] = people_counted(indicator, on=ON)

    assert enrolment == place
    proof = proof_of(enrolment)
    assert next((one.session, one.mark) for one in proof.sessions) == (session, mark)


def test_rule_9_people_and_the_others_are_everybody_who_took_part(counted):
    indicator = IndicatorFactory(audience=[police := ProfessionFactory()])
    trained(indicator, profession=police)
    trained(indicator)
    took_part(indicator, profession=police)
    EnrolmentFactory(
        training=training_for(indicator, status="planned"),
        profession=police,
        status=EnrolmentStatus.NOMINATED,
    )

    line = counted(indicator)

    assert line.people + line.left == 4
    assert len(people_counted(indicator, on=ON)) == line.people


# 10. Victims are never learners; pupils and parents are never professionals.


def test_rule_10_row_out_of_scope_counts_nothing(counted):
    indicator = IndicatorFactory(out_of_scope=True, value=70)
    trained(indicator)
    HeadcountFactory(action=indicator.action)

    line = counted(indicator)

    assert (line.people, line.participations, line.trainings, line.headcount) == (
        (0, 0, 0, 0)
    )
    assert (line.percent, line.not_counted) == (None, ())


def test_rule_10_lay_people_are_not_counted_even_where_they_are_the_audience(
    counted, reasons
):
    pupil = ProfessionFactory(lay=True)
    indicator = IndicatorFactory(audience=[pupil])
    everybody = IndicatorFactory()
    trained(indicator, everybody, profession=pupil)

    assert (counted(indicator).people, counted(everybody).people) == (0, 0)
    assert reasons(everybody) == {"not_professional": 1}
