"""Pace, forecast and breakdowns of the big counters."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
from django.utils import translation

from lms.targets.domain.progress import forecast_of, pace_of, report
from tests.factories.people import MunicipalityFactory, ProfessionFactory
from tests.factories.targets import IndicatorFactory, TargetFactory, trained
from trainers_pool.enums import Region

from .conftest import ON

pytestmark = pytest.mark.django_db


def progress_of(indicator, on=ON):
    return next(
        each for each in report(on=on).headlines if each.count.code == indicator.code
    )


def test_pace_is_people_a_month_over_the_last_twelve_months():
    days = Counter(
        {date(2025, 11, 22): 50, date(2025, 11, 23): 6, date(2026, 11, 22): 6}
    )

    assert pace_of(days, on=ON) == 1.0


@pytest.mark.parametrize(
    ("people", "value", "pace", "expected"),
    [
        (30, 150, 10.0, date(2027, 11, 22)),
        (30, 31, 10.0, date(2026, 12, 22)),
        (30, 150, 0.0, None),
        (150, 150, 10.0, None),
        (30, None, 10.0, None),
        (0, 500, 0.5, None),
    ],
    ids=["a year", "a month", "no pace", "reached", "no value", "beyond 50 years"],
)
def test_forecast_is_made_only_where_it_says_something(people, value, pace, expected):
    assert forecast_of(people=people, value=value, pace=pace, on=ON) == expected


def test_forecast_ends_on_the_last_day_of_a_short_month():
    day = forecast_of(people=0, value=3, pace=1.0, on=date(2026, 11, 30))

    assert day == date(2027, 2, 28)


def test_counter_that_stands_still_has_no_forecast():
    indicator = IndicatorFactory(headline=True, value=150)
    trained(indicator, day=date(2024, 5, 1))

    progress = progress_of(indicator)

    assert (progress.pace, progress.forecast, progress.reached_on) == (0, None, None)


def test_forecast_after_the_end_of_the_strategy_says_so():
    indicator = IndicatorFactory(headline=True, value=25)
    trained(indicator, day=date(2026, 5, 1))

    progress = progress_of(indicator)

    assert progress.forecast == date(2050, 11, 22)
    assert not progress.is_forecast_in_period


def test_counter_after_its_period_has_no_forecast():
    indicator = IndicatorFactory(headline=True, value=150)
    trained(indicator, day=date(2026, 12, 1))

    assert progress_of(indicator, on=date(2027, 1, 1)).forecast is None


def test_counter_is_reached_on_the_day_of_the_person_who_filled_it():
    indicator = IndicatorFactory(headline=True, value=2)
    for day in (date(2026, 5, 1), date(2026, 2, 1), date(2026, 8, 1)):
        trained(indicator, day=day)

    progress = progress_of(indicator)

    assert (progress.reached_on, progress.forecast) == (date(2026, 5, 1), None)


def test_series_sums_people_at_the_end_of_every_quarter():
    indicator = IndicatorFactory(headline=True, counted_from=date(2026, 1, 1))
    first = trained(indicator, day=date(2026, 3, 31))
    trained(indicator, day=date(2026, 5, 1), professional=first.professional)
    trained(indicator, day=date(2026, 11, 22))

    points = [(point.day, point.people) for point in progress_of(indicator).series]

    assert points == [
        (date(2026, 3, 31), 1),
        (date(2026, 6, 30), 1),
        (date(2026, 9, 30), 1),
        (ON, 2),
    ]


def test_breakdowns_take_people_as_they_were_when_they_earned_the_count():
    indicator = IndicatorFactory(headline=True)
    judge, police = ProfessionFactory(), ProfessionFactory()
    peja = MunicipalityFactory(region=Region.PEJA)
    for _person in range(6):
        place = trained(
            indicator,
            profession=judge,
            municipality=peja,
            professional__sex="F",
            day=date(2025, 5, 1),
        )
        trained(indicator, profession=police, professional=place.professional)
    for _person in range(5):
        trained(indicator, profession=ProfessionFactory(unconfirmed=True))

    shown = {
        each.key: {cell.key: cell.people for cell in each.cells}
        for each in progress_of(indicator).breakdowns
    }

    assert shown == {
        "region": {"PE": 6, "": 5},
        "profession": {str(judge.pk): 6, "": 5},
        "sex": {"F": 6, "": 5},
    }


def test_breakdown_does_not_name_a_position_that_nobody_confirmed():
    indicator = IndicatorFactory(headline=True)
    strange = ProfessionFactory(unconfirmed=True, name_sq="Vëllai i Agim Krasniqit")
    for _person in range(7):
        trained(indicator, profession=strange)

    [_region, professions, _sex] = progress_of(indicator).breakdowns

    assert [professions.labels[cell.key] for cell in professions.cells] == [
        professions.labels[""]
    ]


@pytest.mark.parametrize("number", [1, 3])
def test_report_costs_the_same_queries_whatever_there_is(
    django_assert_num_queries, number
):
    for _place in range(number):
        indicator = IndicatorFactory(headline=True, value=10)
        TargetFactory(indicator=indicator, audience=[ProfessionFactory()])
        for _person in range(number):
            trained(indicator, municipality=MunicipalityFactory())
    IndicatorFactory(headline=True)

    with django_assert_num_queries(12):
        report(on=ON)


@pytest.mark.parametrize(
    ("language", "words"),
    [("sq", "së paku 40 persona çdo vit"), ("en", "at least 40 people each year")],
)
def test_target_is_said_in_words_of_the_language(language, words):
    target = TargetFactory(kind="people_trained_per_year", value=40)

    with translation.override(language):
        assert str(target) == words
