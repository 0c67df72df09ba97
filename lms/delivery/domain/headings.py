"""Headings that somebody once explained; remembered for the next sheet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from curriculum.folding import fold
from lms.delivery.models import KnownHeading, Session, Training

from .sheet_meanings import LABELS, Column

if TYPE_CHECKING:
    from django.contrib.auth.models import _User as User

#: So many days of a training without sessions are offered, from the first on.
MOST_DAYS = 60
#: A remembered day is one of the training's days, as in "day:2" for the second.
DAY = "day:"


def days_offered(training: Training) -> list[date]:
    """The days that a column may be said to stand for."""
    return sorted({*_session_days(training), *_calendar(training)})


def remembered_for(training: Training) -> dict[str, str]:
    """What headings are known to mean, by their folding; days as days of `training`."""
    known = dict(KnownHeading.objects.values_list("folded", "field"))
    if not any(field.startswith(DAY) for field in known.values()):
        return known
    days = _days(training)
    meanings = {heading: _on_day(field, days) for heading, field in known.items()}
    return {heading: meaning for heading, meaning in meanings.items() if meaning}


def remember_headings(
    unknown: Iterable[Column], *, training: Training, by: User | None, now: datetime
) -> None:
    """Keep what was said of this sheet's columns; what was said last holds.

    A heading that stands above two columns of different meaning is not kept.
    """
    meant: dict[str, set[str]] = defaultdict(set)
    days = _days(training)
    for column in unknown:
        if column.is_said and (field := _kept(column.meaning, days)):
            meant[fold(column.heading)[:200]].add(field)
    for heading, fields in meant.items():
        if heading and len(fields) == 1:
            KnownHeading.objects.update_or_create(
                folded=heading,
                defaults={"field": fields.pop(), "said_by": by, "said_at": now},
            )


def _kept(meaning: str, days: list[date]) -> str:
    if meaning in LABELS:
        return meaning
    day = date.fromisoformat(meaning)
    return f"{DAY}{days.index(day) + 1}" if day in days else ""


def _on_day(field: str, days: list[date]) -> str:
    if not field.startswith(DAY):
        return field
    place = int(field.removeprefix(DAY))
    return days[place - 1].isoformat() if place <= len(days) else ""


def _days(training: Training) -> list[date]:
    """The first, the second day and so on: those with a session, if there is any."""
    return sorted(_session_days(training)) or _calendar(training)


def _session_days(training: Training) -> set[date]:
    sessions = Session.objects.filter(training=training).taking_place()
    return set(sessions.values_list("date", flat=True))


def _calendar(training: Training) -> list[date]:
    length = (training.end_date - training.start_date).days + 1
    return [
        training.start_date + timedelta(days=day)
        for day in range(min(length, MOST_DAYS))
    ]
