"""From facts to a certificate with its number, its proven file and its entry."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass
from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from django.db import transaction

from certificates.enums import CertificateState
from certificates.models import (
    Certificate,
    CertificateFile,
    CertificateKind,
    SealCertificate,
)
from certificates.seal import Made, SealedBy, require_seal, sealed
from certificates.signals import certificate_issued
from lms.delivery.models import Enrolment

from .codes import new_code
from .facts import address_of
from .pages import Setter
from .register import as_number, next_number, take_number

if TYPE_CHECKING:
    from django.contrib.auth.models import _User as User


def draft(
    facts: dict[str, Any], *, kind: CertificateKind, year: int, setter: Setter
) -> dict[str, Any]:
    """The facts with a new code and the longest number, to see whether they fit.

    Raises PageRefused if they do not.
    """
    code = new_code()
    number = as_number(kind, year=year, sequence=999_999)
    facts = {
        **facts,
        "code": code,
        "address": address_of(code),
        "number": number,
        "template": setter.template,
    }
    setter.check(facts)
    return facts


@dataclass(frozen=True)
class Finished:
    """A proven and sealed file with the facts on it, of which the number is one."""

    facts: dict[str, Any]
    sequence: int
    made: Made

    def says(self, facts: dict[str, Any], *, sequence: int, setter: Setter) -> bool:
        """Whether it would come out the same if it were drawn now."""
        said = {name: self.facts[name] for name in facts}
        is_same = said == facts and self.facts["template"] == setter.template
        return is_same and self.sequence == sequence


def foresee(kind: CertificateKind, *, facts: dict[str, Any], now: datetime) -> Finished:
    """The file with the number that comes next, while nobody has to wait for it.

    Drawing, sealing and above all time stamps take long. Whatever would be refused
    because of the facts or the seal is refused here already. Raises PageRefused,
    SealRefused among them.
    """
    year = date.fromisoformat(facts["issued_on"]).year
    sequence = next_number(kind, year=year)
    return _finish(Setter(kind), facts=facts, sequence=sequence, now=now)


def write_certificate(
    enrolment: Enrolment,
    *,
    kind: CertificateKind,
    facts: dict[str, Any],
    foreseen: Finished | None = None,
    replaces: Certificate | None = None,
    is_ahead: bool = False,
    by: User | None,
    now: datetime,
) -> Certificate:
    """Number, file and rows, inside the transaction of the caller.

    The file that was foreseen is stored if it has the number that is given out now,
    and says what it has to; else it is drawn anew, while the counter is locked. Raises
    PageRefused, SealRefused among them; the caller's transaction then gives the
    number back.
    """
    issued_on = date.fromisoformat(facts["issued_on"])
    if replaces:
        facts = {**facts, "replaces": replaces.number}
    setter = Setter(kind)
    sequence = take_number(kind, year=issued_on.year)
    if foreseen and foreseen.says(facts, sequence=sequence, setter=setter):
        finished = foreseen
    else:
        finished = _finish(setter, facts=facts, sequence=sequence, now=now)
    certificate = _store(
        finished,
        enrolment=enrolment,
        kind=kind,
        issued_on=issued_on,
        replaces=replaces,
        renews=_renewed_by(enrolment, kind=kind),
        state=CertificateState.AHEAD if is_ahead else CertificateState.ISSUED,
        by=by,
        now=now,
    )
    if not is_ahead:
        announce(certificate)
    return certificate


def _finish(
    setter: Setter, *, facts: dict[str, Any], sequence: int, now: datetime
) -> Finished:
    issued_on = date.fromisoformat(facts["issued_on"])
    kind, year = setter.kind, issued_on.year
    facts = draft(facts, kind=kind, year=year, setter=setter)
    require_seal(now=now)
    facts["number"] = as_number(kind, year=year, sequence=sequence)
    pdf = setter.draw(facts, issued_on=issued_on)
    return Finished(facts, sequence, sealed(pdf, now=now))


def announce(certificate: Certificate) -> None:
    """Tell the site that somebody is certified, once it is safe."""
    transaction.on_commit(
        partial(certificate_issued.send, Certificate, certificate_id=certificate.pk)
    )


def _renewed_by(enrolment: Enrolment, *, kind: CertificateKind) -> Certificate | None:
    """The newest of that kind from an earlier training, which the new one prolongs."""
    if not kind.valid_months:
        return None
    return (
        Certificate.objects.filter(
            kind=kind,
            enrolment__professional=enrolment.professional_id,
            state__in=(CertificateState.ISSUED, CertificateState.EXPIRED),
        )
        .exclude(enrolment=enrolment)
        .order_by("-issued_on", "-pk")
        .first()
    )


def _kept(by: SealedBy | None) -> SealCertificate | None:
    if by is None:
        return None
    facts = asdict(by)
    fingerprint = facts.pop("fingerprint")
    return SealCertificate.objects.get_or_create(
        fingerprint=fingerprint, defaults=facts
    )[0]


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _store(
    finished: Finished,
    *,
    issued_on: date,
    by: User | None,
    now: datetime,
    **fields: Any,
) -> Certificate:
    """The entry in the register and the bytes."""
    facts, made = finished.facts, finished.made
    certificate = Certificate.objects.create(
        number=facts["number"],
        sequence=finished.sequence,
        code=facts["code"],
        holder_name=facts["holder"],
        facts=facts,
        year=issued_on.year,
        issued_on=issued_on,
        issued_at=now,
        valid_until=_day(facts["valid_until"]),
        issued_by=by,
        sha256=hashlib.sha256(made.pdf).hexdigest(),
        seal=_kept(made.by),
        seal_profile=made.profile,
        **fields,
    )
    CertificateFile.objects.create(certificate=certificate, pdf=made.pdf)
    return certificate
