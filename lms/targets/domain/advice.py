"""For every person who is not counted: one reason and the one action against it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from curriculum.folding import fold
from lms.delivery.models import Enrolment, SheetRow, Training
from lms.targets.domain.people import people_not_counted, rows_in_review
from lms.targets.enums import (
    NEAREST_FIRST,
    YEARLY_KINDS,
    NotCountedReason,
    reason_of,
    standing_of,
)
from lms.targets.models import Indicator

Advice = tuple[str, Model]


@dataclass(frozen=True)
class NotCounted:
    """One remaining person; `target` is what to open for the action.

    `enrolment` is empty for a row of a sheet, `row` for everybody else.
    """

    name: str
    reason: NotCountedReason
    detail: str
    action: str
    target: Model
    training: Training
    enrolment: Enrolment | None = None
    row: SheetRow | None = None


class Remaining(Sequence[NotCounted]):
    """The remaining people, rows in review first; asks only for the slice it is asked
    for."""

    def __init__(
        self,
        rows: list[SheetRow],
        enrolments: QuerySet[Enrolment],
        *,
        indicator: Indicator,
        on: date,
    ) -> None:
        self.rows, self.enrolments = rows, enrolments
        self.indicator, self.on = indicator, on

    @cached_property
    def _people(self) -> int:
        return self.enrolments.count()

    def __len__(self) -> int:
        return len(self.rows) + self._people

    def __getitem__(self, place: int | slice) -> Any:
        if isinstance(place, int):
            place = range(len(self))[place]
            return self[place : place + 1][0]
        start, stop, _step = place.indices(len(self))
        before = len(self.rows)
        people = self.enrolments[max(start - before, 0) : max(stop - before, 0)]
        return [*map(explain_row, self.rows[start:stop]), *self._explained(people)]

    def __iter__(self) -> Iterator[NotCounted]:
        return iter([*map(explain_row, self.rows), *self._explained(self.enrolments)])

    def _explained(self, enrolments: QuerySet[Enrolment]) -> list[NotCounted]:
        return [
            explain(enrolment, indicator=self.indicator, on=self.on)
            for enrolment in enrolments
        ]


def not_counted(
    indicator: Indicator,
    *,
    on: date,
    reason: NotCountedReason | None = None,
    words: str = "",
) -> Remaining:
    """Every remaining person; of one reason only, or with all `words` in the name."""
    enrolments = people_not_counted(indicator, on=on)
    rows = list(rows_in_review(indicator))
    if reason in NEAREST_FIRST:
        enrolments, rows = enrolments.filter(standing=standing_of(reason)), []
    elif reason:
        enrolments = enrolments.none()
    for word in fold(words).split():
        enrolments = enrolments.filter(professional__folded_name__contains=word)
        rows = [row for row in rows if word in fold(_name_on(row))]
    return Remaining(rows, enrolments, indicator=indicator, on=on)


def explain(enrolment: Enrolment, *, indicator: Indicator, on: date) -> NotCounted:
    """The words for a row of `people_not_counted`."""
    reason = reason_of(enrolment.standing)
    action, target = ADVICE[reason](enrolment, indicator, on)
    return NotCounted(
        name=enrolment.professional.full_name,
        reason=reason,
        detail=_detail(enrolment, reason),
        action=action,
        target=target,
        training=enrolment.training,
        enrolment=enrolment,
    )


def explain_row(row: SheetRow) -> NotCounted:
    return NotCounted(
        name=_name_on(row),
        reason=NotCountedReason.REVIEW,
        detail=row.get_reason_display(),
        action=_("Decide who row %(number)s of %(sheet)s is.")
        % {"number": row.number, "sheet": row.sheet_import.evidence},
        target=row,
        training=row.sheet_import.training,
        row=row,
    )


def _name_on(row: SheetRow) -> str:
    names = (row.data.get("first_name"), row.data.get("last_name"))
    return " ".join(name for name in names if name)


def _detail(enrolment: Enrolment, reason: NotCountedReason) -> str:
    """What the records say about it."""
    completion = getattr(enrolment, "completion", None)
    if reason == NotCountedReason.NOT_ENROLLED:
        return enrolment.get_status_display()
    if reason in (NotCountedReason.AUDIENCE, NotCountedReason.NOT_PROFESSIONAL):
        return str(enrolment.profession or _("No profession is recorded."))
    if reason == NotCountedReason.PERIOD:
        return date_format(completion.completed_on, "SHORT_DATE_FORMAT")  # type: ignore[union-attr]  # completed
    if reason == NotCountedReason.NOT_COMPLETED and completion:
        return _("%(why)s %(present)s of %(scheduled)s minutes present.") % {
            "why": completion.get_reason_display(),
            "present": completion.present_minutes,
            "scheduled": completion.scheduled_minutes,
        }
    return ""


def _close(enrolment: Enrolment, indicator: Indicator, on: date) -> Advice:
    training = enrolment.training
    if training.end_date >= on:
        words = _("Close %(code)s after its last day, %(day)s.")
    else:
        words = _("Close %(code)s.")
    day = date_format(training.end_date, "SHORT_DATE_FORMAT")
    return words % {"code": training.code, "day": day}, training


def _enrol(enrolment: Enrolment, indicator: Indicator, on: date) -> Advice:
    if not enrolment.training.is_open:
        return _invite(enrolment, indicator, on)
    words = _("Enrol the person in %(code)s.") % {"code": enrolment.training.code}
    return words, enrolment.training


def _invite(enrolment: Enrolment, indicator: Indicator, on: date) -> Advice:
    """Nothing in a closed training changes any more."""
    words = _("Invite the person to the next training of %(code)s.")
    return words % {"code": indicator.code}, enrolment.professional


def _look_at_profession(enrolment: Enrolment, indicator: Indicator, on: date) -> Advice:
    profession = enrolment.profession
    if profession is None:
        return _("Enter the profession of that day."), enrolment
    if not profession.is_confirmed:
        words = _("Confirm the position “%(name)s” or say which one it is.")
        return words % {"name": profession}, profession
    if not profession.counts_as_professional:
        words = _("Correct the profession of that day, if “%(name)s” is wrong.")
        return words % {"name": profession}, enrolment
    words = _("Add “%(name)s” to the audience of %(code)s, if the row means it too.")
    return words % {"name": profession, "code": indicator.code}, indicator


def _look_at_period(enrolment: Enrolment, indicator: Indicator, on: date) -> Advice:
    completed_on = enrolment.completion.completed_on or on
    if completed_on > on:
        day = date_format(completed_on, "SHORT_DATE_FORMAT")
        return _("Ask for the numbers of %(day)s or later.") % {"day": day}, indicator
    if indicator.counted_from <= completed_on <= indicator.counted_to:
        return _this_year(enrolment, indicator, on)
    words = _("Change the counted period of %(code)s, if the day belongs to it.")
    return words % {"code": indicator.code}, indicator


def _this_year(enrolment: Enrolment, indicator: Indicator, on: date) -> Advice:
    """A yearly kind counts its people anew every year."""
    assert indicator.kind in YEARLY_KINDS  # noqa: S101 -- else the day would count
    words = _("Invite the person to a training of %(code)s in %(year)s.")
    year = min(on, indicator.counted_to).year
    return words % {"code": indicator.code, "year": year}, enrolment.professional


ADVICE: dict[NotCountedReason, Callable[[Enrolment, Indicator, date], Advice]] = {
    NotCountedReason.NOT_CLOSED: _close,
    NotCountedReason.NOT_COMPLETED: _invite,
    NotCountedReason.NOT_ENROLLED: _enrol,
    NotCountedReason.AUDIENCE: _look_at_profession,
    NotCountedReason.PERIOD: _look_at_period,
    NotCountedReason.NOT_PROFESSIONAL: _look_at_profession,
    NotCountedReason.FACILITATOR: _invite,
    NotCountedReason.CANCELLED: _invite,
}
