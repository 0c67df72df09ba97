"""What an import would do, or did: the same words for the browser and the command."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from lms.delivery.enums import ReviewReason, RowOutcome
from trainers_pool.models import Professional

from .sheet_meanings import Column
from .sheet_row import Rejected
from .sheet_said import Fix


@dataclass(frozen=True)
class Candidate:
    """Somebody who may be the person of a row in review."""

    pk: int
    name: str
    email: str
    institution: str = ""
    profession: str = ""

    @classmethod
    def of(cls, person: Professional) -> Candidate:
        """With the newest work; affiliations are prefetched."""
        works = list(person.affiliations.all())
        return cls(
            person.pk,
            person.full_name,
            person.email,
            institution=str(works[-1].institution) if works else "",
            profession=str(works[-1].profession) if works else "",
        )


@dataclass(frozen=True)
class InReview:
    row: int
    name: str
    reason: str
    candidates: tuple[Candidate, ...]
    #: What the row says, to choose by.
    institution: str = ""
    profession: str = ""
    email: str = ""
    #: An earlier row of the same identity, which is decided for both; 0 if none.
    same_as: int = 0
    #: Who was chosen: the id of a candidate, or `NEW`; None while nobody decided.
    choice: int | None = None

    @property
    def reason_label(self) -> str:
        return str(ReviewReason(self.reason).label)


@dataclass(frozen=True)
class Duplicate:
    """A further row of a person; the marks of both are put together."""

    row: int
    same_as: int
    name: str


@dataclass(frozen=True)
class Line:
    """A row with its outcome, for people to look over."""

    row: int
    name: str
    institution: str
    profession: str
    email: str
    present: int
    outcome: str

    @property
    def outcome_label(self) -> str:
        return str(RowOutcome(self.outcome).label)


@dataclass(frozen=True, kw_only=True)
class ImportReport:
    """`matched` and `created` are people, the others rows."""

    training: str
    file: str
    rows: int
    matched: int
    created: int
    review: tuple[InReview, ...]
    rejected: tuple[Rejected, ...]
    sessions: tuple[date, ...]
    duplicates: tuple[Duplicate, ...]
    new_institutions: tuple[str, ...]
    new_professions: tuple[str, ...]
    unknown_municipalities: tuple[str, ...]
    #: Columns that are not read, for a day that is headed in words to be noticed.
    ignored_columns: tuple[str, ...]
    #: Days after today; their cells are empty, or their rows rejected.
    days_to_come: tuple[date, ...]
    lines: tuple[Line, ...] = field(repr=False)
    #: Rows in review that were decided before applying.
    decided: tuple[InReview, ...] = ()
    unknown_columns: tuple[Column, ...] = ()
    fixes: tuple[Fix, ...] = ()
    applied: bool = False
    #: Why nothing was done although nothing was wrong.
    note: str = ""

    @property
    def can_be_applied(self) -> bool:
        return not self.rejected and bool(self.lines) and not self.note

    def as_json(self) -> dict[str, Any]:
        return {
            "training": self.training,
            "file": self.file,
            "rows": self.rows,
            "matched": self.matched,
            "created": self.created,
            "review": [
                {
                    "row": line.row,
                    "name": line.name,
                    "reason": line.reason_label,
                    "candidates": [vars(candidate) for candidate in line.candidates],
                }
                for line in self.review
            ],
            "rejected": [
                {"row": line.row, "column": line.column, "reason": line.reason}
                for line in self.rejected
            ],
            "decided": [
                {"row": line.row, "name": line.name, "person": line.choice or None}
                for line in self.decided
            ],
            "columns": [
                {"column": one.letter, "heading": one.heading, "meaning": one.meaning}
                for one in self.unknown_columns
            ],
            "fixes": [vars(fix) for fix in self.fixes],
            "sessions": [day.isoformat() for day in self.sessions],
            "duplicates": [
                {"row": line.row, "same_as": line.same_as} for line in self.duplicates
            ],
            "new_institutions": list(self.new_institutions),
            "new_professions": list(self.new_professions),
            "unknown_municipalities": list(self.unknown_municipalities),
            "ignored_columns": list(self.ignored_columns),
            "days_to_come": [day.isoformat() for day in self.days_to_come],
            "applied": self.applied,
            "note": self.note,
        }
