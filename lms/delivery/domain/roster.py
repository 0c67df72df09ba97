"""What a phone is given for a roll call."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any
from uuid import UUID

from django.db.models import Max

from curriculum.folding import fold
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
    walk_ins = session.training.walk_ins.waiting()
    bearers = Counter(
        [enrolment.professional.folded_name for enrolment in enrolments]
        + [fold(walk_in.name) for walk_in in walk_ins]
    )

    def place_of(folded: str, place: object) -> str:
        """A phone is lost easily: the place goes where two names need it alone."""
        return str(place or "") if bearers[folded] > 1 else ""

    return {
        "people": [
            {
                "id": enrolment.pk,
                "name": str(enrolment.professional),
                "place": place_of(
                    enrolment.professional.folded_name, enrolment.institution
                ),
                "mark": marks[enrolment.pk].value if enrolment.pk in marks else "",
                "disputed": enrolment.pk in marks and marks[enrolment.pk].is_disputed,
            }
            for enrolment in enrolments
        ],
        "walk_ins": [
            {
                "id": str(walk_in.pk),
                "name": walk_in.name,
                "place": place_of(fold(walk_in.name), walk_in.institution),
                "mark": deciding(said[walk_in.pk]).value if said[walk_in.pk] else "",
            }
            for walk_in in walk_ins
        ],
        "number": last["number"] or 0,
        "sequence": last["sequence"] or 0,
    }
