"""The roll call as phones take it: what they are given, and what they hand in.

A phone hands in words, each with an id of its own, as often as it likes. It forgets a
word on one answer only: that this id is kept. So an answer says "kept" of a word that
is in the database, and of nothing else.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from lms.delivery.enums import ATTENDING_STATUSES, MarkSource, MarkValue
from lms.delivery.models import Enrolment, Mark, MarkEvent, Session, Training, WalkIn

from .merging import deciding, is_disputed
from .training import mark_held, reason_called_off, reason_closed

if TYPE_CHECKING:
    from django.contrib.auth.models import _User as User

#: A word that waited longer than this on the phone was said without network.
LIVE_FOR = timedelta(minutes=2)
#: What a clock may be off and still fit its column; anything beyond is cut.
MOST_SECONDS = 2**31 - 1


@dataclass(frozen=True, kw_only=True)
class Came:
    """Somebody the trainer wrote down on the phone."""

    id: UUID
    name: str
    institution: str = ""
    said_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Said:
    """A word about an enrolment or a walk-in, as the phone numbered and dated it."""

    id: UUID
    value: str
    sequence: int
    seen: int
    enrolment: int | None = None
    walk_in: UUID | None = None
    said_at: datetime | None = None


@dataclass(frozen=True)
class Answer:
    """About one id: it is kept, or why not, in words for the trainer."""

    id: UUID
    reason: str = ""

    @property
    def is_kept(self) -> bool:
        return not self.reason


@dataclass(frozen=True, kw_only=True)
class Handover:
    """The phone that hands in, the person who holds it, and both clocks.

    `source` is given where it does not follow from the clocks.
    """

    device: UUID
    by: User
    now: datetime
    sent_at: datetime | None = None
    source: str = ""

    @property
    def clock_ahead(self) -> int:
        """Seconds by which the phone's clock is ahead of ours."""
        if self.sent_at is None:
            return 0
        seconds = round((self.sent_at - self.now).total_seconds())
        return max(-MOST_SECONDS, min(MOST_SECONDS, seconds))

    def source_of(self, said_at: datetime | None) -> str:
        """By the phone's own clock, so a wrong one changes nothing."""
        if self.source:
            return self.source
        if said_at and self.sent_at and self.sent_at - said_at > LIVE_FOR:
            return MarkSource.OFFLINE
        return MarkSource.LIVE


@transaction.atomic
def receive(
    session: Session,
    words: Sequence[Said],
    *,
    came: Sequence[Came] = (),
    handover: Handover,
) -> list[Answer]:
    """Keep what can be kept, and answer about every id; asking again is harmless.

    One word that is refused keeps no other from being kept. The order in which phones
    hand in changes nothing in what stands at the end.
    """
    training = Training.objects.select_for_update().get(pk=session.training_id)
    session = Session.objects.get(pk=session.pk)
    closed = reason_closed(training) or reason_called_off(session)
    answers = _receive_walk_ins(training, came, closed, handover)
    subjects = _Subjects(training, words)
    about_words, new = _answer(session, words, subjects, closed)
    if new:
        events = _keep(session, new.values(), subjects, handover)
        decide(session, {event.enrolment_id for event in events if event.enrolment_id})
        mark_held(training, by=handover.by)
        log(
            training,
            "lms_delivery.mark_session",
            user=handover.by,
            data={"session": session.pk, "changed": len(events)},
        )
    return [*answers, *about_words]


def _answer(
    session: Session, words: Sequence[Said], subjects: _Subjects, closed: str
) -> tuple[list[Answer], dict[UUID, Said]]:
    """An answer about each word, and those that are new and can be kept."""
    kept_before = MarkEvent.objects.in_bulk({word.id for word in words})
    answers: list[Answer] = []
    new: dict[UUID, Said] = {}
    for word in words:
        if earlier := kept_before.get(word.id):
            reason = _reason_against_repeat(word, earlier, session)
        elif word.id in new:
            reason = "" if new[word.id] == word else _differs()
        elif not (reason := closed or subjects.reason_against(word)):
            new[word.id] = word
        answers.append(Answer(word.id, reason))
    return answers, new


class _Subjects:
    """Whom the words of a batch are about, read at once."""

    def __init__(self, training: Training, words: Sequence[Said]) -> None:
        self.training = training
        self.enrolments = {
            enrolment.pk: enrolment
            for enrolment in Enrolment.objects.filter(
                training=training, pk__in={word.enrolment for word in words}
            ).select_related("professional")
        }
        self.walk_ins = {
            walk_in.pk: walk_in
            for walk_in in WalkIn.objects.filter(
                training=training, pk__in={word.walk_in for word in words}
            ).select_related("enrolment__professional")
        }

    def reason_against(self, word: Said) -> str:
        """Why `word` cannot be kept; "" if it can."""
        if word.value not in MarkValue.values:
            return _("“%(value)s” is not a mark.") % {"value": word.value[:40]}
        if word.walk_in is not None:
            walk_in = self.walk_ins.get(word.walk_in)
            if walk_in is None:
                return _("This person was not written down in training %(code)s.") % {
                    "code": self.training.code
                }
            if walk_in.enrolment is None:
                return ""
            return self._reason_against_enrolment(walk_in.enrolment)
        enrolment = self.enrolments.get(word.enrolment or 0)
        if enrolment is None:
            return _("This person is not enrolled in training %(code)s.") % {
                "code": self.training.code
            }
        return self._reason_against_enrolment(enrolment)

    def _reason_against_enrolment(self, enrolment: Enrolment) -> str:
        if enrolment.status not in ATTENDING_STATUSES:
            return _(
                "%(person)s is no longer enrolled (%(status)s). Ask the "
                "coordinator's office, or remove the mark."
            ) % {
                "person": enrolment.professional,
                "status": enrolment.get_status_display(),
            }
        return ""

    def enrolment_of(self, word: Said) -> int | None:
        """A walk-in that was matched meanwhile is marked as that person."""
        if word.walk_in is not None:
            return self.walk_ins[word.walk_in].enrolment_id
        return word.enrolment


def _differs() -> str:
    return _("Another mark was kept under this number. Mark the person again.")


def _reason_against_repeat(word: Said, earlier: MarkEvent, session: Session) -> str:
    """A repeat says the same again; anything else under the same id is an error."""
    is_same_person = (
        word.walk_in == earlier.walk_in_id
        if word.walk_in is not None
        else word.enrolment == earlier.enrolment_id
    )
    is_same = earlier.session_id == session.pk and word.value == earlier.value
    return "" if is_same and is_same_person else _differs()


def _name(one: Came) -> str:
    return one.name.strip()[:200].strip()


def _receive_walk_ins(
    training: Training, came: Sequence[Came], closed: str, handover: Handover
) -> list[Answer]:
    known = WalkIn.objects.in_bulk({one.id for one in came})
    answers: list[Answer] = []
    new: dict[UUID, WalkIn] = {}
    for one in came:
        if earlier := known.get(one.id) or new.get(one.id):
            is_same = (earlier.training_id, earlier.name) == (training.pk, _name(one))
            answers.append(Answer(one.id, "" if is_same else _differs()))
        elif closed or not _name(one):
            answers.append(Answer(one.id, closed or _("Write down a name.")))
        else:
            answers.append(Answer(one.id))
            new[one.id] = WalkIn(
                pk=one.id,
                training=training,
                name=_name(one),
                institution=one.institution.strip()[:200],
                added_by=handover.by,
                device=handover.device,
                device_at=one.said_at,
                received_at=handover.now,
            )
    WalkIn.objects.bulk_create(new.values())
    return answers


def _keep(
    session: Session, words: Iterable[Said], subjects: _Subjects, handover: Handover
) -> list[MarkEvent]:
    last = session.events.aggregate(last=Max("number"))["last"] or 0
    return MarkEvent.objects.bulk_create(
        MarkEvent(
            pk=word.id,
            session=session,
            enrolment_id=subjects.enrolment_of(word),
            walk_in_id=word.walk_in,
            value=word.value,
            source=handover.source_of(word.said_at),
            said_by=handover.by,
            device=handover.device,
            sequence=word.sequence,
            number=number,
            # A phone cannot have seen what is still to come.
            seen=min(word.seen, last),
            device_at=word.said_at,
            clock_ahead=handover.clock_ahead,
            received_at=handover.now,
        )
        for number, word in enumerate(words, start=last + 1)
    )


def decide(session: Session, enrolments: Iterable[int]) -> None:
    """Make the marks of these enrolments what all words about them say together."""
    enrolments = set(enrolments)
    words: dict[int, list[MarkEvent]] = defaultdict(list)
    for event in MarkEvent.objects.filter(session=session, enrolment__in=enrolments):
        if event.enrolment_id:
            words[event.enrolment_id].append(event)
    Mark.objects.bulk_create(
        (_mark(enrolment, said) for enrolment, said in words.items()),
        update_conflicts=True,
        unique_fields=["enrolment", "session"],
        update_fields=[
            "value",
            "source",
            "marked_by",
            "device_at",
            "marked_at",
            "is_disputed",
        ],
    )


def _mark(enrolment: int, words: list[MarkEvent]) -> Mark:
    word = deciding(words)
    return Mark(
        enrolment_id=enrolment,
        session_id=word.session_id,
        value=word.value,
        source=word.source,
        marked_by_id=word.said_by_id,
        device_at=word.device_at,
        marked_at=word.received_at,
        is_disputed=is_disputed(words),
    )
