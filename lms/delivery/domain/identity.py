"""Who a row of a sheet is: the rules of identity, free of the database.

1. A decision that a person took for the same row before holds.
2. Same e-mail: same person, unless first and last name both differ.
3. No e-mail: the one person of that folded name at the same institution.
4. The same folded name otherwise: a person decides.
5. Nobody of that name: a new person.

Rows are looked at from the strongest kind to the weakest (with an e-mail, with an
institution, with a name alone), so that their order on the sheet changes nothing.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from curriculum.folding import fold
from lms.delivery.enums import ReviewReason
from trainers_pool.models import Professional

from .sheet_row import Row

Place = int | str

#: Under one e-mail; with more it is the address of an office.
MOST_SPELLINGS = 5


@dataclass(frozen=True, kw_only=True)
class Known:
    """What the register knows of the names and addresses of one sheet."""

    by_email: Mapping[str, Professional]
    by_name: Mapping[str, Sequence[Professional]]
    #: Where people are or were seen, by their id.
    places: Mapping[int, frozenset[Place]]
    #: Decisions taken before, by identity key.
    decided: Mapping[str, Professional]


@dataclass(eq=False)
class Newcomer:
    """A person the register does not know yet, and the rows that speak of them."""

    names: set[str] = field(default_factory=set)
    places: set[Place] = field(default_factory=set)
    rows: list[Row] = field(default_factory=list)

    def add(self, row: Row, place: Place | None) -> None:
        self.rows.append(row)
        self.names.add(fold(row.full_name))
        if place:
            self.places.add(place)


@dataclass(frozen=True)
class Verdict:
    """A person, a newcomer, or the reason why a person has to decide."""

    person: Professional | None = None
    newcomer: Newcomer | None = None
    reason: str = ""
    candidates: tuple[Professional, ...] = ()


def identity_key(row: Row) -> str:
    """The same for the same row of a later sheet; it names nobody."""
    parts = [row.email.lower(), fold(row.full_name)]
    if not row.email:
        parts.append(fold(row.institution))
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def is_other_name(row: Row, *, first_name: str, last_name: str) -> bool:
    """Whether first and last name both differ, however the whole name was divided."""
    first, last = fold(first_name), fold(last_name)
    if fold(row.first_name) == first or fold(row.last_name) == last:
        return False
    whole = fold(row.full_name)
    if whole in (f"{first} {last}", f"{last} {first}"):
        return False
    if row.is_name_divided:
        return not (whole.startswith(f"{first} ") or whole.endswith(f" {last}"))
    return True


def decide(
    rows: Iterable[Row], *, known: Known, place_of: Mapping[str, Place]
) -> dict[int, Verdict]:
    """A verdict for each row, by its number; `place_of` an institution as written."""
    return _Decision(known, place_of).decide(list(rows))


class _Decision:
    def __init__(self, known: Known, place_of: Mapping[str, Place]) -> None:
        self.known, self.place_of = known, place_of
        self.verdicts: dict[int, Verdict] = {}
        self.newcomers: list[Newcomer] = []
        #: Names of rows in review: a weaker row of that name has to wait as well.
        self.waiting: set[str] = set()
        self.seen_at: dict[int, set[Place]] = defaultdict(set)

    def decide(self, rows: list[Row]) -> dict[int, Verdict]:
        kinds: dict[str, list[Row]] = {"email": [], "place": [], "name": []}
        for row in rows:
            if person := self.known.decided.get(identity_key(row)):
                self._is(row, person)
            elif row.email:
                kinds["email"].append(row)
            else:
                kinds["place" if self._place(row) else "name"].append(row)
        self._by_email(kinds["email"])
        self._by_name(kinds["place"])
        self._by_name(kinds["name"])
        return self.verdicts

    def _place(self, row: Row) -> Place | None:
        return self.place_of.get(row.institution) if row.institution else None

    def _is(self, row: Row, person: Professional) -> None:
        self.verdicts[row.number] = Verdict(person=person)
        if place := self._place(row):
            self.seen_at[person.pk].add(place)

    def _is_new(self, rows: Iterable[Row]) -> None:
        newcomer = Newcomer()
        for row in rows:
            newcomer.add(row, self._place(row))
            self.verdicts[row.number] = Verdict(newcomer=newcomer)
        self.newcomers.append(newcomer)

    def _joins(self, row: Row, newcomer: Newcomer) -> None:
        newcomer.add(row, self._place(row))
        self.verdicts[row.number] = Verdict(newcomer=newcomer)

    def _waits(
        self, rows: Iterable[Row], reason: str, candidates: Iterable[Professional] = ()
    ) -> None:
        ordered = tuple(sorted(set(candidates), key=lambda person: person.pk))
        for row in rows:
            self.verdicts[row.number] = Verdict(reason=reason, candidates=ordered)
            self.waiting.add(fold(row.full_name))

    def _by_email(self, rows: list[Row]) -> None:
        groups: dict[str, list[Row]] = defaultdict(list)
        for row in rows:
            groups[row.email.lower()].append(row)
        new: list[list[Row]] = []
        for email, group in groups.items():
            if person := self.known.by_email.get(email):
                self._of_known_email(group, person)
            elif namesakes := self._namesakes(group):
                self._waits(group, ReviewReason.OTHER_EMAIL, namesakes)
            elif _is_one_person(group):
                new.append(group)
            else:
                self._waits(group, ReviewReason.IN_SHEET)
        self._newcomers(new)

    def _of_known_email(self, group: list[Row], person: Professional) -> None:
        for row in group:
            if is_other_name(
                row, first_name=person.first_name, last_name=person.last_name
            ):
                candidates = [person, *self._namesakes([row])]
                self._waits([row], ReviewReason.OTHER_NAME, candidates)
            else:
                self._is(row, person)

    def _namesakes(self, rows: list[Row]) -> list[Professional]:
        names = {fold(row.full_name) for row in rows}
        return [person for name in names for person in self.known.by_name.get(name, ())]

    def _by_name(self, rows: list[Row]) -> None:
        """Rows without an e-mail, all with a place or all without."""
        groups: dict[tuple[str, Place | None], list[Row]] = defaultdict(list)
        for row in rows:
            groups[fold(row.full_name), self._place(row)].append(row)
        new: list[list[Row]] = []
        joins: list[tuple[list[Row], Newcomer]] = []
        for (name, place), group in groups.items():
            people, newcomers = self._at(name, place)
            namesakes = self._namesakes(group)
            if len(people) + len(newcomers) > 1:
                self._waits(group, ReviewReason.SEVERAL, namesakes)
            elif people:
                for row in group:
                    self._is(row, people[0])
            elif newcomers:
                joins.append((group, newcomers[0]))
            elif namesakes:
                self._waits(group, ReviewReason.OTHER_PLACE, namesakes)
            elif self._is_spoken_of(name):
                self._waits(group, ReviewReason.IN_SHEET)
            else:
                new.append(group)
        for group, newcomer in joins:
            for row in group:
                self._joins(row, newcomer)
        self._newcomers(new)

    def _at(
        self, name: str, place: Place | None
    ) -> tuple[list[Professional], list[Newcomer]]:
        """Who of that name is known at that institution, from the register or above."""
        if place is None:
            return [], []
        people = [
            person
            for person in self.known.by_name.get(name, ())
            if place in self.known.places.get(person.pk, ())
            or place in self.seen_at[person.pk]
        ]
        newcomers = [
            newcomer
            for newcomer in self.newcomers
            if name in newcomer.names and place in newcomer.places
        ]
        return people, newcomers

    def _is_spoken_of(self, name: str) -> bool:
        return name in self.waiting or any(
            name in newcomer.names for newcomer in self.newcomers
        )

    def _newcomers(self, groups: list[list[Row]]) -> None:
        """New people, but for groups that share a name: those wait, all of them."""
        names = [{fold(row.full_name) for row in group} for group in groups]
        times = Counter(name for of_group in names for name in of_group)
        for group, of_group in zip(groups, names, strict=True):
            if any(times[name] > 1 for name in of_group):
                self._waits(group, ReviewReason.IN_SHEET)
            else:
                self._is_new(group)


def _is_one_person(rows: list[Row]) -> bool:
    """Whether all rows of one e-mail can be spellings of one name."""
    spellings = {(fold(row.first_name), fold(row.last_name)): row for row in rows}
    if len(spellings) > MOST_SPELLINGS:
        return False
    return not any(
        is_other_name(one, first_name=other.first_name, last_name=other.last_name)
        for one in spellings.values()
        for other in spellings.values()
    )
