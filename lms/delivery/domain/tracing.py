"""Where the attendance of a person comes from: every word, back to file and cell."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from lms.delivery.models import Enrolment, Mark, MarkEvent, Session

from .disputes import Word, device_names_of, words_of


@dataclass(frozen=True)
class Trace:
    """A session, what counts there about the person, and all that was said."""

    session: Session
    mark: Mark | None
    words: Sequence[Word]


def trace_of(enrolment: Enrolment) -> list[Trace]:
    """Every session of the training in order, with a fixed number of queries."""
    sessions = list(Session.objects.filter(training=enrolment.training_id).in_order())
    marks = {mark.session_id: mark for mark in enrolment.marks.all()}
    said: dict[int, list[MarkEvent]] = defaultdict(list)
    for event in (
        MarkEvent.objects.filter(enrolment=enrolment)
        .select_related("said_by", "walk_in", "sheet_row__sheet_import__evidence")
        .in_order()
    ):
        said[event.session_id].append(event)
    names = device_names_of(sessions)
    return [
        Trace(
            session,
            mark=marks.get(session.pk),
            words=words_of(said[session.pk], names[session.pk]),
        )
        for session in sessions
    ]
