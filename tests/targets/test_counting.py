"""The numbers of the kinds of indicators, and what asking for them costs."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import translation

from lms.targets.domain.counting import CountRefused, count, headline
from lms.targets.enums import IndicatorKind, TargetOperator
from tests.factories.delivery import HeadcountFactory
from tests.factories.people import AffiliationFactory, ProfessionFactory
from tests.factories.targets import (
    IndicatorFactory,
    StaffNumberFactory,
    TargetFactory,
    row_in_review,
    took_part,
    trained,
    training_for,
)

from .conftest import ON

pytestmark = pytest.mark.django_db


def test_count_gives_every_indicator_in_the_order_of_the_strategy():
    for place, code in ((3, "III"), (1, "I"), (2, "I.1")):
        IndicatorFactory(action__code=code, action__order=place)

    assert [line.code for line in count(on=ON)] == ["I", "I.1", "III"]


def test_count_of_nothing_is_nothing():
    assert count(on=ON) == []
    assert headline(on=ON) == []


def test_count_refuses_an_unknown_code():
    IndicatorFactory(action__code="I.1")

    with translation.override("en"), pytest.raises(CountRefused) as refusal:
        count(on=ON, codes=["I.1", "IX.9"])

    assert str(refusal.value) == (
        "There is no indicator IX.9. Write a code of the Strategy, as in I.1, III or "
        "III.1.9."
    )


def test_headline_is_the_big_counters_only():
    IndicatorFactory(action__code="I.1", headline=True, value=150)
    IndicatorFactory(action__code="I.1.3")

    [line] = headline(on=ON)

    assert (line.code, line.people, line.value, line.percent) == ("I.1", 0, 150, 0.0)
    assert (line.participations, line.trainings, line.on) == (0, 0, ON)


def test_yearly_kind_counts_the_calendar_year_of_the_day(counted, reasons):
    indicator = IndicatorFactory(yearly=True, value=40)
    trained(indicator, day=date(2025, 12, 31))
    trained(indicator, day=date(2026, 1, 1))

    assert counted(indicator).people == 1
    assert counted(indicator, on=date(2025, 12, 31)).people == 1
    assert reasons(indicator) == {"period": 1}
    period = counted(indicator).period
    assert (period.start, period.end) == (date(2026, 1, 1), ON)


def test_yearly_kind_shows_its_last_year_after_the_end(counted):
    indicator = IndicatorFactory(yearly=True)
    trained(indicator, day=date(2026, 5, 1))

    line = counted(indicator, on=date(2027, 3, 1))

    assert line.people == 1
    assert (line.period.start, line.period.end) == (
        date(2026, 1, 1),
        date(2026, 12, 31),
    )


def test_period_that_has_not_begun_counts_nobody(counted):
    indicator = IndicatorFactory()
    trained(indicator, day=date(2022, 1, 1))

    assert counted(indicator, on=date(2021, 12, 31)).people == 0


def test_kind_of_trainings_counts_closed_trainings(counted):
    indicator = IndicatorFactory(trainings=True, value=3)
    trained(indicator)
    training_for(indicator)
    training_for(indicator, status="held")
    training_for(indicator, day=date(2021, 5, 1))

    line = counted(indicator)

    assert (line.trainings, line.people, line.percent) == (2, 1, 66.7)


def test_row_with_several_targets_restricts_each_by_its_own_audience(counted):
    prosecutor, investigator, police = (ProfessionFactory() for _place in range(3))
    indicator = IndicatorFactory(
        kind=IndicatorKind.TRAININGS_PER_YEAR,
        value=4,
        audience=[prosecutor, investigator, police],
    )
    for profession, value in ((prosecutor, 20), (investigator, 30)):
        TargetFactory(indicator=indicator, value=value, audience=[profession])
    trained(indicator, profession=prosecutor, day=date(2024, 5, 1))
    trained(indicator, profession=prosecutor)
    trained(indicator, profession=investigator)
    trained(indicator, profession=police)
    trained(indicator)

    line = counted(indicator)

    assert [target.counted for target in line.targets] == [4, 2, 1]
    assert (line.value, line.percent) == (4, 100.0)
    assert line.people == 3  # of this year, in the audience of the row


def test_row_counts_trainings_in_all_and_this_year(counted):
    indicator = IndicatorFactory(trainings=True, value=3)
    TargetFactory(
        indicator=indicator, kind=IndicatorKind.TRAININGS_PER_YEAR, value=1, order=1
    )
    training_for(indicator, day=date(2024, 5, 1))
    training_for(indicator)

    assert [target.counted for target in counted(indicator).targets] == [2, 1]


def test_last_target_of_the_own_kind_is_the_main_one(counted):
    indicator = IndicatorFactory(share=True)
    for order, value in enumerate((60, 90)):
        TargetFactory(
            indicator=indicator,
            kind=IndicatorKind.SHARE_OF_STAFF,
            operator=TargetOperator.REACH,
            value=value,
            order=order,
        )

    assert counted(indicator).value == 90


def test_target_without_a_number_has_no_percentage(counted):
    indicator = IndicatorFactory()
    TargetFactory(indicator=indicator, operator=TargetOperator.QUALITATIVE, value=None)

    line = counted(indicator)

    assert (line.value, line.percent) == (None, None)
    assert not line.main.is_reached


def test_target_is_reached_at_its_value(counted):
    indicator = IndicatorFactory(value=2, due_on=date(2024, 12, 31))
    trained(indicator)
    assert not counted(indicator).main.is_reached
    assert counted(indicator).is_late

    trained(indicator)

    assert counted(indicator).main.is_reached
    assert not counted(indicator).is_late


def test_rows_in_review_are_people_not_counted(reasons):
    indicator = IndicatorFactory()
    training = training_for(indicator)
    for identity in ("a", "b", "b"):
        row_in_review(training, identity_key=identity)
    row_in_review(training_for(indicator, cancelled=True))

    assert reasons(indicator) == {"review": 2}


def _fill(number):
    """Indicators of every kind with people, numbers and rows in review."""
    for _place in range(number):
        for kind in IndicatorKind.values:
            indicator = IndicatorFactory(kind=kind, value=10, headline=True)
            TargetFactory(indicator=indicator, audience=[ProfessionFactory()])
            TargetFactory(indicator=indicator, kind=IndicatorKind.TRAININGS_PER_YEAR)
            for _person in range(number):
                place = trained(indicator)
                took_part(indicator)
                row_in_review(place.training)
            HeadcountFactory(action=indicator.action)
        number_of_staff = StaffNumberFactory()
        AffiliationFactory(institution=number_of_staff.institution)


@pytest.mark.parametrize("number", [1, 3])
def test_count_costs_the_same_queries_whatever_there_is(
    django_assert_num_queries, number
):
    _fill(number)

    with django_assert_num_queries(9):
        count(on=ON)
