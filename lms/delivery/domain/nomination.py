"""Institutions propose people for a training; the office or who leads it decides."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from curriculum.models import Module
from lms.delivery.enums import ApprovalState, EnrolmentStatus, TrainingStatus
from lms.delivery.models import Enrolment, Training
from lms.delivery.models.training import TrainingQuerySet
from trainers_pool.domain.lists import Directory
from trainers_pool.models import Affiliation, Institution, Profession

from .enrolment import EnrolmentRefused, Work, enrol, fill_places, reason_against
from .identity import decide
from .refusal import FieldRefused
from .register import add_person, keep_affiliation, known_of, places_of
from .sheet_rows import Row
from .training import reason_closed

if TYPE_CHECKING:
    from django.contrib.auth.models import _User as User


class NominationRefused(FieldRefused):
    pass


def offered(*, today: date) -> TrainingQuerySet:
    """What institutions may nominate for: approved, and not begun."""
    return Training.objects.filter(
        status=TrainingStatus.PLANNED,
        approval=ApprovalState.APPROVED,
        start_date__gt=today,
    ).order_by("start_date", "pk")


@transaction.atomic
def nominate(
    work: Affiliation, *, training: Training, by: User | None, now: datetime
) -> Enrolment:
    """Propose who works there; repeating it is harmless.

    Whoever withdrew may be proposed again; a refusal stands until the office itself
    enrols the person.
    """
    training = Training.objects.select_for_update().get(pk=training.pk)
    _refuse_unless_offered(training, now)
    person = work.professional
    if reason := reason_against(person, training=training):
        raise NominationRefused(reason)
    enrolment = training.enrolments.filter(professional=person).first()
    if enrolment is None:
        enrolment = Enrolment(training=training, professional=person)
    elif enrolment.status == EnrolmentStatus.DECLINED:
        raise NominationRefused(
            _("%(person)s was not accepted: %(words)s")
            % {"person": person, "words": enrolment.decision_note}
        )
    elif enrolment.status != EnrolmentStatus.WITHDRAWN:
        return enrolment
    enrolment.institution, enrolment.profession = work.institution, work.profession
    enrolment.municipality = work.municipality
    enrolment.status = EnrolmentStatus.NOMINATED
    enrolment.nominated_by, enrolment.nominated_at = by, now
    enrolment.decided_by, enrolment.decided_at = None, None
    enrolment.decision_note = ""
    enrolment.save()
    _log(enrolment, "nominate", by)
    return enrolment


@dataclass(frozen=True, kw_only=True)
class Newcomer:
    """Somebody who is not on the list of the institution yet."""

    first_name: str
    last_name: str
    email: str
    profession: Profession
    sex: str = ""
    phone: str = ""


@transaction.atomic
def nominate_newcomer(
    newcomer: Newcomer,
    *,
    institution: Institution,
    training: Training,
    by: User | None,
    now: datetime,
) -> Enrolment:
    """Propose somebody the institution has no entry for, by the rules of identity.

    Anybody who may be known elsewhere is left to the office, in words that do not say
    why: otherwise a focal point would gain sight of the record of other people.
    """
    training = Training.objects.select_for_update().get(pk=training.pk)
    _refuse_unless_offered(training, now)
    row = Row(
        number=1,
        marks={},
        first_name=newcomer.first_name,
        last_name=newcomer.last_name,
        email=newcomer.email,
        sex=newcomer.sex,
        phone=newcomer.phone,
        institution=institution.name,
    )
    verdict = decide(
        [row],
        known=known_of([row], training=training),
        place_of=places_of([row], Directory()),
    )[1]
    if person := verdict.person:
        work = (
            Affiliation.objects.current()
            .filter(professional=person, institution=institution)
            .first()
        )
    elif verdict.newcomer:
        person = add_person([row], training=training, by=by)
        facts = Work(institution=institution, profession=newcomer.profession)
        keep_affiliation(person, work=facts, training=training)
        work = person.affiliations.get()
    else:
        work = None
    if work is None:
        raise NominationRefused(
            _(
                "The coordinator's office has to enter this person. Write to the office "
                "and say where the person works; then nominate from your list."
            )
        )
    return nominate(work, training=training, by=by, now=now)


@transaction.atomic
def take_back(enrolment: Enrolment, *, by: User | None, now: datetime) -> Enrolment:
    """The institution proposes the person no longer; a place becomes free again."""
    training, enrolment = _locked(enrolment)
    if reason := reason_closed(training):
        raise NominationRefused(reason)
    if enrolment.status not in TO_TAKE_BACK:
        raise NominationRefused(
            _("%(person)s is not nominated any more: %(status)s.")
            % {
                "person": enrolment.professional,
                "status": enrolment.get_status_display(),
            }
        )
    if training.start_date <= localdate(now):
        raise NominationRefused(
            _("The training has begun. Write to the coordinator's office.")
        )
    enrolment.status, enrolment.waiting_since = EnrolmentStatus.WITHDRAWN, None
    enrolment.save(update_fields=["status", "waiting_since"])
    _log(enrolment, "take_back_nomination", by)
    fill_places(training, by=by, now=now)
    return enrolment


@transaction.atomic
def accept_nomination(
    enrolment: Enrolment, *, words: str = "", by: User | None, now: datetime
) -> Enrolment:
    """Give the person a place, or one on the waiting list where all are taken."""
    training, enrolment = _locked(enrolment)
    _refuse_unless_nominated(enrolment, training)
    _note_decision(enrolment, words, by, now)
    try:
        enrolment = enrol(enrolment.professional, training=training, by=by, now=now)
    except EnrolmentRefused as refusal:
        raise NominationRefused(str(refusal)) from refusal
    _log(enrolment, "accept_nomination", by)
    return enrolment


@transaction.atomic
def decline_nomination(
    enrolment: Enrolment, *, words: str, by: User | None, now: datetime
) -> Enrolment:
    """Not this time; the words are read by the institution and by the person."""
    training, enrolment = _locked(enrolment)
    _refuse_unless_nominated(enrolment, training)
    if not words.strip():
        raise NominationRefused(
            _("Say in a few words why not; the institution reads them."), field="words"
        )
    enrolment.status = EnrolmentStatus.DECLINED
    _note_decision(enrolment, words, by, now)
    _log(enrolment, "decline_nomination", by)
    return enrolment


#: An institution takes back what it proposed itself, until the first day.
TO_TAKE_BACK = (
    EnrolmentStatus.NOMINATED,
    EnrolmentStatus.WAITING,
    EnrolmentStatus.ENROLLED,
)


def modules_missing(training: Training, people: Iterable[int]) -> dict[int, list[str]]:
    """Codes of the modules to be known before, which a person has not completed.

    By the id of the professional; somebody may have learned them elsewhere, so this
    is to be said, never a reason to refuse.
    """
    people = set(people)
    wanted = set(
        Module.objects.filter(required_by__editions__trainings=training).values_list(
            "code", flat=True
        )
    )
    if not wanted:
        return {}
    completed = defaultdict(set)
    for person, code in Enrolment.objects.filter(
        professional__in=people,
        status=EnrolmentStatus.COMPLETED,
        training__editions__module__code__in=wanted,
    ).values_list("professional", "training__editions__module__code"):
        completed[person].add(code)
    taught = set(training.editions.values_list("module__code", flat=True))
    missing = {person: wanted - taught - completed[person] for person in people}
    return {person: sorted(codes) for person, codes in missing.items() if codes}


def _locked(enrolment: Enrolment) -> tuple[Training, Enrolment]:
    training = Training.objects.select_for_update().get(pk=enrolment.training_id)
    locked = Enrolment.objects.select_for_update().get(pk=enrolment.pk)
    return training, locked


def _refuse_unless_offered(training: Training, now: datetime) -> None:
    if reason := reason_closed(training):
        raise NominationRefused(reason)
    if not offered(today=localdate(now)).filter(pk=training.pk).exists():
        if training.approval == ApprovalState.APPROVED:
            text = _("Training %(code)s begins on %(day)s; nominations ended before.")
        else:
            text = _("Training %(code)s is not open for nominations yet.")
        day = date_format(training.start_date)
        raise NominationRefused(text % {"code": training.code, "day": day})


def _refuse_unless_nominated(enrolment: Enrolment, training: Training) -> None:
    if reason := reason_closed(training):
        raise NominationRefused(reason)
    if enrolment.status != EnrolmentStatus.NOMINATED:
        raise NominationRefused(
            _("This is decided already: %(person)s, %(status)s.")
            % {
                "person": enrolment.professional,
                "status": enrolment.get_status_display(),
            }
        )


def _note_decision(
    enrolment: Enrolment, words: str, by: User | None, now: datetime
) -> None:
    enrolment.decision_note = words.strip()[:255]
    enrolment.decided_by, enrolment.decided_at = by, now
    enrolment.save()


def _log(enrolment: Enrolment, deed: str, by: User | None) -> None:
    data: dict[str, Any] = {"professional": enrolment.professional_id}
    log(enrolment.training, f"lms_delivery.{deed}", user=by, data=data)
