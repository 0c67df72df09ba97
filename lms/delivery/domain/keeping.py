"""What stays of a sheet that was applied: the file, and every row as it stood."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from django.core.files.base import ContentFile

from lms.delivery.enums import EvidenceKind
from lms.delivery.models import Evidence, Session, SheetImport, SheetRow

from .identity import identity_key
from .planning import Plan
from .sheet_row import Row

if TYPE_CHECKING:
    from django.contrib.auth.models import _User as User

Sessions = Mapping[date, Sequence[Session]]


def keep_sheet(
    plan: Plan,
    content: bytes,
    *,
    people: Mapping[int, int],
    sessions: Sessions,
    by: User | None,
) -> dict[int, SheetRow]:
    """Store the file as evidence and its rows; returns them by their number.

    `people` are the ids of those found, by the number of the row.
    """
    sheet_import = SheetImport.objects.create(
        training=plan.training,
        evidence=_evidence(plan, content, by=by),
        applied_by=by,
        sheet_name=plan.reading.tab[:64],
        day_columns=_day_columns(plan, sessions),
    )
    kept = SheetRow.objects.bulk_create(
        _sheet_row(plan, row, sheet_import, people.get(row.number), sessions)
        for row in plan.reading.rows
    )
    through = SheetRow.candidates.through
    through.objects.bulk_create(
        through(sheetrow=row, professional=candidate)
        for row in kept
        for candidate in plan.verdicts[row.number].candidates
    )
    return {row.number: row for row in kept}


def _evidence(plan: Plan, content: bytes, *, by: User | None) -> Evidence:
    return Evidence.objects.filter(
        training=plan.training, sha256=plan.sha256
    ).first() or Evidence.objects.create(
        training=plan.training,
        kind=EvidenceKind.ATTENDANCE_SHEET,
        name=plan.filename,
        file=ContentFile(content, plan.filename),
        sha256=plan.sha256,
        uploaded_by=by,
    )


def _day_columns(plan: Plan, sessions: Sessions) -> dict[str, str]:
    return {
        str(session.pk): plan.reading.day_letters[day]
        for day in plan.reading.days
        for session in sessions[day]
    }


def _sheet_row(
    plan: Plan,
    row: Row,
    sheet_import: SheetImport,
    person: int | None,
    sessions: Sessions,
) -> SheetRow:
    return SheetRow(
        sheet_import=sheet_import,
        number=row.number,
        data=row.as_data(),
        marks={
            str(session.pk): mark
            for day, mark in row.marks.items()
            for session in sessions[day]
        },
        fixes={cell: list(fix) for cell, fix in row.fixes.items()},
        outcome=plan.outcome(row),
        reason=plan.verdicts[row.number].reason,
        identity_key=identity_key(row),
        professional_id=person,
    )
