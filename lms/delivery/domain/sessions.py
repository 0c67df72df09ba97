"""Sessions in numbers: by days and hours, as in an earlier training, moved, called off."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from lms.delivery.models import Session, Training

from .training import (
    TrainingRefused,
    reason_against_session,
    reason_called_off,
    refuse_double_booking,
    refuse_unless_open,
)

if TYPE_CHECKING:
    from django.contrib.auth.models import _User as User


@dataclass(frozen=True)
class Hours:
    """From when to when a day goes; a break makes two sessions of it."""

    starts: time
    ends: time
    break_starts: time | None = None
    break_ends: time | None = None

    def sittings(self) -> list[tuple[time, time]]:
        if self.ends <= self.starts:
            raise TrainingRefused(
                _("The session ends before it starts. Change one of the times."),
                field="ends",
            )
        if self.break_starts is None and self.break_ends is None:
            return [(self.starts, self.ends)]
        if self.break_starts is None or self.break_ends is None:
            raise TrainingRefused(
                _("Say from when to when the break is, or leave both empty."),
                field="break_starts",
            )
        if not self.starts < self.break_starts < self.break_ends < self.ends:
            raise TrainingRefused(
                _("The break has to lie between the two times of the day."),
                field="break_starts",
            )
        return [(self.starts, self.break_starts), (self.break_ends, self.ends)]


@transaction.atomic
def generate_sessions(
    training: Training,
    *,
    days: Iterable[date],
    hours: Hours,
    title: str = "",
    by: User | None,
) -> list[Session]:
    """The same hours on each of `days`; what stands there already is left out.

    One clash refuses all. Returns the sessions that are new.
    """
    wanted = [
        Session(date=day, starts=starts, ends=ends, title=title.strip())
        for day in sorted(set(days))
        for starts, ends in hours.sittings()
    ]
    if not wanted:
        raise TrainingRefused(_("Choose at least one day."), field="days")
    return _add_new(training, wanted, by=by)


@transaction.atomic
def copy_sessions(
    training: Training, *, source: Training, by: User | None
) -> list[Session]:
    """The sessions of an earlier training, as many days after the first day as there.

    Returns the sessions that are new; those called off in `source` are no pattern.
    """
    later = training.start_date - source.start_date
    wanted = [
        Session(
            date=one.date + later,
            starts=one.starts,
            ends=one.ends,
            title=one.title,
            is_debrief=one.is_debrief,
        )
        for one in Session.objects.filter(training=source).taking_place().in_order()
    ]
    if not wanted:
        raise TrainingRefused(
            _("Training %(code)s has no sessions to copy.") % {"code": source.code},
            field="source",
        )
    return _add_new(training, wanted, by=by)


def _add_new(
    training: Training, wanted: Sequence[Session], *, by: User | None
) -> list[Session]:
    training = Training.objects.select_for_update().get(pk=training.pk)
    refuse_unless_open(training)
    there = set(
        Session.objects.filter(training=training)
        .taking_place()
        .values_list("date", "starts", "ends")
    )
    added = []
    for session in wanted:
        if (session.date, session.starts, session.ends) in there:
            continue
        _refuse(training, session, session.date, session.starts, session.ends)
        session.training = training
        session.save()
        added.append(session)
    if added:
        refuse_double_booking(training, added)
        log(
            training,
            "lms_delivery.add_session",
            user=by,
            data={"days": sorted({one.date.isoformat() for one in added})},
        )
    return added


def _refuse(
    training: Training, session: Session, day: date, starts: time, ends: time
) -> None:
    """With the day in the words, for several are asked about at once."""
    refusal = reason_against_session(
        training, day=day, starts=starts, ends=ends, but=session
    )
    if refusal:
        raise TrainingRefused(f"{date_format(day)}: {refusal}", field=refusal.field)


@transaction.atomic
def move_session(
    session: Session, *, day: date, starts: time, ends: time, by: User | None
) -> Session:
    """To another day or time; its marks, its papers and its code move with it."""
    training, session = _locked(session)
    if reason := reason_called_off(session):
        raise TrainingRefused(f"{reason} {_('Put it back first.')}")
    if (session.date, session.starts, session.ends) == (day, starts, ends):
        return session
    if refusal := reason_against_session(
        training, day=day, starts=starts, ends=ends, but=session
    ):
        raise refusal
    before = f"{session.date.isoformat()} {session.starts:%H:%M}"
    session.date, session.starts, session.ends = day, starts, ends
    refuse_double_booking(training, [session])
    session.revision += 1
    session.save(update_fields=["date", "starts", "ends", "revision"])
    log(
        training,
        "lms_delivery.move_session",
        user=by,
        data={"from": before, "to": f"{day.isoformat()} {starts:%H:%M}"},
    )
    return session


@transaction.atomic
def call_off_session(
    session: Session, *, reason: str, by: User | None, now: datetime
) -> Session:
    """It does not take place: its marks are kept, and nothing is counted from them."""
    training, session = _locked(session)
    if called_off := reason_called_off(session):
        raise TrainingRefused(called_off)
    if not (reason := reason.strip()):
        raise TrainingRefused(_("Say why the session is called off."), field="reason")
    session.cancelled_at, session.cancel_reason = now, reason[:255]
    _save_changed(session)
    log(
        training,
        "lms_delivery.call_off_session",
        user=by,
        data={"day": session.date.isoformat(), "reason": reason},
    )
    return session


@transaction.atomic
def put_back_session(session: Session, *, by: User | None) -> Session:
    """It takes place after all, with the marks it had."""
    training, session = _locked(session)
    if not session.is_cancelled:
        return session
    if refusal := reason_against_session(
        training,
        day=session.date,
        starts=session.starts,
        ends=session.ends,
        but=session,
    ):
        raise refusal
    refuse_double_booking(training, [session])
    session.cancelled_at, session.cancel_reason = None, ""
    _save_changed(session)
    log(
        training,
        "lms_delivery.put_back_session",
        user=by,
        data={"day": session.date.isoformat()},
    )
    return session


def _locked(session: Session) -> tuple[Training, Session]:
    training = Training.objects.select_for_update().get(pk=session.training_id)
    refuse_unless_open(training)
    return training, Session.objects.select_for_update().get(pk=session.pk)


def _save_changed(session: Session) -> None:
    session.revision += 1
    session.save(update_fields=["cancelled_at", "cancel_reason", "revision"])
