"""What a count is made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lms.targets.domain.periods import Period
from lms.targets.enums import IndicatorKind, NotCountedReason
from lms.targets.models import Indicator, Target


@dataclass(frozen=True)
class Share:
    """Counted people who work now at the institutions whose staff is known."""

    people: int
    staff: int

    @property
    def percent(self) -> float:
        return round(100 * self.people / self.staff, 1)


@dataclass(frozen=True)
class TargetCount:
    """One value of a row and how near it is.

    `counted` is in the unit of the target's kind: people, trainings or percent.
    """

    target: Target
    counted: float | None
    percent: float | None

    @property
    def is_reached(self) -> bool:
        value = self.target.value
        return None not in (self.counted, value) and self.counted >= value  # type: ignore[operator]  # neither is None


@dataclass(frozen=True)
class NotCountedGroup:
    reason: NotCountedReason
    people: int


@dataclass(frozen=True)
class IndicatorCount:
    """What stands for one indicator; `headcount` is never inside `people`."""

    indicator: Indicator
    on: date
    period: Period
    people: int
    participations: int
    trainings: int
    headcount: int
    share: Share | None
    targets: tuple[TargetCount, ...]
    not_counted: tuple[NotCountedGroup, ...]

    @property
    def code(self) -> str:
        return self.indicator.code

    @property
    def name(self) -> str:
        return self.indicator.name

    @property
    def kind(self) -> str:
        return self.indicator.kind

    @property
    def main(self) -> TargetCount | None:
        """The last value of the row's own kind: of 60 % and then 90 %, the 90 %."""
        own = [each for each in self.targets if each.target.kind == self.kind]
        return own[-1] if own else None

    @property
    def target(self) -> str:
        """As in at least 150 people."""
        return str(self.main.target) if self.main else ""

    @property
    def value(self) -> int | None:
        return self.main.target.value if self.main else None

    @property
    def percent(self) -> float | None:
        """Of the value; the share itself where a share of staff is asked."""
        return self.main.percent if self.main else None

    @property
    def left(self) -> int:
        """People who took part and are not counted."""
        return sum(group.people for group in self.not_counted)

    @property
    def is_out_of_scope(self) -> bool:
        return self.indicator.is_out_of_scope

    @property
    def needs_staff_number(self) -> bool:
        return (
            self.kind == IndicatorKind.SHARE_OF_STAFF
            and not self.is_out_of_scope
            and self.share is None
        )

    @property
    def is_late(self) -> bool:
        """The day it was due has passed and the value is not reached."""
        due_on = self.indicator.due_on
        reached = self.main is not None and self.main.is_reached
        return due_on is not None and due_on < self.on and not reached
