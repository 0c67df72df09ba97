"""Those who checked in themselves, as the trainer sees, confirms and refuses them."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from wagtail.log_actions import log

from curriculum.folding import fold
from lms.delivery import conf
from lms.delivery.enums import (
    HOLDING_DOUBTS,
    PRESENT_VALUES,
    CheckInDoubt,
    CheckInRefusal,
    CheckInStatus,
    MarkSource,
    MarkValue,
)
from lms.delivery.models import WALL, CheckIn, Mark, Session, Training
from lms.delivery.models.check_in import CheckInQuerySet

from .roll_call import Came, Handover, Said, receive
from .training import reason_called_off, reason_closed
from .wall_code import CheckInRefused, starts_at

if TYPE_CHECKING:
    from django.contrib.auth.models import _User as User


@dataclass(frozen=True)
class Arrival:
    """Somebody who waits to be confirmed; `mark` is what the roll call says so far."""

    check_in: CheckIn
    mark: str = ""

    @property
    def doubts(self) -> list[CheckInDoubt]:
        doubts = [CheckInDoubt(code) for code in self.check_in.doubts]
        if self.mark and self.mark not in PRESENT_VALUES:
            doubts.append(CheckInDoubt.MARKED_AWAY)
        return doubts

    @property
    def holding(self) -> list[CheckInDoubt]:
        """Those that ask for a tap of its own."""
        return [doubt for doubt in self.doubts if doubt in HOLDING_DOUBTS]

    @property
    def remarks(self) -> list[CheckInDoubt]:
        return [doubt for doubt in self.doubts if doubt not in HOLDING_DOUBTS]

    @property
    def is_clear(self) -> bool:
        return not self.holding

    @property
    def value(self) -> MarkValue:
        """What the roll call says once this is confirmed."""
        return value_of(self.check_in)

    @property
    def name(self) -> str:
        """As the list has it, where the list has the person."""
        enrolment = self.check_in.enrolment
        return enrolment.professional.full_name if enrolment else self.check_in.name

    @property
    def typed(self) -> str:
        """The name as it was typed, where it is written otherwise."""
        typed = self.check_in.name
        return "" if fold(typed) == fold(self.name) else typed


@dataclass(frozen=True)
class Confirmed:
    people: int
    #: Why somebody was not confirmed, in words.
    refusals: Sequence[str]


def arrivals_at(session: Session) -> list[Arrival]:
    """Who waits, in the order of coming."""
    return _arrivals(session, CheckIn.objects.waiting())


def count_checked_in(session: Session) -> int:
    return session.check_ins.exclude(status=CheckInStatus.REFUSED).count()


def value_of(check_in: CheckIn) -> MarkValue:
    """Present, or late by the moment at which the scanned code came on the wall."""
    late_from = starts_at(check_in.session) + conf.check_in_late()
    return MarkValue.LATE if check_in.code_made_at > late_from else MarkValue.PRESENT


@transaction.atomic
def confirm_shown(
    session: Session, shown: Collection[int], *, by: User, now: datetime
) -> Confirmed:
    """Confirm those of `shown` that are in no doubt, also by now."""
    training = _lock(session)
    waiting = _arrivals(session, CheckIn.objects.waiting().filter(pk__in=shown))
    clear = [arrival for arrival in waiting if arrival.is_clear]
    return _confirm(training, session, clear, by=by, now=now)


@transaction.atomic
def confirm_one(session: Session, pk: int, *, by: User, now: datetime) -> Confirmed:
    """Confirm one check-in, whatever speaks against it."""
    training = _lock(session)
    waiting = _arrivals(session, CheckIn.objects.waiting().filter(pk=pk))
    return _confirm(training, session, waiting, by=by, now=now)


@transaction.atomic
def refuse_check_in(
    session: Session, pk: int, *, reason: str, by: User, now: datetime
) -> bool:
    """Refuse one that waits; False if it waits no more. No mark comes of it."""
    training = _lock(session)
    changed = session.check_ins.filter(pk=pk, status=CheckInStatus.WAITING).update(
        status=CheckInStatus.REFUSED, decided_by=by, decided_at=now
    )
    if changed:
        log(
            training,
            "lms_delivery.refuse_check_in",
            user=by,
            data={
                "session": session.pk,
                "check_in": pk,
                "reason": CheckInRefusal(reason).value,
            },
        )
    return bool(changed)


def _lock(session: Session) -> Training:
    training = Training.objects.select_for_update().get(pk=session.training_id)
    session.refresh_from_db()
    if reason := reason_closed(training) or reason_called_off(session):
        raise CheckInRefused(reason)
    return training


def _arrivals(session: Session, check_ins: CheckInQuerySet) -> list[Arrival]:
    found = check_ins.filter(session=session).select_related(
        "session", "enrolment__professional", "enrolment__institution"
    )
    marks = dict(Mark.objects.filter(session=session).values_list("enrolment", "value"))
    return [
        Arrival(one, marks.get(one.enrolment_id, "") if one.enrolment_id else "")
        for one in found
    ]


def _confirm(
    training: Training,
    session: Session,
    arrivals: Sequence[Arrival],
    *,
    by: User,
    now: datetime,
) -> Confirmed:
    reasons = _say(training, session, arrivals, by=by, now=now)
    confirmed = [one.check_in for one in arrivals if not reasons.get(one.check_in.pk)]
    for check_in in confirmed:
        check_in.status = CheckInStatus.CONFIRMED
        check_in.decided_by, check_in.decided_at = by, now
    CheckIn.objects.bulk_update(
        confirmed, ["status", "walk_in", "decided_by", "decided_at"]
    )
    if confirmed:
        log(
            training,
            "lms_delivery.confirm_check_in",
            user=by,
            data={"session": session.pk, "check_ins": [one.pk for one in confirmed]},
        )
    return Confirmed(len(confirmed), [reason for reason in reasons.values() if reason])


def _say(
    training: Training,
    session: Session,
    arrivals: Sequence[Arrival],
    *,
    by: User,
    now: datetime,
) -> dict[int, str]:
    """Say at the roll call that they are here; why not, by check-in.

    The word is said on a device of its own, in knowledge of nothing and at count 0:
    no word of a trainer, whenever it arrives, gives way to it, and where the two
    differ the disagreement is shown. Of whom the roll call has as present or late
    already, nothing more is said.
    """
    taken = CheckIn.objects.filter(session=session, walk_in__isnull=False)
    known = {
        fold(one.name): one.pk
        for one in training.walk_ins.waiting().exclude(pk__in=taken.values("walk_in"))
    }
    came: dict[uuid.UUID, Came] = {}
    words: dict[int, Said] = {}
    for arrival in arrivals:
        one = arrival.check_in
        if arrival.mark in PRESENT_VALUES:
            continue
        if one.enrolment_id is None:
            one.walk_in_id = known.pop(fold(one.name), None)
            if one.walk_in_id is None:
                one.walk_in_id = _id_of(one, "walk-in")
                came[one.walk_in_id] = Came(id=one.walk_in_id, name=one.name)
        words[one.pk] = Said(
            id=_id_of(one, "word"),
            value=value_of(one),
            sequence=0,
            seen=0,
            enrolment=one.enrolment_id,
            walk_in=one.walk_in_id,
            said_at=one.code_made_at,
        )
    handover = Handover(device=WALL, by=by, now=now, source=MarkSource.SELF)
    answers = receive(
        session, list(words.values()), came=list(came.values()), handover=handover
    )
    reasons = {answer.id: answer.reason for answer in answers}
    return {pk: reasons[word.id] for pk, word in words.items()}


def _id_of(check_in: CheckIn, what: str) -> uuid.UUID:
    """The same each time, so that what is said twice is said once."""
    return uuid.uuid5(WALL, f"{what} {check_in.pk}")
