"""A participant says "I am here"; nothing is marked before a trainer has confirmed it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from curriculum.folding import fold
from lms.delivery.enums import CheckInDoubt, CheckInStatus
from lms.delivery.models import CheckIn, Enrolment, Session, Training
from trainers_pool.models import Professional

from .training import reason_called_off, reason_closed
from .wall_code import CheckInRefused, Scan

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser, _User

#: So long a scan waits for the name to be typed; the code itself is long gone.
TYPING = timedelta(minutes=10)
#: So many more than people are taken, before somebody floods the list.
ABOVE_PEOPLE = 10


@dataclass(frozen=True, kw_only=True)
class Claim:
    """Who somebody says to be."""

    first_name: str
    last_name: str
    email: str

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()[:200]


def reason_too_late(scan: Scan, *, now: datetime) -> str:
    """Why `scan` is good for nothing any more; "" while the name can be typed."""
    if now - scan.scanned_at <= TYPING:
        return ""
    return _("You scanned the code a while ago. Scan the one on the wall now.")


def enrolment_of(user: _User | AnonymousUser, training: Training) -> Enrolment | None:
    """The enrolment by which somebody who is signed in is recognised."""
    if not user.is_authenticated:
        return None
    return (
        training.enrolments.attending()
        .filter(professional__user=user)
        .select_related("professional")
        .first()
    )


@transaction.atomic
def check_in(
    scan: Scan, *, claim: Claim | None = None, by: _User | None = None, now: datetime
) -> CheckIn:
    """Keep that somebody is here: `by` who is signed in and enrolled, else `claim`.

    The same person again is the same check-in. Whether the list has the person is
    found out silently; who asks learns nothing of it.
    """
    session = Session.objects.select_related("training").get(pk=scan.session)
    training = Training.objects.select_for_update().get(pk=session.training_id)
    _refuse(training, session, scan, now)
    enrolment, doubts = _recognise(training, claim=claim, by=by)
    person = enrolment.professional if enrolment and claim is None else None
    name = person.full_name if person else claim.name if claim else ""
    made = CheckIn(
        session=session,
        enrolment=enrolment,
        name=name,
        email=claim.email if claim else "",
        phone=_hash(scan.phone, session),
        doubts=doubts if scan.is_newest else [*doubts, CheckInDoubt.OLD_CODE],
        code_made_at=scan.code_made_at,
        said_at=now,
    )
    earlier = list(CheckIn.objects.filter(session=session))
    for one in earlier:
        if one.status != CheckInStatus.REFUSED and _is_same(one, made):
            return one
    if len(earlier) >= 2 * training.enrolments.attending().count() + ABOVE_PEOPLE:
        raise CheckInRefused(
            _("More people checked in than are expected. Tell your trainer.")
        )
    _doubt(made, earlier)
    made.save()
    log(
        training,
        "lms_delivery.check_in",
        user=by,
        data={"session": session.pk, "check_in": made.pk},
    )
    return made


def _refuse(training: Training, session: Session, scan: Scan, now: datetime) -> None:
    if reason := reason_too_late(scan, now=now):
        raise CheckInRefused(reason)
    if reason_closed(training) or reason_called_off(session):
        raise CheckInRefused(
            _("Nobody can check in to this session now. Ask your trainer.")
        )


def _recognise(
    training: Training, *, claim: Claim | None, by: _User | None
) -> tuple[Enrolment | None, list[str]]:
    """Whom the list has for this, and what is uncertain about it."""
    if claim is None:
        if by and (enrolment := enrolment_of(by, training)):
            return enrolment, []
        raise CheckInRefused(_("Write down your name."))
    people = training.enrolments.attending().select_related("professional")
    if claim.email:
        found = people.filter(professional__email__iexact=claim.email).first()
        if found and _can_be(claim, found.professional):
            return found, []
    namesakes = list(people.filter(professional__folded_name=fold(claim.name))[:2])
    if len(namesakes) == 1:
        return namesakes[0], [CheckInDoubt.NAME_ONLY]
    return None, [CheckInDoubt.NOT_LISTED]


def _can_be(claim: Claim, person: Professional) -> bool:
    """The rule of identity: with one e-mail, unless first and last name both differ."""
    first, last = fold(person.first_name), fold(person.last_name)
    if fold(claim.first_name) == first or fold(claim.last_name) == last:
        return True
    return fold(claim.name) in (f"{first} {last}", f"{last} {first}")


def _is_same(one: CheckIn, other: CheckIn) -> bool:
    if one.enrolment_id or other.enrolment_id:
        return one.enrolment_id == other.enrolment_id
    return (fold(one.name), one.email.lower()) == (
        fold(other.name),
        other.email.lower(),
    )


def _doubt(made: CheckIn, earlier: list[CheckIn]) -> None:
    """Note what `earlier` says against `made`, and `made` against those who wait.

    Of two people on one phone nobody knows which one holds it, so both are in doubt.
    """
    if any(_is_same(one, made) for one in earlier):
        made.doubts.append(CheckInDoubt.REFUSED_BEFORE)
    others = [
        one for one in earlier if one.phone == made.phone and not _is_same(one, made)
    ]
    if not others:
        return
    made.doubts.append(CheckInDoubt.OTHER_PERSON)
    for one in others:
        if CheckInDoubt.OTHER_PERSON not in one.doubts:
            one.doubts.append(CheckInDoubt.OTHER_PERSON)
            one.save(update_fields=["doubts"])


def _hash(phone: str, session: Session) -> str:
    """The phone within one session; over sessions it cannot be followed."""
    text = f"{session.pk}:{phone}"
    return salted_hmac("lms_delivery.phone", text, algorithm="sha256").hexdigest()
