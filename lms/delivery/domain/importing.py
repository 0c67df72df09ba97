"""An attendance sheet becomes enrolments and marks: seen first, then applied."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from lms.delivery import conf
from lms.delivery.enums import EvidenceKind, MarkSource, MarkValue
from lms.delivery.models import (
    Enrolment,
    Evidence,
    Mark,
    Session,
    SheetImport,
    SheetRow,
    Training,
)
from trainers_pool.models import Professional

from .enrolment import take_place
from .identity import identity_key
from .marking import Marking, set_marks
from .planning import Plan, marks_of, plan_import
from .register import (
    add_person,
    complete_person,
    keep_affiliation,
    leading,
    work_of,
)
from .report import ImportReport
from .sheet_grid import SheetRefused
from .sheet_rows import Row
from .training import mark_held, reason_closed

if TYPE_CHECKING:
    from django.contrib.auth.models import _User as User

#: Marks that a sheet, which knows no more than present and absent, agrees with.
AGREES = {
    MarkValue.PRESENT: (MarkValue.PRESENT, MarkValue.LATE),
    MarkValue.ABSENT: (MarkValue.ABSENT, MarkValue.EXCUSED),
}


def preview(
    content: bytes, filename: str, *, training: Training, now: datetime
) -> ImportReport:
    """What applying the sheet would do; nothing is written."""
    if reason := reason_closed(training):
        raise SheetRefused(reason)
    note = _note_of_earlier(training, hashlib.sha256(content).hexdigest())
    today = localtime(now).date()
    plan = plan_import(content, filename, training=training, today=today)
    return plan.report(note=note)


def apply(
    content: bytes,
    filename: str,
    *,
    training: Training,
    by: User | None,
    now: datetime,
) -> ImportReport:
    """Enrol and mark everybody on the sheet, or nobody if a row is rejected.

    The same file again changes nothing and says so. Rows in review are kept and
    nothing is counted from them.
    """
    try:
        with transaction.atomic():
            return _apply(content, filename, training=training, by=by, now=now)
    except IntegrityError as error:
        raise SheetRefused(
            _(
                "Somebody changed the register of people at the same moment, and "
                "nothing was applied. Apply the sheet again."
            )
        ) from error


def _apply(
    content: bytes,
    filename: str,
    *,
    training: Training,
    by: User | None,
    now: datetime,
) -> ImportReport:
    training = Training.objects.select_for_update().get(pk=training.pk)
    if reason := reason_closed(training):
        raise SheetRefused(reason)
    today = localtime(now).date()
    plan = plan_import(content, filename, training=training, today=today)
    if note := _note_of_earlier(training, plan.sha256):
        return plan.report(note=note)
    report = plan.report(applied=not plan.rejected)
    if plan.rejected:
        return report
    sessions = _sessions(training, plan.reading.days)
    people = _enrol_all(plan, by=by)
    set_marks(
        _changes(plan, people, sessions),
        Marking(source=MarkSource.IMPORT, by=by, now=now),
    )
    mark_held(training, by=by)
    _keep(plan, content, people, sessions, by=by)
    log(
        training,
        "lms_delivery.import_sheet",
        user=by,
        data={"rows": report.rows, "sha256": plan.sha256},
    )
    return report


def _note_of_earlier(training: Training, sha256: str) -> str:
    earlier = (
        SheetImport.objects.filter(training=training, evidence__sha256=sha256)
        .select_related("applied_by")
        .first()
    )
    if not earlier:
        return ""
    return _(
        "This file was already applied to %(code)s on %(day)s; nothing was changed."
    ) % {
        "code": training.code,
        "day": date_format(localtime(earlier.applied_at), "SHORT_DATETIME_FORMAT"),
    }


def _sessions(training: Training, days: Iterable[date]) -> dict[date, list[Session]]:
    """The sessions of each day; a day without any gets one of the usual hours."""
    sessions: dict[date, list[Session]] = defaultdict(list)
    for session in Session.objects.filter(training=training).taking_place().in_order():
        sessions[session.date].append(session)
    for day in days:
        if day not in sessions:
            session = Session.objects.create(
                training=training,
                date=day,
                starts=conf.session_starts(),
                ends=conf.session_ends(),
            )
            sessions[day].append(session)
    return sessions


def _enrol_all(
    plan: Plan, *, by: User | None
) -> dict[int, tuple[Professional, Enrolment]]:
    """The person and the enrolment of each row, by the number of the row."""
    places: dict[int, tuple[Professional, Enrolment]] = {}
    for who, rows in plan.people.items():
        work = work_of(leading(rows), plan.directory)
        if isinstance(who, Professional):
            person = who
            complete_person(person, rows)
        else:
            person = add_person(rows, training=plan.training, by=by)
        keep_affiliation(person, work=work, training=plan.training)
        enrolment = take_place(person, training=plan.training, work=work, by=by)
        places.update({row.number: (person, enrolment) for row in rows})
    return places


def _changes(
    plan: Plan,
    people: dict[int, tuple[Professional, Enrolment]],
    sessions: dict[date, list[Session]],
) -> dict[tuple[int, int], str]:
    """Marks by (enrolment, session), without those that agree with what is known."""
    enrolments = {enrolment.pk for _person, enrolment in people.values()}
    current = {
        (mark.enrolment_id, mark.session_id): mark.value
        for mark in Mark.objects.filter(enrolment__in=enrolments)
    }
    changes = {}
    for rows in plan.people.values():
        enrolment = people[rows[0].number][1].pk
        for day, value in marks_of(rows).items():
            for session in sessions[day]:
                key = (enrolment, session.pk)
                if current.get(key) not in AGREES[MarkValue(value)]:
                    changes[key] = value
    return changes


def _keep(
    plan: Plan,
    content: bytes,
    people: dict[int, tuple[Professional, Enrolment]],
    sessions: dict[date, list[Session]],
    *,
    by: User | None,
) -> None:
    """Store the file as evidence, and every row as it stood on the sheet."""
    evidence = Evidence.objects.filter(
        training=plan.training, sha256=plan.sha256
    ).first() or Evidence.objects.create(
        training=plan.training,
        kind=EvidenceKind.ATTENDANCE_SHEET,
        name=plan.filename,
        file=ContentFile(content, plan.filename),
        sha256=plan.sha256,
        uploaded_by=by,
    )
    sheet_import = SheetImport.objects.create(
        training=plan.training, evidence=evidence, applied_by=by
    )
    kept = SheetRow.objects.bulk_create(
        _sheet_row(plan, row, sheet_import, people, sessions)
        for row in plan.reading.rows
    )
    through = SheetRow.candidates.through
    through.objects.bulk_create(
        through(sheetrow=row, professional=candidate)
        for row in kept
        for candidate in plan.verdicts[row.number].candidates
    )


def _sheet_row(
    plan: Plan,
    row: Row,
    sheet_import: SheetImport,
    people: dict[int, tuple[Professional, Enrolment]],
    sessions: dict[date, list[Session]],
) -> SheetRow:
    person, _enrolment = people.get(row.number, (None, None))
    return SheetRow(
        sheet_import=sheet_import,
        number=row.number,
        data=row.as_data(),
        marks={
            str(session.pk): mark
            for day, mark in row.marks.items()
            for session in sessions[day]
        },
        outcome=plan.outcome(row),
        reason=plan.verdicts[row.number].reason,
        identity_key=identity_key(row),
        professional=person,
    )
