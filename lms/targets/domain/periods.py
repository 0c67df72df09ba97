"""From which day to which day something counts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_

from django.db.models import Q

from lms.targets.enums import YEARLY_KINDS
from lms.targets.models import Indicator


@dataclass(frozen=True, order=True)
class Period:
    """Both days count; a period that has not begun ends before it starts."""

    start: date
    end: date


def period_of(indicator: Indicator, *, on: date, kind: str | None = None) -> Period:
    """What counts for `indicator` as seen on the day `on`.

    A yearly kind counts the calendar year of that day; after the end of the
    indicator, its last year.
    """
    end = min(indicator.counted_to, on)
    start = indicator.counted_from
    if (kind or indicator.kind) in YEARLY_KINDS:
        start = max(start, date(end.year, 1, 1))
    return Period(start, end)


def in_period(field: str, *, key: str, periods: Mapping[int, Period]) -> Q:
    """The days of `field` that lie in the period of the row named by `key`."""
    keys_of: dict[Period, list[int]] = defaultdict(list)
    for pk, period in periods.items():
        keys_of[period].append(pk)
    return reduce(
        or_,
        (
            Q(**{f"{key}__in": keys, f"{field}__range": (period.start, period.end)})
            for period, keys in sorted(keys_of.items())
        ),
    )
