from __future__ import annotations

from datetime import date

import pytest

from lms.targets.domain.counting import count

ON = date(2026, 11, 22)


@pytest.fixture
def counted():
    """`counted(indicator)` is its line of the count on 22.11.2026, or on another day."""

    def one(indicator, on=ON):
        [line] = count(on=on, codes=[indicator.code])
        return line

    return one


@pytest.fixture
def reasons(counted):
    """`reasons(indicator)`: how many people are not counted, by reason."""

    def by_reason(indicator, on=ON):
        groups = counted(indicator, on=on).not_counted
        return {group.reason.value: group.people for group in groups}

    return by_reason
