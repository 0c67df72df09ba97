"""Where devices say different things about one person: shown whole, decided by one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from lms.delivery.enums import ATTENDING_STATUSES, MarkSource, MarkValue
from lms.delivery.models import (
    OFFICE,
    WALL,
    Enrolment,
    Mark,
    MarkEvent,
    Session,
    Training,
)

from .marking import Marking, set_marks
from .merging import deciding, last_words
from .training import reason_called_off, reason_closed

if TYPE_CHECKING:
    from django.contrib.auth.models import _User as User

#: A clock that is off by more than this is shown beside what it dated.
CLOCK_MAY_BE_OFF = timedelta(minutes=10)


class DisputeRefused(Exception):
    """Carries the reason in words fit for the lead trainer."""


@dataclass(frozen=True)
class Word:
    """One word, with the name of its device in this session, as in "A"."""

    event: MarkEvent
    device: str
    #: Nobody spoke in knowledge of it; these are the words that differ.
    is_last: bool
    #: The one that stands until somebody decides.
    stands: bool

    @property
    def minutes_off(self) -> int:
        """By how much the device's clock was off, where that is worth a word."""
        return minutes_off(self.event)

    @property
    def is_ahead(self) -> bool:
        return self.event.clock_ahead > 0

    @property
    def corrected_from(self) -> str | None:
        """What the file says where the cell was put right in the preview."""
        row = self.event.sheet_row
        fix = row.fixes.get(self.event.cell) if row else None
        return fix[0] if fix else None


@dataclass(frozen=True)
class Dispute:
    enrolment: Enrolment
    words: Sequence[Word]

    @property
    def known(self) -> int:
        """How far the words go that are shown here."""
        return max(word.event.number for word in self.words)

    @property
    def choices(self) -> list[tuple[str, str]]:
        """What was said last, in the order of the roll call's buttons."""
        said = {word.event.value for word in self.words if word.is_last}
        return [
            (value, str(label)) for value, label in MarkValue.choices if value in said
        ]


def minutes_off(event: MarkEvent) -> int:
    off = abs(event.clock_ahead)
    return off // 60 if off > CLOCK_MAY_BE_OFF.total_seconds() else 0


def disputes_of(session: Session) -> list[Dispute]:
    """Everybody of `session` about whom devices disagree, with all that was said."""
    enrolments = list(
        Enrolment.objects.attending()
        .filter(marks__session=session, marks__is_disputed=True)
        .select_related("professional", "institution")
        .order_by("professional__folded_name", "pk")
    )
    said = defaultdict(list)
    for event in (
        session.events.filter(enrolment__in=enrolments)
        .select_related("said_by", "walk_in", "sheet_row__sheet_import__evidence")
        .order_by("number")
    ):
        said[event.enrolment_id].append(event)
    names = device_names(session)
    return [
        Dispute(enrolment, words_of(said[enrolment.pk], names))
        for enrolment in enrolments
    ]


def words_of(
    events: Sequence[MarkEvent], names: Mapping[UUID, str] | None = None
) -> list[Word]:
    """All that was said about one person at one session; `names` of the devices."""
    names = names or {}
    standing = deciding(events) if events else None
    last = last_words(events)
    return [
        Word(
            event,
            device=names.get(event.device, ""),
            is_last=event in last,
            stands=event == standing,
        )
        for event in events
    ]


def device_names(session: Session) -> dict[UUID, str]:
    """A letter for each device, in the order in which they first spoke."""
    return device_names_of([session])[session.pk]


def device_names_of(sessions: Iterable[Session]) -> dict[int, dict[UUID, str]]:
    """The names of the devices of each session, by its id."""
    names: dict[int, dict[UUID, str]] = {session.pk: {} for session in sessions}
    spoken = (
        MarkEvent.objects.filter(session__in=names)
        .exclude(device__in=(OFFICE, WALL))
        .in_order()
        .values_list("session", "device")
    )
    for session, device in spoken:
        names[session].setdefault(device, _letters(len(names[session])))
    return names


def _letters(place: int) -> str:
    """A … Z, then AA and so on."""
    text = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        text = chr(ord("A") + rest) + text
    return text


def clocks_off(session: Session) -> list[Word]:
    """The newest word of each device whose clock was off; no mark depends on it."""
    newest = {}
    for event in session.events.select_related("said_by").order_by("number"):
        newest[event.device] = event
    names = device_names(session)
    return [
        Word(event, names.get(event.device, ""), is_last=True, stands=False)
        for event in newest.values()
        if minutes_off(event)
    ]


@transaction.atomic
def settle_dispute(
    enrolment: Enrolment,
    *,
    session: Session,
    value: str,
    known: int,
    by: User | None,
    now: datetime,
) -> Mark:
    """Say what counts; a word in knowledge of all others, so the dispute is over.

    `known` is the highest number that the person who decides was shown: what came
    later has to be looked at first.
    """
    training = Training.objects.select_for_update().get(pk=session.training_id)
    session = Session.objects.get(pk=session.pk)
    if reason := reason_closed(training) or reason_called_off(session):
        raise DisputeRefused(reason)
    mark = Mark.objects.filter(
        enrolment=enrolment,
        session=session,
        enrolment__training=training,
        enrolment__status__in=ATTENDING_STATUSES,
    ).first()
    if mark is None or not mark.is_disputed:
        raise DisputeRefused(
            _("About %(person)s there is no disagreement any more.")
            % {"person": enrolment.professional}
        )
    if value not in MarkValue.values:
        raise DisputeRefused(_("Choose one of the marks."))
    if session.events.filter(enrolment=enrolment, number__gt=known).exists():
        raise DisputeRefused(
            _(
                "Something more was said about %(person)s meanwhile. Look at it, "
                "then decide."
            )
            % {"person": enrolment.professional}
        )
    deed = Marking(source=MarkSource.LIVE, by=by, now=now)
    set_marks({(enrolment.pk, session.pk): value}, deed)
    log(
        training,
        "lms_delivery.settle_dispute",
        user=by,
        data={"session": session.pk, "enrolment": enrolment.pk, "value": value},
    )
    return Mark.objects.get(pk=mark.pk)
