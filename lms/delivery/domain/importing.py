"""An attendance sheet becomes enrolments and marks: seen first, then applied."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from lms.delivery import conf
from lms.delivery.enums import MarkSource, MarkValue
from lms.delivery.models import (
    Enrolment,
    Mark,
    Session,
    SheetImport,
    SheetRow,
    Training,
)
from trainers_pool.models import Professional

from .deciding import decide_chosen, keys_decided, locked_with_alike
from .enrolment import take_place
from .headings import remember_headings
from .keeping import keep_sheet
from .marking import Marking, Origin, set_marks
from .planning import Plan, deciding_rows, plan_import
from .register import (
    add_person,
    complete_person,
    keep_affiliation,
    leading,
    work_of,
)
from .report import ImportReport
from .review import DecisionRefused
from .sheet_grid import SheetRefused
from .sheet_said import NOTHING_SAID, Said
from .training import mark_held, reason_closed

if TYPE_CHECKING:
    from django.contrib.auth.models import _User as User

#: Marks that a sheet, which knows no more than present and absent, agrees with.
AGREES = {
    MarkValue.PRESENT: (MarkValue.PRESENT, MarkValue.LATE),
    MarkValue.ABSENT: (MarkValue.ABSENT, MarkValue.EXCUSED),
}


def preview(
    content: bytes,
    filename: str,
    *,
    training: Training,
    now: datetime,
    said: Said = NOTHING_SAID,
) -> ImportReport:
    """What applying the sheet would do; nothing is written."""
    if reason := reason_closed(training):
        raise SheetRefused(reason)
    today = localtime(now).date()
    plan, note = _plan(content, filename, training=training, today=today, said=said)
    return plan.report(note=note)


def apply(
    content: bytes,
    filename: str,
    *,
    training: Training,
    by: User | None,
    now: datetime,
    said: Said = NOTHING_SAID,
) -> ImportReport:
    """Enrol and mark everybody on the sheet, or nobody if a row is rejected.

    The same file again changes nothing and says so. Rows in review are kept, and
    nothing is counted from those that `said` does not decide.
    """
    try:
        with transaction.atomic():
            return _apply(
                content, filename, training=training, by=by, now=now, said=said
            )
    except DecisionRefused as refusal:
        raise SheetRefused(str(refusal)) from refusal
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
    said: Said,
) -> ImportReport:
    today = localtime(now).date()
    keys = keys_decided(content, filename, training=training, today=today, said=said)
    training = locked_with_alike(training, keys)
    if reason := reason_closed(training):
        raise SheetRefused(reason)
    plan, note = _plan(content, filename, training=training, today=today, said=said)
    report = plan.report(applied=not plan.rejected and not note, note=note)
    if not report.applied:
        return report
    sessions = _sessions(training, plan.reading.days)
    enrolments = _enrol_all(plan, by=by)
    people = {row: enrolment.professional_id for row, enrolment in enrolments.items()}
    rows = keep_sheet(plan, content, people=people, sessions=sessions, by=by)
    deed = Marking(source=MarkSource.IMPORT, by=by, now=now)
    _say(plan, enrolments, sessions, rows, deed)
    mark_held(training, by=by)
    decide_chosen(plan, rows, by=by, now=now)
    remember_headings(plan.reading.unknown, training=training, by=by, now=now)
    log(
        training,
        "lms_delivery.import_sheet",
        user=by,
        data={
            "rows": report.rows,
            "sha256": plan.sha256,
            "fixes": [fix.cell for fix in report.fixes],
        },
    )
    return report


def _plan(
    content: bytes, filename: str, *, training: Training, today: date, said: Said
) -> tuple[Plan, str]:
    """The plan, and a word where the file was applied before: then nobody is decided."""
    note = _note_of_earlier(training, hashlib.sha256(content).hexdigest())
    said = replace(said, people={}) if note else said
    plan = plan_import(content, filename, training=training, today=today, said=said)
    return plan, note


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


def _enrol_all(plan: Plan, *, by: User | None) -> dict[int, Enrolment]:
    """The enrolment of each row, by the number of the row."""
    places: dict[int, Enrolment] = {}
    for who, rows in plan.people.items():
        work = work_of(leading(rows), plan.directory)
        if isinstance(who, Professional):
            person = who
            complete_person(person, rows)
        else:
            person = add_person(rows, training=plan.training, by=by)
        keep_affiliation(person, work=work, training=plan.training)
        enrolment = take_place(person, training=plan.training, work=work, by=by)
        places.update({row.number: enrolment for row in rows})
    return places


def _say(
    plan: Plan,
    enrolments: dict[int, Enrolment],
    sessions: dict[date, list[Session]],
    rows: dict[int, SheetRow],
    deed: Marking,
) -> None:
    """Mark as the sheet says, but for marks that agree with what is known."""
    current = {
        (mark.enrolment_id, mark.session_id): mark.value
        for mark in Mark.objects.filter(enrolment__in=enrolments.values())
    }
    values, origins = {}, {}
    for of_person in plan.people.values():
        enrolment = enrolments[of_person[0].number].pk
        for day, row in deciding_rows(of_person).items():
            value = row.marks[day]
            cell = f"{plan.reading.day_letters[day]}{row.number}"
            for session in sessions[day]:
                key = (enrolment, session.pk)
                if current.get(key) not in AGREES[MarkValue(value)]:
                    values[key] = value
                    origins[key] = Origin(rows[row.number], cell)
    set_marks(values, deed, origins=origins)
