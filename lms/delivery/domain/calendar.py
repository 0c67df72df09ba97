"""Sessions as iCalendar (RFC 5545), for the calendars of phones and offices."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Collection, Iterable
from datetime import UTC, datetime, timedelta

from icalendar import Calendar, Event

from lms.delivery.enums import TrainingStatus
from lms.delivery.models import Session, Training

PRODUCER = "-//Fener//Trainings//EN"
#: Ends every UID: ours, and the same at whatever address the site stands.
SUFFIX = "sessions.fener"
#: How often a calendar that is subscribed to asks again.
REFRESH = timedelta(hours=6)
_STAMP = re.compile(rb"^DTSTAMP:.*\r\n", re.MULTILINE)


def calendar_of(
    sessions: Iterable[Session],
    *,
    name: str,
    address: Callable[[Training], str],
    tentative: Collection[int] = (),
    now: datetime,
) -> bytes:
    """An event for each session; nobody's name is in it.

    `sessions` come with their training and its municipality. `address` says where a
    training is read about, `tentative` has the numbers of those that the person has
    not agreed to yet. Times are in UTC, so that no calendar needs to know our zone.
    """
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", PRODUCER)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    for session in sessions:
        is_tentative = session.training_id in tentative
        calendar.add_component(
            _event(session, address(session.training), is_tentative, now)
        )
    return calendar.to_ical()


def etag_of(content: bytes) -> str:
    """The same as long as nothing but the moment of making it differs."""
    return f'"{hashlib.sha256(_STAMP.sub(b"", content)).hexdigest()[:32]}"'


def _event(session: Session, address: str, is_tentative: bool, now: datetime) -> Event:
    training = session.training
    event = Event()
    event.add("uid", uid_of(session))
    event.add("dtstamp", now.astimezone(UTC))
    event.add("dtstart", session.starts_at.astimezone(UTC))
    event.add("dtend", session.ends_at.astimezone(UTC))
    event.add("summary", ": ".join(filter(None, (training.title, session.title))))
    if place := _place(training):
        event.add("location", place)
    event.add("description", f"{training.code}\n{address}")
    event.add("sequence", _sequence(session))
    event.add("status", _status(session, is_tentative))
    return event


def uid_of(session: Session) -> str:
    """Told apart from the session of the same number in another database."""
    made = session.training.created_at.astimezone(UTC)
    return f"{session.pk}-{made:%Y%m%dT%H%M%S%f}@{SUFFIX}"


def _sequence(session: Session) -> int:
    """Grows with every change: calling a session off has raised its revision already."""
    return session.revision + _is_cancelled(session.training)


def _status(session: Session, is_tentative: bool) -> str:
    if session.is_cancelled or _is_cancelled(session.training):
        return "CANCELLED"
    return "TENTATIVE" if is_tentative else "CONFIRMED"


def _is_cancelled(training: Training) -> bool:
    return training.status == TrainingStatus.CANCELLED


def _place(training: Training) -> str:
    town = training.municipality.name if training.municipality else ""
    return ", ".join(filter(None, dict.fromkeys((training.place, town))))
