"""What a sheet would bring to a training; reads, decides and writes nothing."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from curriculum.folding import fold
from lms.delivery.enums import MarkValue, RowOutcome
from lms.delivery.models import Facilitator, Training
from trainers_pool.domain.lists import Directory
from trainers_pool.models import Professional

from .enrolment import facilitator_words
from .identity import Newcomer, Verdict, decide
from .register import known_of, places_of
from .report import Candidate, Duplicate, ImportReport, InReview, Line
from .sheet_called_off import without_called_off
from .sheet_grid import SheetRefused, shortened, text_of
from .sheet_reader import read_grids
from .sheet_rows import Reading, Rejected, Row, read_list


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
        known = sum(isinstance(who, Professional) for who in people)
        find = self.directory
        return ImportReport(
            training=self.training.code,
            file=self.filename,
            rows=len(self.reading.rows) + len(self.reading.rejected),
            matched=known,
            created=len(people) - known,
            review=tuple(self._in_review(row) for row in self.in_review),
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
            applied=applied,
            note=note,
        )

    def _in_review(self, row: Row) -> InReview:
        verdict = self.verdicts[row.number]
        candidates = tuple(Candidate.of(person) for person in verdict.candidates)
        return InReview(row.number, row.full_name, verdict.reason, candidates)

    def _line(self, row: Row) -> Line:
        return Line(
            row=row.number,
            name=row.full_name,
            institution=row.institution,
            profession=row.profession,
            email=row.email,
            present=sum(mark == MarkValue.PRESENT for mark in row.marks.values()),
            outcome=self.outcome(row),
        )

    def outcome(self, row: Row) -> str:
        verdict = self.verdicts[row.number]
        if any(line.row == row.number for line in self.rejected):
            return RowOutcome.REJECTED
        if verdict.reason:
            return RowOutcome.REVIEW
        return RowOutcome.MATCHED if verdict.person else RowOutcome.CREATED


def plan_import(
    content: bytes, filename: str, *, training: Training, today: date
) -> Plan:
    """Read the sheet and decide who its rows are.

    A refusal of the whole sheet names the file.
    """
    filename = _plain(filename)
    try:
        reading = read_list(
            read_grids(content),
            first=training.start_date,
            last=training.end_date,
            today=today,
        )
        if not reading.rows and not reading.rejected:
            raise SheetRefused(
                _(
                    "Below the headings there is no row with a name. Is it the right file?"
                )
            )
        if not reading.days and not reading.rejected:
            raise SheetRefused(
                _(
                    "Every day of the sheet is still to come: %(days)s. Import it once "
                    "there is somebody to mark."
                )
                % {"days": ", ".join(map(date_format, reading.to_come))}
            )
        reading = without_called_off(reading, training=training)
    except SheetRefused as refusal:
        raise SheetRefused(f"{shortened(filename, 80)}: {refusal}") from refusal
    directory = Directory()
    verdicts = decide(
        reading.rows,
        known=known_of(reading.rows, training=training),
        place_of=places_of(reading.rows, directory),
    )
    return Plan(
        training=training,
        filename=filename,
        sha256=hashlib.sha256(content).hexdigest(),
        reading=reading,
        verdicts=verdicts,
        rejected=_with_facilitators(reading, verdicts, training),
        directory=directory,
    )


def _plain(filename: str) -> str:
    name = text_of(filename.replace("\\", "/").rpartition("/")[2])
    return name[-255:] or "sheet"


def _with_facilitators(
    reading: Reading, verdicts: dict[int, Verdict], training: Training
) -> tuple[Rejected, ...]:
    facilitators = set(
        Facilitator.objects.filter(training=training)
        .expected()
        .values_list("trainer__professional", flat=True)
    )
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
