"""Attendance: one current mark a person and session, and every word that led to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from lms.delivery.enums import ATTENDING_STATUSES, MarkSource, MarkValue
from lms.delivery.models import (
    Enrolment,
    Mark,
    MarkEvent,
    Session,
    SheetRow,
    Training,
)

from .training import mark_held, reason_called_off, reason_closed

if TYPE_CHECKING:
    from django.contrib.auth.models import _User as User


class MarkRefused(Exception):
    """Carries the reason in words fit for the person who takes the roll call."""


@dataclass(frozen=True, kw_only=True)
class Marking:
    """Who says so, when and how; the same for all marks of one deed."""

    source: str
    by: User | None
    now: datetime
    device_at: datetime | None = None


class Origin(NamedTuple):
    """Where on an imported sheet a mark stands."""

    row: SheetRow | None
    cell: str


NO_ORIGIN = Origin(None, "")


@transaction.atomic
def mark(
    enrolment: Enrolment,
    *,
    session: Session,
    value: str,
    source: str,
    by: User | None,
    device_at: datetime | None = None,
    now: datetime,
) -> Mark:
    """Say whether one person was there; the same value again changes nothing."""
    mark_session(
        session,
        {enrolment.pk: value},
        source=source,
        by=by,
        device_at=device_at,
        now=now,
    )
    return Mark.objects.get(enrolment=enrolment, session=session)


@transaction.atomic
def mark_session(
    session: Session,
    values: Mapping[int, str],
    *,
    source: str = MarkSource.LIVE,
    by: User | None,
    device_at: datetime | None = None,
    now: datetime,
) -> int:
    """Roll call: `values` by the id of the enrolment; returns how many changed.

    Who is not in `values` keeps the mark there is.
    """
    training = Training.objects.select_for_update().get(pk=session.training_id)
    if reason := reason_closed(training) or reason_called_off(session):
        raise MarkRefused(reason)
    enrolments = Enrolment.objects.filter(pk__in=values).select_related("professional")
    by_pk = {enrolment.pk: enrolment for enrolment in enrolments}
    for pk, value in values.items():
        _refuse(by_pk.get(pk), training, value)
    deed = Marking(source=source, by=by, device_at=device_at, now=now)
    changed = set_marks({(pk, session.pk): v for pk, v in values.items()}, deed)
    if changed:
        mark_held(training, by=by)
        log(
            training,
            "lms_delivery.mark_session",
            user=by,
            data={"session": session.pk, "changed": changed},
        )
    return changed


def _refuse(enrolment: Enrolment | None, training: Training, value: str) -> None:
    if enrolment is None or enrolment.training_id != training.pk:
        raise MarkRefused(
            _("This person is not enrolled in training %(code)s.")
            % {"code": training.code}
        )
    if enrolment.status not in ATTENDING_STATUSES:
        raise MarkRefused(
            _("%(person)s is not enrolled: %(status)s. Enrol the person first.")
            % {
                "person": enrolment.professional,
                "status": enrolment.get_status_display(),
            }
        )
    if value not in MarkValue.values:
        raise MarkRefused(_("“%(value)s” is not a mark.") % {"value": value[:40]})


def set_marks(
    values: Mapping[tuple[int, int], str],
    deed: Marking,
    *,
    origins: Mapping[tuple[int, int], Origin] | None = None,
) -> int:
    """Write marks by (enrolment, session) in a locked training; returns the changes.

    What is said here is said in knowledge of everything before, so it decides. The
    same value again changes nothing, except that it ends a dispute.
    """
    enrolments = {enrolment for enrolment, _session in values}
    current = {
        (mark.enrolment_id, mark.session_id): mark
        for mark in Mark.objects.filter(enrolment__in=enrolments)
    }
    new, changed = [], []
    for (enrolment, session), value in values.items():
        mark = current.get((enrolment, session))
        if mark is None:
            mark = Mark(enrolment_id=enrolment, session_id=session)
            new.append(mark)
        elif mark.value == value and not mark.is_disputed:
            continue
        else:
            changed.append(mark)
        mark.value, mark.is_disputed = value, False
        mark.source, mark.marked_by = deed.source, deed.by
        mark.device_at, mark.marked_at = deed.device_at, deed.now
    Mark.objects.bulk_create(new)
    Mark.objects.bulk_update(
        changed,
        ["value", "is_disputed", "source", "marked_by", "device_at", "marked_at"],
    )
    MarkEvent.objects.bulk_create(_events([*new, *changed], origins or {}))
    return len(new) + len(changed)


def _events(
    marks: list[Mark], origins: Mapping[tuple[int, int], Origin]
) -> list[MarkEvent]:
    """The words behind `marks`, each in knowledge of all that was said before."""
    sessions = {mark.session_id for mark in marks}
    last = {
        session: (number, sequence)
        for session, number, sequence in MarkEvent.objects.filter(session__in=sessions)
        .order_by()
        .values_list("session")
        .annotate(Max("number"), Max("sequence"))
    }
    events = []
    for mark in marks:
        number, sequence = last.get(mark.session_id, (0, 0))
        last[mark.session_id] = (number + 1, sequence + 1)
        row, cell = origins.get((mark.enrolment_id, mark.session_id), NO_ORIGIN)
        events.append(
            MarkEvent(
                session_id=mark.session_id,
                enrolment_id=mark.enrolment_id,
                value=mark.value,
                source=mark.source,
                said_by=mark.marked_by,
                sequence=sequence + 1,
                number=number + 1,
                seen=number,
                device_at=mark.device_at,
                received_at=mark.marked_at,
                sheet_row=row,
                cell=cell,
            )
        )
    return events
