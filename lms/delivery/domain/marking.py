"""Attendance: one current mark a person and session, and what it said before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from lms.delivery.enums import ATTENDING_STATUSES, MarkSource, MarkValue
from lms.delivery.models import Enrolment, Mark, Session, SupersededMark, Training

from .training import mark_held, reason_closed

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
    if reason := reason_closed(training):
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


def set_marks(values: Mapping[tuple[int, int], str], deed: Marking) -> int:
    """Write marks by (enrolment, session) in a locked training; returns the changes."""
    enrolments = {enrolment for enrolment, _session in values}
    current = {
        (mark.enrolment_id, mark.session_id): mark
        for mark in Mark.objects.filter(enrolment__in=enrolments)
    }
    new, superseded, changed = [], [], []
    for (enrolment, session), value in values.items():
        mark = current.get((enrolment, session))
        if mark is None:
            mark = Mark(enrolment_id=enrolment, session_id=session)
            new.append(mark)
        elif mark.value == value:
            continue
        else:
            superseded.append(_superseded(mark))
            changed.append(mark)
        mark.value = value
        mark.source, mark.marked_by = deed.source, deed.by
        mark.device_at, mark.marked_at = deed.device_at, deed.now
    Mark.objects.bulk_create(new)
    SupersededMark.objects.bulk_create(superseded)
    Mark.objects.bulk_update(
        changed, ["value", "source", "marked_by", "device_at", "marked_at"]
    )
    return len(new) + len(changed)


def _superseded(mark: Mark) -> SupersededMark:
    return SupersededMark(
        mark=mark,
        value=mark.value,
        source=mark.source,
        marked_by_id=mark.marked_by_id,
        device_at=mark.device_at,
        marked_at=mark.marked_at,
    )
