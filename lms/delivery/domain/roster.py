"""What a phone is given for a roll call."""

from __future__ import annotations

from collections import defaultdict
from typing import Any
from uuid import UUID

from django.db.models import Max

from lms.delivery.models import Mark, MarkEvent, Session

from .merging import deciding


def state_of(session: Session) -> dict[str, Any]:
    """Names and marks of `session`, and how far its words went, as JSON can hold it."""
    marks = {mark.enrolment_id: mark for mark in Mark.objects.filter(session=session)}
    enrolments = (
        session.training.enrolments.attending()
        .select_related("professional", "institution")
        .order_by("professional__folded_name", "pk")
    )
    last = session.events.aggregate(number=Max("number"), sequence=Max("sequence"))
    said: dict[UUID, list[MarkEvent]] = defaultdict(list)
    for event in MarkEvent.objects.filter(session=session, walk_in__isnull=False):
        if event.walk_in_id:
            said[event.walk_in_id].append(event)
    return {
        "people": [
            {
                "id": enrolment.pk,
                "name": str(enrolment.professional),
                "place": str(enrolment.institution or ""),
                "mark": marks[enrolment.pk].value if enrolment.pk in marks else "",
                "disputed": enrolment.pk in marks and marks[enrolment.pk].is_disputed,
            }
            for enrolment in enrolments
        ],
        "walk_ins": [
            {
                "id": str(walk_in.pk),
                "name": walk_in.name,
                "place": walk_in.institution,
                "mark": deciding(said[walk_in.pk]).value if said[walk_in.pk] else "",
            }
            for walk_in in session.training.walk_ins.waiting()
        ],
        "number": last["number"] or 0,
        "sequence": last["sequence"] or 0,
    }
