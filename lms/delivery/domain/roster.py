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
    enrolments = list(
        session.training.enrolments.attending()
        .select_related("professional", "institution")
        .order_by("professional__folded_name", "pk")
    )
    walk_ins = list(session.training.walk_ins.waiting())
    values = _values_of_walk_ins(session)
    bearers = Counter(
        [enrolment.professional.folded_name for enrolment in enrolments]
        + [fold(walk_in.name) for walk_in in walk_ins]
    )

    def place_of(folded: str, place: object) -> str:
        """A phone is lost easily: the place goes where two names need it alone."""
        return str(place or "") if bearers[folded] > 1 else ""

    last = session.events.aggregate(number=Max("number"), sequence=Max("sequence"))
    return {
        "people": [
            {
                "id": one.pk,
                "name": str(one.professional),
                "place": place_of(one.professional.folded_name, one.institution),
                "mark": marks[one.pk].value if one.pk in marks else "",
                "disputed": one.pk in marks and marks[one.pk].is_disputed,
            }
            for one in enrolments
        ],
        "walk_ins": [
            {
                "id": str(one.pk),
                "name": one.name,
                "place": place_of(fold(one.name), one.institution),
                "mark": values.get(one.pk, ""),
            }
            for one in walk_ins
        ],
        "number": last["number"] or 0,
        "sequence": last["sequence"] or 0,
    }


def _values_of_walk_ins(session: Session) -> dict[UUID, str]:
    said: dict[UUID, list[MarkEvent]] = defaultdict(list)
    for event in MarkEvent.objects.filter(session=session, walk_in__isnull=False):
        if event.walk_in_id:
            said[event.walk_in_id].append(event)
    return {walk_in: deciding(words).value for walk_in, words in said.items()}
