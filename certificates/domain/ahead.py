"""Printed before the training ends, for the ceremony; valid only once it is closed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from certificates.enums import CertificateState, Evidence
from certificates.models import Certificate, CertificateKind
from certificates.models.certificate import LIVING
from certificates.seal import SealRefused
from lms.assessment.domain.records import attending
from lms.assessment.models import Completion
from lms.delivery.enums import TrainingStatus
from lms.delivery.models import Enrolment, Session, Training

from .evidence import EvidenceMissing, outcome_for
from .facts import editions_of, facts_of
from .issuing import (
    IssueReport,
    IssuingRefused,
    Skipped,
    locked,
    refuse_unless_sealable,
    refused_in_words,
)
from .writing import announce, foresee, write_certificate

if TYPE_CHECKING:
    from django.contrib.auth.models import _User as User


@dataclass
class Settled:
    """How many printed ahead became valid, and how many void."""

    confirmed: int = 0
    void: int = 0


def issue_ahead(
    training: Training, *, kind: CertificateKind, by: User | None, now: datetime
) -> IssueReport:
    """For everybody who takes part and has none; nobody is certified by it yet."""
    refuse_ahead(training, kind=kind)
    refuse_unless_sealable(now)
    report = IssueReport(training)
    minutes = _scheduled_minutes(training)
    for enrolment in attending(training):
        try:
            certificate = _issue_ahead(
                enrolment, kind=kind, minutes=minutes, by=by, now=now
            )
        except (IssuingRefused, SealRefused) as refusal:
            report.skipped.append(Skipped(enrolment, str(refusal)))
        else:
            report.issued.append(certificate)
    return report


def refuse_ahead(training: Training, *, kind: CertificateKind) -> None:
    """IssuingRefused where nothing can be printed ahead, with the reason."""
    code = {"code": training.code}
    if training.status == TrainingStatus.CANCELLED:
        raise IssuingRefused(
            _("Training %(code)s is cancelled; there is nothing to certify.") % code
        )
    if training.status == TrainingStatus.CLOSED:
        raise IssuingRefused(
            _("Training %(code)s is closed; issue its certificates.") % code
        )
    if kind.rests_on == Evidence.PART:
        raise IssuingRefused(_("Who attends only a part is known at the end."))
    if kind.rests_on == Evidence.TESTED and not editions_of(training, kind=kind):
        raise IssuingRefused(_("The training has no test for this certificate."))
    if not _scheduled_minutes(training):
        raise IssuingRefused(
            _("Training %(code)s has no sessions, so its hours are not known.") % code
        )


def _scheduled_minutes(training: Training) -> int:
    sessions = Session.objects.filter(training=training).taking_place()
    return sum(session.minutes for session in sessions)


def _issue_ahead(
    enrolment: Enrolment,
    *,
    kind: CertificateKind,
    minutes: int,
    by: User | None,
    now: datetime,
) -> Certificate:
    _refuse_if_living(enrolment, kind=kind)
    facts = _hoped_facts(enrolment, kind=kind, minutes=minutes, now=now)
    with refused_in_words():
        foreseen = foresee(kind, facts=facts, now=now)
    with refused_in_words(), transaction.atomic():
        enrolment = locked(enrolment)
        _refuse_if_living(enrolment, kind=kind)
        facts = _hoped_facts(enrolment, kind=kind, minutes=minutes, now=now)
        certificate = write_certificate(
            enrolment,
            kind=kind,
            facts=facts,
            foreseen=foreseen,
            is_ahead=True,
            by=by,
            now=now,
        )
        data = {"number": certificate.number, "enrolment": enrolment.pk}
        log(certificate, "certificates.print_ahead", user=by, data=data)
    return certificate


def _refuse_if_living(enrolment: Enrolment, *, kind: CertificateKind) -> None:
    living = enrolment.certificates.filter(kind=kind, state__in=LIVING)
    if earlier := living.first():
        raise IssuingRefused(
            _("Has certificate %(number)s.") % {"number": earlier.number}
        )


def _hoped_facts(
    enrolment: Enrolment, *, kind: CertificateKind, minutes: int, now: datetime
) -> dict[str, Any]:
    """As if the person were there all the time."""
    hoped = Completion(
        enrolment=enrolment, scheduled_minutes=minutes, present_minutes=minutes
    )
    return facts_of(
        enrolment,
        completion=hoped,
        editions=editions_of(enrolment.training, kind=kind),
        kind=kind,
        issued_on=max(enrolment.training.end_date, timezone.localdate(now)),
    )


def settle(training: Training) -> Settled:
    """Of a training that is closed or cancelled: valid if earned, else void."""
    settled = Settled()
    ahead = Certificate.objects.filter(
        enrolment__training=training, state=CertificateState.AHEAD
    )
    for pk in ahead.values_list("pk", flat=True):
        if _settle(pk):
            settled.confirmed += 1
        else:
            settled.void += 1
    return settled


def settle_all() -> Settled:
    """Every training that has come to its end; asking twice is harmless."""
    total = Settled()
    over = Training.objects.filter(
        status__in=(TrainingStatus.CLOSED, TrainingStatus.CANCELLED),
        enrolments__certificates__state=CertificateState.AHEAD,
    ).distinct()
    for training in over:
        settled = settle(training)
        total.confirmed += settled.confirmed
        total.void += settled.void
    return total


@transaction.atomic
def _settle(pk: int) -> bool:
    certificate = (
        Certificate.objects.select_for_update(of=("self",))
        .select_related("kind", "enrolment__training")
        .get(pk=pk)
    )
    if certificate.state != CertificateState.AHEAD:
        return certificate.state == CertificateState.ISSUED
    reason = _reason_against(certificate)
    certificate.state = CertificateState.VOID if reason else CertificateState.ISSUED
    certificate.state_reason = reason[:255]
    certificate.save(update_fields=["state", "state_reason"])
    if reason:
        log(certificate, "certificates.void", data={"reason": reason})
        return False
    log(certificate, "certificates.confirm")
    announce(certificate)
    return True


def _reason_against(certificate: Certificate) -> str:
    """Why what is printed does not become valid; "" where it does."""
    training = certificate.enrolment.training
    if training.status == TrainingStatus.CANCELLED:
        return _("Training %(code)s was cancelled.") % {"code": training.code}
    try:
        outcome = outcome_for(
            certificate.enrolment_id, evidence=certificate.kind.rests_on
        )
    except EvidenceMissing as missing:
        return str(missing)
    if outcome.scheduled_minutes != certificate.facts["minutes"]:
        return _("The hours of the training changed after it was printed.")
    return ""
