"""The big counters over time: how far, how fast, until when, and who."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil

from django.db.models import F

from lms.targets.domain.breakdowns import Breakdown, breakdowns_of
from lms.targets.domain.counting import count, overlap
from lms.targets.domain.figures import IndicatorCount
from lms.targets.domain.standing import counted, grouped, standings
from lms.targets.models import Indicator

MONTHS = 12
#: A pace that needs longer than this says nothing.
FORESEEABLE_MONTHS = 600


@dataclass(frozen=True)
class Point:
    """People counted until and with the day."""

    day: date
    people: int


@dataclass(frozen=True)
class Progress:
    """One big counter. `pace` is people a month over the last twelve."""

    count: IndicatorCount
    series: list[Point]
    pace: float
    reached_on: date | None
    forecast: date | None
    breakdowns: list[Breakdown]

    @property
    def is_forecast_in_period(self) -> bool:
        ends = self.count.indicator.counted_to
        return self.forecast is not None and self.forecast <= ends


@dataclass(frozen=True)
class Report:
    """What the public page shows; `counts` are all indicators in their order."""

    on: date
    headlines: list[Progress]
    overlap: int
    counts: list[IndicatorCount]


def report(*, on: date) -> Report:
    counts = count(on=on)
    big = [each for each in counts if each.indicator.is_headline]
    indicators = [each.indicator for each in big if not each.is_out_of_scope]
    days = _days_of_people(indicators, on=on)
    breakdowns = breakdowns_of(indicators, on=on)
    return Report(
        on=on,
        headlines=[
            _progress(each, days[each.indicator.pk], breakdowns[each.indicator.pk])
            for each in big
        ],
        overlap=overlap(on=on),
        counts=counts,
    )


def pace_of(days: Counter[date], *, on: date) -> float:
    """People a month who were counted in the twelve months that end on the day."""
    start = _months_later(on, -MONTHS)
    people = sum(number for day, number in days.items() if start < day <= on)
    return people / MONTHS


def forecast_of(
    *, people: int, value: int | None, pace: float, on: date
) -> date | None:
    """The day the value is reached at this pace; None where nothing can be said."""
    if not value or people >= value or pace <= 0:
        return None
    months = ceil((value - people) / pace)
    return _months_later(on, months) if months <= FORESEEABLE_MONTHS else None


def _progress(
    counted_now: IndicatorCount,
    days: Counter[date],
    breakdowns: list[Breakdown],
) -> Progress:
    on, value = counted_now.on, counted_now.value
    pace = pace_of(days, on=on)
    is_over = on > counted_now.indicator.counted_to
    return Progress(
        count=counted_now,
        series=_series(counted_now.indicator.counted_from, on, days),
        pace=pace,
        reached_on=_reached_on(days, value),
        forecast=None
        if is_over
        else forecast_of(people=counted_now.people, value=value, pace=pace, on=on),
        breakdowns=breakdowns,
    )


def _reached_on(days: Counter[date], value: int | None) -> date | None:
    people = 0
    for day in sorted(days):
        people += days[day]
        if value and people >= value:
            return day
    return None


def _series(start: date, on: date, days: Counter[date]) -> list[Point]:
    """The sum at the end of every quarter since the start, and on the day itself."""
    points, end = [], _end_of_quarter(start)
    while end < on:
        points.append(end)
        end = _end_of_quarter(end + timedelta(days=1))
    points.append(on)
    return [
        Point(point, sum(number for day, number in days.items() if day <= point))
        for point in points
    ]


def _end_of_quarter(day: date) -> date:
    first = date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)
    return _months_later(first, 3) - timedelta(days=1)


def _months_later(day: date, months: int) -> date:
    """The same day of another month, or its last one."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    first_of_next = date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    last = (first_of_next - timedelta(days=1)).day
    return date(year, month + 1, min(day.day, last))


DAYS = """
    SELECT indicator_id, day, COUNT(*)
    FROM (
        SELECT indicator_id, person, MIN(day) AS day
        FROM line GROUP BY indicator_id, person
    ) AS first
    GROUP BY indicator_id, day
"""


def _days_of_people(
    indicators: Sequence[Indicator], *, on: date
) -> dict[int, Counter[date]]:
    """How many people are counted from which day, by indicator."""
    days: dict[int, Counter[date]] = defaultdict(Counter)
    if indicators:
        rows = counted(standings(indicators, on=on)).values(
            "indicator_id",
            person=F("professional_id"),
            day=F("completion__completed_on"),
        )
        for pk, day, people in grouped(rows, DAYS):
            days[pk][day if isinstance(day, date) else date.fromisoformat(day)] = people
    return days
