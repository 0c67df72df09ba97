"""Issuing: one certificate a person and kind, for what a closed training decided."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from certificates.enums import CertificateState
from certificates.models import Certificate, CertificateKind
from certificates.pdf.page import PageRefused
from certificates.seal import SealRefused, require_seal
from curriculum.models import ModuleEdition
from lms.assessment.domain.records import attending
from lms.delivery.enums import TrainingStatus
from lms.delivery.models import Enrolment, Training

from .evidence import EvidenceMissing, outcome_for
from .facts import editions_of, facts_of
from .writing import foresee, write_certificate

if TYPE_CHECKING:
    from django.contrib.auth.models import _User as User


class IssuingRefused(Exception):
    """Carries the reason in words fit for the person."""


class SealingRefused(IssuingRefused):
    """It would be the same for everybody."""


@dataclass(frozen=True)
class Skipped:
    enrolment: Enrolment
    reason: str

    @property
    def name(self) -> str:
        return self.enrolment.professional.full_name


@dataclass
class IssueReport:
    """What a run over a whole training did, by name."""

    training: Training
    issued: list[Certificate] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)


def issue(
    enrolment: Enrolment,
    *,
    kind: CertificateKind,
    by: User | None,
    now: datetime,
    also: Callable[[], object] | None = None,
) -> Certificate:
    """The person's certificate of that kind; asking twice is harmless.

    `also` is done in the transaction that issues it.
    """
    refuse_unless_sealable(now)
    editions = editions_of(enrolment.training, kind=kind)
    try:
        certificate, is_new = _issue_or_find(
            enrolment, kind=kind, editions=editions, by=by, now=now, also=also
        )
    except SealRefused as refusal:
        raise SealingRefused(str(refusal)) from refusal
    if also and not is_new:
        also()
    return certificate


def issue_for_training(
    training: Training,
    *,
    kind: CertificateKind,
    by: User | None,
    now: datetime,
) -> IssueReport:
    """Issue for all who have what the kind rests on, and no certificate; each person stands for itself.

    A person whose page is refused is skipped with the reason and harms no other. A
    seal that fails on the way ends the run: whoever has a certificate keeps it.
    """
    refuse_unless_closed(training)
    refuse_unless_sealable(now)
    report = IssueReport(training)
    editions = editions_of(training, kind=kind)
    people = iter(attending(training))
    for enrolment in people:
        try:
            certificate, is_new = _issue_or_find(
                enrolment, kind=kind, editions=editions, by=by, now=now
            )
        except SealRefused as refusal:
            rest = (enrolment, *people)
            report.skipped += [Skipped(one, str(refusal)) for one in rest]
            break
        except IssuingRefused as refusal:
            report.skipped.append(Skipped(enrolment, str(refusal)))
            continue
        if is_new:
            report.issued.append(certificate)
        else:
            reason = _("Has certificate %(number)s.") % {"number": certificate.number}
            report.skipped.append(Skipped(enrolment, reason))
    return report


def refuse_unless_closed(training: Training) -> None:
    if training.status == TrainingStatus.CANCELLED:
        raise IssuingRefused(
            _("Training %(code)s is cancelled; there is nothing to certify.")
            % {"code": training.code}
        )
    if training.status != TrainingStatus.CLOSED:
        raise IssuingRefused(
            _("Training %(code)s is not closed. Close it first.")
            % {"code": training.code}
        )


def refuse_unless_sealable(now: datetime) -> None:
    """Asked outside of any transaction: services may take their time."""
    try:
        require_seal(now=now)
    except SealRefused as refusal:
        raise SealingRefused(str(refusal)) from refusal


def _issue_or_find(
    enrolment: Enrolment,
    *,
    kind: CertificateKind,
    editions: list[ModuleEdition],
    by: User | None,
    now: datetime,
    also: Callable[[], object] | None = None,
) -> tuple[Certificate, bool]:
    """The certificate, and whether it was issued right now.

    What takes long is done before anything is locked, and what was found then is
    asked again once the enrolment is: two runs at once issue one certificate a person.
    Raises SealRefused beside IssuingRefused: it would be the same for everybody.
    """
    refuse_unless_closed(enrolment.training)
    if earlier := _earlier(enrolment, kind=kind):
        return earlier, False
    facts = _facts(enrolment, kind=kind, editions=editions, now=now)
    with refused_in_words():
        foreseen = foresee(kind, facts=facts, now=now)
    with refused_in_words(), transaction.atomic():
        enrolment = locked(enrolment)
        refuse_unless_closed(enrolment.training)
        if earlier := _earlier(enrolment, kind=kind):
            return earlier, False
        facts = _facts(enrolment, kind=kind, editions=editions, now=now)
        certificate = write_certificate(
            enrolment, kind=kind, facts=facts, foreseen=foreseen, by=by, now=now
        )
        data = {"number": certificate.number, "enrolment": enrolment.pk}
        log(certificate, "certificates.issue", user=by, data=data)
        if also:
            also()
    return certificate, True


def locked(enrolment: Enrolment) -> Enrolment:
    """As it is now, and until the transaction ends: one certificate a person at a time."""
    enrolments = Enrolment.objects.select_related("professional", "training")
    return enrolments.select_for_update(of=("self",)).get(pk=enrolment.pk)


@contextmanager
def refused_in_words() -> Iterator[None]:
    """The transaction inside is rolled back, so a refused page gives its number back."""
    try:
        yield
    except SealRefused:
        raise
    except PageRefused as refusal:
        raise IssuingRefused(str(refusal)) from refusal


def _earlier(enrolment: Enrolment, *, kind: CertificateKind) -> Certificate | None:
    """The newest of that kind; refused where it was made void."""
    earlier = Certificate.objects.filter(kind=kind, enrolment=enrolment)
    if latest := earlier.order_by("-issued_at", "-pk").first():
        _refuse_if_void(latest)
    return latest


def _facts(
    enrolment: Enrolment,
    *,
    kind: CertificateKind,
    editions: list[ModuleEdition],
    now: datetime,
) -> dict[str, Any]:
    try:
        completion = outcome_for(enrolment.pk, evidence=kind.rests_on)
    except EvidenceMissing as missing:
        raise IssuingRefused(str(missing)) from missing
    return facts_of(
        enrolment,
        completion=completion,
        editions=editions,
        kind=kind,
        issued_on=timezone.localdate(now),
    )


def _refuse_if_void(latest: Certificate) -> None:
    if latest.state == CertificateState.VOID:
        raise IssuingRefused(
            _(
                "Certificate %(number)s was made void: %(reason)s. Replace it if a new one is due."
            )
            % {"number": latest.number, "reason": latest.state_reason.rstrip(".")}
        )
