"""Which letters are due to whom; derived from the records, so asking twice is harmless."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from lms.delivery import conf
from lms.delivery.enums import (
    PRESENT_VALUES,
    LetterKind,
    LetterReason,
    LetterState,
    TrainingStatus,
)
from lms.delivery.later import LaterTest, later_tests
from lms.delivery.models import Enrolment, Letter, Mark, Session, Training
from lms.delivery.models.enrolment import EnrolmentQuerySet
from lms.delivery.models.training import TrainingQuerySet

DAY = timedelta(days=1)
#: Thanks are sent for so long after closing, of trainings closed as soon as that.
THANKS_FOR = 14 * DAY

_EVER = datetime.min.replace(tzinfo=UTC)

#: Kind, training and person: of each such letter there is one.
Key = tuple[str, int, int]


@dataclass(frozen=True)
class Window:
    """A letter is written from `opens_at` until `written_until`, and sent no later
    than `shuts_at`."""

    opens_at: datetime
    written_until: datetime
    shuts_at: datetime


@dataclass(frozen=True)
class _Records:
    known: Mapping[Key, Letter]
    #: Enrolments of closed trainings of those who were there at least once.
    present: frozenset[int]


def window_of(
    kind: str,
    training: Training,
    *,
    begins_at: datetime | None,
    later: LaterTest | None = None,
) -> Window | None:
    """When a letter of `kind` about `training` has its time; None while it has none."""
    if kind == LetterKind.LATER:
        return (
            Window(later.opens_at, later.closes_at, later.closes_at) if later else None
        )
    if training.status == TrainingStatus.PLANNED and begins_at:
        return {
            LetterKind.INVITATION: Window(_EVER, begins_at, begins_at),
            LetterKind.WEEK: Window(
                begins_at - 7 * DAY, begins_at - 6 * DAY, begins_at - 2 * DAY
            ),
            LetterKind.DAY: Window(begins_at - DAY, begins_at, begins_at),
        }.get(LetterKind(kind))
    if training.status == TrainingStatus.CANCELLED and kind == LetterKind.CANCELLED:
        over = timezone.make_aware(datetime.combine(training.end_date + DAY, time()))
        return Window(_EVER, over, over)
    if training.closed_at and kind == LetterKind.THANKS:
        days_after = timezone.localdate(training.closed_at) - training.end_date
        until = training.closed_at + THANKS_FOR
        if days_after <= THANKS_FOR:
            return Window(training.closed_at, until, until)
    return None


def beginnings_of(trainings: Sequence[Training]) -> dict[int, datetime]:
    """When the first session begins that takes place, by the key of the training.

    Without any session yet it is the first day, at the hour of the setting; a training
    whose sessions were all called off has no beginning.
    """
    found: dict[int, datetime] = {}
    with_sessions = set()
    for session in Session.objects.filter(training__in=trainings).in_order():
        with_sessions.add(session.training_id)
        if not session.is_cancelled:
            moment = datetime.combine(session.date, session.starts)
            found.setdefault(session.training_id, timezone.make_aware(moment))
    for training in trainings:
        if training.pk not in with_sessions:
            moment = datetime.combine(training.start_date, conf.session_starts())
            found[training.pk] = timezone.make_aware(moment)
    return found


def letters_due(*, now: datetime) -> list[Letter]:
    """Letters that are to be written, unsaved; those dropped earlier are found again."""
    later = later_tests(now)
    trainings = list(_trainings(now, later))
    beginnings = beginnings_of(trainings)
    people = defaultdict(list)
    for enrolment in _reachable(trainings):
        people[enrolment.training_id].append(enrolment)
    records = _Records(_letters(trainings), _present(trainings))
    return [
        letter
        for training in trainings
        for kind in LetterKind
        if (
            window := _open(
                window_of(
                    kind,
                    training,
                    begins_at=beginnings.get(training.pk),
                    later=later.get(training.pk),
                ),
                now,
            )
        )
        for letter in _written(kind, people[training.pk], window, records, now)
    ]


@transaction.atomic
def write_letters(*, now: datetime) -> list[Letter]:
    """Keep what is due; a letter that is kept already is left as it is."""
    letters = letters_due(now=now)
    new = [letter for letter in letters if letter.pk is None]
    Letter.objects.bulk_create(new, ignore_conflicts=True)
    again = [letter.pk for letter in letters if letter.pk is not None]
    Letter.objects.filter(pk__in=again, state=LetterState.DROPPED).update(
        state=LetterState.DUE, tries=0, due_at=now, reason="", server_words=""
    )
    return letters


def reason_against(letter: Letter, *, now: datetime) -> LetterReason | None:
    """Why a letter that was due is not sent any more; None while it still is."""
    places = Enrolment.objects.filter(
        training=letter.training_id, professional=letter.professional_id
    )
    if not places.attending().exists():
        return LetterReason.NOT_COMING
    if not letter.professional.email:
        return LetterReason.NO_ADDRESS
    begins_at = beginnings_of([letter.training]).get(letter.training_id)
    window = window_of(
        letter.kind,
        letter.training,
        begins_at=begins_at,
        later=later_tests(now).get(letter.training_id),
    )
    if window and window.opens_at <= now < window.shuts_at:
        return None
    return LetterReason.UNTIMELY


def _trainings(now: datetime, later: Iterable[int]) -> TrainingQuerySet:
    """All that may have a letter due: coming, called off, closed lately, tested later."""
    is_ahead = Q(end_date__gte=timezone.localdate(now))
    return Training.objects.filter(
        Q(status=TrainingStatus.PLANNED) & is_ahead
        | Q(status=TrainingStatus.CANCELLED) & is_ahead
        | Q(status=TrainingStatus.CLOSED, closed_at__gt=now - THANKS_FOR)
        | Q(status=TrainingStatus.CLOSED, pk__in=list(later))
    ).order_by("start_date", "code")


def _reachable(trainings: Sequence[Training]) -> EnrolmentQuerySet:
    return (
        Enrolment.objects.attending()
        .filter(training__in=trainings)
        .exclude(professional__email="")
        .select_related("professional", "training")
    )


def _letters(trainings: Sequence[Training]) -> dict[Key, Letter]:
    return {
        (letter.kind, letter.training_id, letter.professional_id): letter
        for letter in Letter.objects.filter(training__in=trainings).select_related(
            "training", "professional"
        )
    }


def _present(trainings: Sequence[Training]) -> frozenset[int]:
    closed = [one.pk for one in trainings if one.status == TrainingStatus.CLOSED]
    marks = Mark.objects.filter(
        enrolment__training__in=closed,
        value__in=PRESENT_VALUES,
        session__cancelled_at__isnull=True,
    )
    return frozenset(marks.values_list("enrolment", flat=True))


def _open(window: Window | None, now: datetime) -> Window | None:
    is_open = window and window.opens_at <= now < window.written_until
    return window if is_open else None


def _written(
    kind: str,
    people: Sequence[Enrolment],
    window: Window,
    records: _Records,
    now: datetime,
) -> Iterator[Letter]:
    for enrolment in people:
        if not _is_meant(kind, enrolment, window, records):
            continue
        key = (kind, enrolment.training_id, enrolment.professional_id)
        letter = records.known.get(key)
        if letter is None:
            yield Letter(
                kind=kind,
                training=enrolment.training,
                professional=enrolment.professional,
                made_at=now,
                due_at=now,
            )
        elif letter.state == LetterState.DROPPED:
            yield letter


def _is_meant(
    kind: str, enrolment: Enrolment, window: Window, records: _Records
) -> bool:
    if kind == LetterKind.INVITATION:
        return True
    if kind in (LetterKind.THANKS, LetterKind.LATER):
        return enrolment.pk in records.present
    key = (LetterKind.INVITATION, enrolment.training_id, enrolment.professional_id)
    invitation = records.known.get(key)
    if not invitation:
        return False
    if kind == LetterKind.CANCELLED:
        return _may_have_left(invitation)
    return bool(invitation.sent_at and invitation.sent_at <= window.opens_at)


def _may_have_left(letter: Letter) -> bool:
    return letter.state in (LetterState.SENT, LetterState.SENDING) or (
        letter.reason == LetterReason.UNKNOWN
    )
