"""A person decides who a row is; the decision is remembered for later sheets."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from curriculum.folding import fold
from lms.delivery.enums import (
    PRESENT_VALUES,
    MarkSource,
    MarkValue,
    RowOutcome,
    TrainingStatus,
)
from lms.delivery.models import Enrolment, Mark, Session, SheetRow, Training
from lms.delivery.signals import enrolled_after_closing
from trainers_pool.domain.lists import Directory
from trainers_pool.models import Professional

from .enrolment import EnrolmentRefused, take_place
from .facilitation import is_facilitator
from .marking import Marking, Origin, set_marks
from .register import add_person, complete_person, keep_affiliation, work_of
from .sheet_row import Row

if TYPE_CHECKING:
    from django.contrib.auth.models import _User as User


class DecisionRefused(Exception):
    """Carries the reason in words fit for the coordinator."""


@transaction.atomic
def decide_same(
    row: SheetRow,
    *,
    professional: Professional,
    by: User | None,
    now: datetime,
) -> Enrolment:
    """The row is `professional`: enrol and mark as the sheet says.

    Rows of the same identity that wait elsewhere are decided with it. Works for a
    training that was closed meanwhile; the floor above then decides the completion.
    """
    rows = _waiting_alike(row)
    return _settle(rows, row, professional, by=by, now=now)


@transaction.atomic
def decide_another(row: SheetRow, *, by: User | None, now: datetime) -> Enrolment:
    """The row is somebody new; without the e-mail, where that is taken."""
    rows = _waiting_alike(row)
    professional = add_person(
        [_as_row(alike) for alike in rows],
        training=rows[0].sheet_import.training,
        by=by,
    )
    return _settle(rows, row, professional, by=by, now=now)


def candidates_of(rows: Sequence[SheetRow]) -> dict[int, list[Professional]]:
    """Who each row may be, by its id: those found at the import and namesakes since."""
    names = {fold(_as_row(row).full_name) for row in rows}
    namesakes: dict[str, list[Professional]] = defaultdict(list)
    for person in Professional.objects.filter(folded_name__in=names).prefetch_related(
        "affiliations__institution", "affiliations__profession"
    ):
        namesakes[person.folded_name].append(person)
    return {
        row.pk: sorted(
            {*row.candidates.all(), *namesakes[fold(_as_row(row).full_name)]},
            key=lambda person: person.pk,
        )
        for row in rows
    }


def _waiting_alike(row: SheetRow) -> list[SheetRow]:
    """Lock the trainings, then the waiting rows of the same identity."""
    alike = SheetRow.objects.filter(identity_key=row.identity_key)
    trainings = alike.awaiting_decision().values("sheet_import__training")
    list(Training.objects.select_for_update().filter(pk__in=trainings).order_by("pk"))
    rows = list(
        alike.awaiting_decision()
        .select_for_update(of=("self",))
        .select_related("sheet_import__training")
        .order_by("pk")
    )
    if row not in rows:
        row.refresh_from_db()
        raise DecisionRefused(_why_not(row))
    return rows


def _why_not(row: SheetRow) -> str:
    if row.outcome != RowOutcome.REVIEW:
        return _("Row %(number)s needs no decision.") % {"number": row.number}
    if row.decided_at is None:
        return _("The training was cancelled; nothing is counted from its rows.")
    return _("Row %(number)s was decided by %(who)s on %(when)s: it is %(person)s.") % {
        "number": row.number,
        "who": row.decided_by or _("somebody whose login is gone"),
        "when": date_format(localtime(row.decided_at), "SHORT_DATETIME_FORMAT"),
        "person": row.professional,
    }


def _settle(
    rows: list[SheetRow],
    asked: SheetRow,
    person: Professional,
    *,
    by: User | None,
    now: datetime,
) -> Enrolment:
    """Decide all rows; only the one that was asked about can refuse the deed."""
    directory = Directory()
    enrolments = {}
    for row in rows:
        if row != asked and is_facilitator(person, training=row.sheet_import.training):
            continue
        try:
            enrolment = _enrol(row, person, directory, by=by, now=now)
        except EnrolmentRefused as refusal:
            raise DecisionRefused(str(refusal)) from refusal
        enrolments[row.pk] = enrolment
        row.professional, row.decided_by, row.decided_at = person, by, now
        row.save(update_fields=["professional", "decided_by", "decided_at"])
    return enrolments[asked.pk]


def _enrol(
    row: SheetRow,
    person: Professional,
    directory: Directory,
    *,
    by: User | None,
    now: datetime,
) -> Enrolment:
    training = row.sheet_import.training
    written = _as_row(row)
    work = work_of(written, directory)
    enrolment = take_place(person, training=training, work=work, by=by)
    complete_person(person, [written])
    keep_affiliation(person, work=work, training=training)
    marks = _marks(row, enrolment)
    origins = {
        (place, session): Origin(row, row.cell_of(session)) for place, session in marks
    }
    deed = Marking(source=MarkSource.IMPORT, by=by, now=now)
    set_marks(marks, deed, origins=origins)
    log(
        training,
        "lms_delivery.decide_row",
        user=by,
        data={"row": row.pk, "professional": person.pk},
    )
    if training.status == TrainingStatus.CLOSED:
        transaction.on_commit(
            partial(enrolled_after_closing.send, Enrolment, enrolment_id=enrolment.pk)
        )
    return enrolment


def _marks(row: SheetRow, enrolment: Enrolment) -> dict[tuple[int, int], str]:
    """What the row adds: presence counts, absence only where nothing is known."""
    current = dict(
        Mark.objects.filter(enrolment=enrolment).values_list("session", "value")
    )
    sessions = Session.objects.filter(training=enrolment.training_id)
    marks = {}
    for session in sessions.values_list("pk", flat=True):
        value = row.marks.get(str(session))
        adds_presence = (
            value == MarkValue.PRESENT and current.get(session) not in PRESENT_VALUES
        )
        if adds_presence or (value and session not in current):
            marks[enrolment.pk, session] = value
    return marks


def _as_row(row: SheetRow) -> Row:
    return Row(number=row.number, marks={}, **row.data)
