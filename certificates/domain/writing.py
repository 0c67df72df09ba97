"""From facts to a certificate with its number, its proven file and its entry."""

from __future__ import annotations

import hashlib
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from certificates import conf
from certificates.models import Certificate, CertificateFile, CertificateKind
from certificates.pdf.guard import prove
from certificates.pdf.layout import build_page
from certificates.signals import certificate_issued
from lms.delivery.models import Enrolment

from .codes import new_code
from .facts import address_of
from .register import as_number, take_number

if TYPE_CHECKING:
    from django.contrib.auth.models import _User as User


def draft(facts: dict[str, Any], *, kind: CertificateKind, year: int) -> dict[str, Any]:
    """The facts with a new code and the longest number, to see whether they fit.

    Raises PageRefused if they do not.
    """
    code = new_code()
    number = as_number(kind, year=year, sequence=999_999)
    facts = {**facts, "code": code, "address": address_of(code), "number": number}
    build_page(facts)
    return facts


def write_certificate(
    enrolment: Enrolment,
    *,
    kind: CertificateKind,
    facts: dict[str, Any],
    replaces: Certificate | None = None,
    by: User | None,
    now: datetime,
) -> Certificate:
    """Number, page, proof and rows, inside the transaction of the caller.

    The page carries the number, so it is drawn while the counter is locked; that
    takes a few hundredths of a second. Whatever would be refused because of the
    facts alone is refused before. Raises PageRefused; the caller's transaction then
    gives the number back.
    """
    issued_on = timezone.localdate(now)
    if replaces:
        facts = {**facts, "replaces": replaces.number}
    facts = draft(facts, kind=kind, year=issued_on.year)
    sequence = take_number(kind, year=issued_on.year)
    facts["number"] = as_number(kind, year=issued_on.year, sequence=sequence)
    page = build_page(facts)
    pdf = import_string(conf.renderer())().render(
        page, kind=kind.code, issued_on=issued_on
    )
    prove(pdf, page)
    return _store(
        pdf,
        enrolment=enrolment,
        kind=kind,
        facts=facts,
        sequence=sequence,
        replaces=replaces,
        by=by,
        now=now,
    )


def _store(
    pdf: bytes,
    *,
    facts: dict[str, Any],
    by: User | None,
    now: datetime,
    **fields: Any,
) -> Certificate:
    """The entry in the register and the bytes, announced once they are safe."""
    issued_on = timezone.localdate(now)
    certificate = Certificate.objects.create(
        number=facts["number"],
        code=facts["code"],
        holder_name=facts["holder"],
        facts=facts,
        year=issued_on.year,
        issued_on=issued_on,
        issued_at=now,
        issued_by=by,
        sha256=hashlib.sha256(pdf).hexdigest(),
        **fields,
    )
    CertificateFile.objects.create(certificate=certificate, pdf=pdf)
    transaction.on_commit(
        partial(certificate_issued.send, Certificate, certificate_id=certificate.pk)
    )
    return certificate
