"""What can happen to a certificate after it was issued: void and replaced."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from certificates.enums import CertificateState
from certificates.models import Certificate, CertificateKind
from certificates.models.certificate import LIVING
from certificates.pdf.page import PageRefused
from certificates.seal import SealRefused, require_seal
from lms.delivery.models import Enrolment

from .evidence import EvidenceMissing, outcome_for
from .facts import editions_of, facts_of
from .writing import write_certificate

if TYPE_CHECKING:
    from django.contrib.auth.models import _User as User


class ChangeRefused(Exception):
    """Carries the reason in words fit for the person."""


@transaction.atomic
def void(certificate: Certificate, *, reason: str, by: User | None) -> Certificate:
    """Take a certificate back; it stays in the register and says so when verified."""
    certificate = _locked(certificate)
    reason = _reason(reason)
    if certificate.state not in LIVING:
        raise ChangeRefused(
            _("Certificate %(number)s is not valid any more (%(state)s).")
            % {"number": certificate.number, "state": certificate.get_state_display()}
        )
    certificate.state = CertificateState.VOID
    certificate.state_reason = reason
    certificate.save(update_fields=["state", "state_reason"])
    log(certificate, "certificates.void", user=by, data={"reason": reason})
    return certificate


def replace(
    certificate: Certificate,
    *,
    reason: str,
    by: User | None,
    now: datetime,
) -> Certificate:
    """A new certificate from today's facts that names the one it replaces.

    For a corrected name or title, and for a certificate that was made void by mistake.
    """
    try:
        require_seal(now=now)
    except SealRefused as refusal:
        raise ChangeRefused(str(refusal)) from refusal
    return _replace(certificate, reason=reason, by=by, now=now)


@transaction.atomic
def _replace(
    certificate: Certificate,
    *,
    reason: str,
    by: User | None,
    now: datetime,
) -> Certificate:
    certificate = _locked(certificate)
    reason = _reason(reason)
    if certificate.state == CertificateState.REPLACED:
        raise ChangeRefused(
            _("Certificate %(number)s is replaced already by %(other)s.")
            % {"number": certificate.number, "other": certificate.successor}
        )
    facts = _facts_of_today(certificate.enrolment, kind=certificate.kind, now=now)
    certificate.state = CertificateState.REPLACED
    certificate.state_reason = reason
    certificate.save(update_fields=["state", "state_reason"])
    try:
        new = write_certificate(
            certificate.enrolment,
            kind=certificate.kind,
            facts=facts,
            replaces=certificate,
            by=by,
            now=now,
        )
    except PageRefused as refusal:
        raise ChangeRefused(str(refusal)) from refusal
    data = {"number": new.number, "replaces": certificate.number, "reason": reason}
    log(certificate, "certificates.replace", user=by, data=data)
    log(new, "certificates.issue", user=by, data=data)
    return new


def _facts_of_today(
    enrolment: Enrolment, *, kind: CertificateKind, now: datetime
) -> dict[str, Any]:
    try:
        completion = outcome_for(enrolment.pk, evidence=kind.rests_on)
    except EvidenceMissing as missing:
        raise ChangeRefused(
            _("No certificate is due to %(name)s from training %(code)s: %(reason)s")
            % {
                "name": enrolment.professional,
                "code": enrolment.training.code,
                "reason": missing,
            }
        ) from missing
    return facts_of(
        enrolment,
        completion=completion,
        editions=editions_of(enrolment.training, kind=kind),
        kind=kind,
        issued_on=timezone.localdate(now),
    )


def _locked(certificate: Certificate) -> Certificate:
    return (
        Certificate.objects.select_for_update(of=("self",))
        .select_related("kind", "enrolment__professional", "enrolment__training")
        .get(pk=certificate.pk)
    )


def _reason(reason: str) -> str:
    if not (reason := reason.strip()):
        raise ChangeRefused(_("Say why; the reason stays in the register."))
    if len(reason) > 255:
        raise ChangeRefused(
            _("The reason has %(length)s signs; 255 is the most. Shorten it.")
            % {"length": len(reason)}
        )
    return reason
