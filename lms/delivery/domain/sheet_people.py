"""Who rows in review are, where somebody says so before the sheet is applied."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from trainers_pool.models import Professional

from .enrolment import facilitator_words
from .identity import Verdict, identity_key
from .sheet_grid import SheetRefused
from .sheet_row import Row
from .sheet_said import NEW


def chosen_people(
    people: Mapping[int, int],
    *,
    rows: Iterable[Row],
    verdicts: Mapping[int, Verdict],
    facilitators: set[int],
) -> dict[int, Professional | None]:
    """The person of each row that was decided, None for a new one.

    Rows of the same identity are decided with the one that was asked about. Refused
    are rows that need no decision, and people who are no candidates.
    """
    in_review = {row.number: row for row in rows if verdicts[row.number].reason}
    by_key: dict[str, tuple[int, Professional | None]] = {}
    for number, pk in sorted(people.items()):
        if number not in in_review:
            raise SheetRefused(
                _("Row %(number)s needs no decision.") % {"number": number}
            )
        person = _candidate(number, pk, verdicts[number])
        if person and person.pk in facilitators:
            raise SheetRefused(facilitator_words(person))
        key = identity_key(in_review[number])
        asked, other = by_key.setdefault(key, (number, person))
        if other != person:
            raise SheetRefused(
                _("Rows %(one)s and %(other)s are the same: decide them alike.")
                % {"one": asked, "other": number}
            )
    return {
        number: by_key[key][1]
        for number, row in in_review.items()
        if (key := identity_key(row)) in by_key
    }


def _candidate(number: int, pk: int, verdict: Verdict) -> Professional | None:
    if pk == NEW:
        return None
    for person in verdict.candidates:
        if person.pk == pk:
            return person
    raise SheetRefused(
        _("Row %(number)s: choose one of the people shown, or a new person.")
        % {"number": number}
    )
