"""Whoever came without an enrolment is matched to a person, or to nobody."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from curriculum.folding import fold
from lms.delivery.enums import WalkInStatus
from lms.delivery.models import Enrolment, MarkEvent, Session, Training, WalkIn
from trainers_pool.models import Professional

from .enrolment import EnrolmentRefused, Work, take_place
from .merging import deciding
from .refusal import FieldRefused
from .register import keep_affiliation
from .roll_call import decide
from .training import mark_held, reason_closed

if TYPE_CHECKING:
    from django.contrib.auth.models import _User as User


class WalkInRefused(FieldRefused):
    pass


@dataclass(frozen=True)
class Waiting:
    """Somebody nobody has matched yet, with what was said and who it may be."""

    walk_in: WalkIn
    #: The word that stands about each session, in the order of the sessions.
    words: Sequence[MarkEvent]
    #: People of that name; those of the training come first.
    candidates: Sequence[Professional]


def waiting_of(training: Training) -> list[Waiting]:
    walk_ins = list(training.walk_ins.waiting().select_related("added_by"))
    said: dict[tuple[UUID | None, int], list[MarkEvent]] = defaultdict(list)
    for event in (
        MarkEvent.objects.filter(walk_in__in=walk_ins)
        .select_related("session__training")
        .order_by("session__date", "session__starts", "session")
    ):
        said[event.walk_in_id, event.session_id].append(event)
    people = _namesakes(walk_ins)
    inside = set(training.enrolments.values_list("professional", flat=True))
    return [
        Waiting(
            one,
            words=[deciding(words) for (pk, _), words in said.items() if pk == one.pk],
            candidates=sorted(
                (
                    person
                    for person in people
                    if person.folded_name in _spellings(one.name)
                ),
                key=lambda person: (person.pk not in inside, person.pk),
            ),
        )
        for one in walk_ins
    ]


def _spellings(name: str) -> list[str]:
    """As written and with the surname first, folded."""
    parts = fold(name).split()
    return list(dict.fromkeys([" ".join(parts), " ".join([*parts[1:], *parts[:1]])]))


def _namesakes(walk_ins: Sequence[WalkIn]) -> list[Professional]:
    names = {name for one in walk_ins for name in _spellings(one.name)}
    return list(
        Professional.objects.filter(folded_name__in=names).prefetch_related(
            "affiliations__institution", "affiliations__profession"
        )
    )


@transaction.atomic
def match_walk_in(
    walk_in: WalkIn, *, professional: Professional, by: User | None, now: datetime
) -> Enrolment:
    """It was `professional`: enrol, and count every word that was said.

    Where somebody else marked the person at the same session, both words stand and
    the disagreement is shown, as between two phones.
    """
    training, walk_in = _locked(walk_in)
    return _match(walk_in, training, professional, Work(), by=by, now=now)


@dataclass(frozen=True, kw_only=True)
class NewPerson:
    first_name: str
    last_name: str
    work: Work
    email: str = ""


@transaction.atomic
def match_new_person(
    walk_in: WalkIn, *, person: NewPerson, by: User | None, now: datetime
) -> Enrolment:
    """Somebody whom the register does not know yet."""
    training, walk_in = _locked(walk_in)
    if person.email and Professional.objects.filter(email__iexact=person.email):
        raise WalkInRefused(
            _("Somebody in the register has this e-mail. Choose that person instead."),
            field="email",
        )
    professional = Professional.objects.create(
        first_name=person.first_name, last_name=person.last_name, email=person.email
    )
    log(
        professional,
        "lms_delivery.add_person",
        user=by,
        data={"training": training.code},
    )
    keep_affiliation(professional, work=person.work, training=training)
    return _match(walk_in, training, professional, person.work, by=by, now=now)


def _match(
    walk_in: WalkIn,
    training: Training,
    professional: Professional,
    work: Work,
    *,
    by: User | None,
    now: datetime,
) -> Enrolment:
    try:
        enrolment = take_place(professional, training=training, work=work, by=by)
    except EnrolmentRefused as refusal:
        raise WalkInRefused(str(refusal)) from refusal
    walk_in.enrolment = enrolment
    _decide(walk_in, WalkInStatus.MATCHED, by, now)
    words = MarkEvent.objects.filter(walk_in=walk_in)
    words.update(enrolment=enrolment)
    for session in Session.objects.filter(pk__in=words.values("session")):
        decide(session, [enrolment.pk])
        mark_held(training, by=by)
    log(
        training,
        "lms_delivery.match_walk_in",
        user=by,
        data={"walk_in": str(walk_in.pk), "professional": professional.pk},
    )
    return enrolment


@transaction.atomic
def dismiss_walk_in(walk_in: WalkIn, *, by: User | None, now: datetime) -> WalkIn:
    """No participant: an interpreter, a guest, a slip of the finger. It is kept."""
    training, walk_in = _locked(walk_in)
    _decide(walk_in, WalkInStatus.DISMISSED, by, now)
    log(
        training,
        "lms_delivery.dismiss_walk_in",
        user=by,
        data={"walk_in": str(walk_in.pk)},
    )
    return walk_in


@transaction.atomic
def take_up_walk_in(walk_in: WalkIn, *, by: User | None) -> WalkIn:
    """Somebody dismissed waits again."""
    training, walk_in = _locked(walk_in, status=WalkInStatus.DISMISSED)
    walk_in.status = WalkInStatus.WAITING
    walk_in.decided_by, walk_in.decided_at = None, None
    walk_in.save(update_fields=["status", "decided_by", "decided_at"])
    log(
        training,
        "lms_delivery.take_up_walk_in",
        user=by,
        data={"walk_in": str(walk_in.pk)},
    )
    return walk_in


def _decide(walk_in: WalkIn, status: str, by: User | None, now: datetime) -> None:
    walk_in.status, walk_in.decided_by, walk_in.decided_at = status, by, now
    walk_in.save(update_fields=["status", "enrolment", "decided_by", "decided_at"])


def _locked(
    walk_in: WalkIn, *, status: str = WalkInStatus.WAITING
) -> tuple[Training, WalkIn]:
    training = Training.objects.select_for_update().get(pk=walk_in.training_id)
    if reason := reason_closed(training):
        raise WalkInRefused(reason)
    locked = WalkIn.objects.select_for_update().get(pk=walk_in.pk)
    if locked.status != status:
        raise WalkInRefused(
            _("About “%(name)s” somebody decided meanwhile: %(status)s.")
            % {"name": locked.name, "status": locked.get_status_display()}
        )
    return training, locked
