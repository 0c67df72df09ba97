"""A day column of a sheet, and a session of that day that was called off."""

from __future__ import annotations

from dataclasses import replace

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from lms.delivery.enums import MarkValue
from lms.delivery.models import Session, Training

from .sheet_grid import SheetRefused
from .sheet_rows import Reading
from .training import reason_called_off


def without_called_off(reading: Reading, *, training: Training) -> Reading:
    """The reading without days on which all sessions were called off.

    Somebody present on such a day refuses the sheet: one of the two is wrong, and
    only a person knows which.
    """
    sessions = list(Session.objects.filter(training=training, date__in=reading.days))
    taking_place = {one.date for one in sessions if not one.is_cancelled}
    called_off = {
        session.date: session
        for session in sessions
        if session.is_cancelled and session.date not in taking_place
    }
    if not called_off:
        return reading
    for row in reading.rows:
        for day, mark in row.marks.items():
            if day in called_off and mark == MarkValue.PRESENT:
                raise SheetRefused(
                    _(
                        "%(reason)s. The sheet says that %(person)s was present on "
                        "%(day)s. Put the session back, or correct the sheet."
                    )
                    % {
                        "reason": reason_called_off(called_off[day]).rstrip("."),
                        "person": row.full_name,
                        "day": date_format(day),
                    }
                )
    return replace(
        reading,
        days=tuple(day for day in reading.days if day not in called_off),
        rows=tuple(
            replace(
                row, marks={d: m for d, m in row.marks.items() if d not in called_off}
            )
            for row in reading.rows
        ),
    )
