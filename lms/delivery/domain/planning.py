"""What a sheet would bring to a training; reads, decides and writes nothing."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.db.models import prefetch_related_objects

from curriculum.folding import fold
from lms.delivery.enums import MarkValue, RowOutcome
from lms.delivery.models import Facilitator, Training
from trainers_pool.domain.lists import Directory
from trainers_pool.models import Professional

from .enrolment import facilitator_words
from .identity import Newcomer, Verdict, decide, identity_key
from .reading import plain_name, read_sheet
from .register import known_of, places_of
from .report import Candidate, Duplicate, ImportReport, InReview, Line
from .sheet_people import chosen_people
from .sheet_row import Rejected, Row
from .sheet_rows import Reading
from .sheet_said import NEW, NOTHING_SAID, Said


@dataclass(frozen=True)
class Plan:
    """A sheet that was read, with a verdict for each of its rows."""

    training: Training
    filename: str
    sha256: str
    reading: Reading
    verdicts: dict[int, Verdict]
    #: Rows that cannot be read, and those of facilitators.
    rejected: tuple[Rejected, ...]
    directory: Directory
    #: Rows in review that were decided before applying; None is a new person.
    chosen: Mapping[int, Professional | None] = field(default_factory=dict)

    @cached_property
    def people(self) -> dict[Professional | Newcomer, list[Row]]:
        """The rows of each person; those in review and rejected belong to nobody."""
        rejected = {line.row for line in self.rejected}
        people: dict[Professional | Newcomer, list[Row]] = defaultdict(list)
        for row in self.reading.rows:
            verdict = self.verdicts[row.number]
            if (who := verdict.person or verdict.newcomer) and (
                row.number not in rejected
            ):
                people[who].append(row)
        return people

    @cached_property
    def in_review(self) -> list[Row]:
        return [row for row in self.reading.rows if self.verdicts[row.number].reason]

    def report(self, *, applied: bool = False, note: str = "") -> ImportReport:
        people = self.people
        counted = [row for rows in people.values() for row in rows]
        known = {who for who in people if isinstance(who, Professional)}
        in_review = self._all_in_review()
        find = self.directory
        return ImportReport(
            training=self.training.code,
            file=self.filename,
            rows=len(self.reading.rows) + len(self.reading.rejected),
            matched=len(known | {who for who in self.chosen.values() if who}),
            created=len(people) - len(known) + self._chosen_as_new(),
            review=tuple(line for line in in_review if line.choice is None),
            decided=tuple(line for line in in_review if line.choice is not None),
            rejected=self.rejected,
            sessions=self.reading.days,
            duplicates=tuple(
                Duplicate(row.number, rows[0].number, row.full_name)
                for rows in people.values()
                for row in rows[1:]
            ),
            new_institutions=_unknown(
                (row.institution for row in counted), find.institution
            ),
            new_professions=_unknown(
                (row.profession for row in counted), find.profession
            ),
            unknown_municipalities=_unknown(
                (row.municipality for row in counted), find.municipality
            ),
            ignored_columns=self.reading.ignored,
            days_to_come=self.reading.to_come,
            lines=tuple(self._line(row) for row in self.reading.rows),
            unknown_columns=self.reading.unknown,
            fixes=self.reading.fixes,
            applied=applied,
            note=note,
        )

    def _chosen_as_new(self) -> int:
        rows = [row for row in self.in_review if row.number in self.chosen]
        return len({identity_key(r) for r in rows if not self.chosen[r.number]})

    def _all_in_review(self) -> list[InReview]:
        candidates = {
            person
            for row in self.in_review
            for person in self.verdicts[row.number].candidates
        }
        prefetch_related_objects(
            list(candidates), "affiliations__institution", "affiliations__profession"
        )
        known = {person.pk: Candidate.of(person) for person in candidates}
        firsts: dict[str, int] = {}
        return [
            self._in_review(
                row, known, firsts.setdefault(identity_key(row), row.number)
            )
            for row in self.in_review
        ]

    def _in_review(
        self, row: Row, known: Mapping[int, Candidate], first: int
    ) -> InReview:
        verdict = self.verdicts[row.number]
        choice = None
        if row.number in self.chosen:
            person = self.chosen[row.number]
            choice = person.pk if person else NEW
        return InReview(
            row.number,
            row.full_name,
            verdict.reason,
            tuple(known[person.pk] for person in verdict.candidates),
            institution=row.institution,
            profession=row.profession,
            email=row.email,
            same_as=first if first != row.number else 0,
            choice=choice,
        )

    def _line(self, row: Row) -> Line:
        return Line(
            row=row.number,
            name=row.full_name,
            institution=row.institution,
            profession=row.profession,
            email=row.email,
            present=sum(mark == MarkValue.PRESENT for mark in row.marks.values()),
            outcome=self._shown(row),
        )

    def _shown(self, row: Row) -> str:
        """The outcome, with a decision that was taken before applying."""
        if row.number not in self.chosen:
            return self.outcome(row)
        known = self.chosen[row.number]
        return RowOutcome.MATCHED if known else RowOutcome.CREATED

    def outcome(self, row: Row) -> str:
        verdict = self.verdicts[row.number]
        if any(line.row == row.number for line in self.rejected):
            return RowOutcome.REJECTED
        if verdict.reason:
            return RowOutcome.REVIEW
        return RowOutcome.MATCHED if verdict.person else RowOutcome.CREATED


def plan_import(
    content: bytes,
    filename: str,
    *,
    training: Training,
    today: date,
    said: Said = NOTHING_SAID,
) -> Plan:
    """Read the sheet and decide who its rows are."""
    reading = read_sheet(content, filename, training=training, today=today, said=said)
    directory = Directory()
    verdicts = decide(
        reading.rows,
        known=known_of(reading.rows, training=training),
        place_of=places_of(reading.rows, directory),
    )
    facilitators = _facilitators(training)
    return Plan(
        training=training,
        filename=plain_name(filename),
        sha256=hashlib.sha256(content).hexdigest(),
        reading=reading,
        verdicts=verdicts,
        rejected=_with_facilitators(reading, verdicts, facilitators),
        directory=directory,
        chosen=chosen_people(
            said.people,
            rows=reading.rows,
            verdicts=verdicts,
            facilitators=facilitators,
        ),
    )


def _facilitators(training: Training) -> set[int]:
    return set(
        Facilitator.objects.filter(training=training)
        .expected()
        .values_list("trainer__professional", flat=True)
    )


def _with_facilitators(
    reading: Reading, verdicts: dict[int, Verdict], facilitators: set[int]
) -> tuple[Rejected, ...]:
    found = [
        Rejected(row.number, reading.name_column, facilitator_words(person))
        for row in reading.rows
        if (person := verdicts[row.number].person) and person.pk in facilitators
    ]
    return tuple(sorted([*reading.rejected, *found], key=lambda line: line.row))


def _unknown(texts: Iterable[str], find: Callable[[str], object]) -> tuple[str, ...]:
    """What the lists do not know, each spelling once, in the order of the alphabet."""
    found: dict[str, str] = {}
    for text in texts:
        if fold(text) and not find(text):
            found.setdefault(fold(text), text)
    return tuple(found[key] for key in sorted(found))


def deciding_rows(rows: Iterable[Row]) -> dict[date, Row]:
    """The row whose mark counts on each day: of one person, once present is present."""
    deciding: dict[date, Row] = {}
    for row in rows:
        for day, mark in row.marks.items():
            known = deciding.get(day)
            if known is None or (
                mark == MarkValue.PRESENT and known.marks[day] != mark
            ):
                deciding[day] = row
    return deciding
