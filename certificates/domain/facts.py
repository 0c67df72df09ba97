"""What a certificate says, frozen on the day of issue."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from typing import Any

from certificates import conf
from certificates.enums import Evidence
from certificates.models import CertificateKind
from curriculum.conf import public_url
from curriculum.models import ModuleEdition
from curriculum.models.names import LANGUAGE_SUFFIXES, in_language
from lms.assessment.models import Completion
from lms.delivery.models import Enrolment, Training


def editions_of(training: Training, *, kind: CertificateKind) -> list[ModuleEdition]:
    """The modules that a certificate of that kind names: with a test, those tested."""
    editions = training.editions.select_related("module")
    if kind.rests_on == Evidence.TESTED:
        editions = editions.filter(has_post_test=True)
    return list(editions.order_by("module__code", "pk"))


def facts_of(
    enrolment: Enrolment,
    *,
    completion: Completion,
    editions: list[ModuleEdition],
    kind: CertificateKind,
    issued_on: date,
) -> dict[str, Any]:
    """All facts but number and code, which are given at the last moment."""
    training = enrolment.training
    until = valid_until(kind, issued_on=issued_on)
    return {
        "holder": enrolment.professional.full_name,
        "kind": _names(kind),
        "training": {"code": training.code, "title": training.title},
        "modules": [
            {
                "code": edition.module.code,
                "edition": edition.label,
                **_names(edition.module),
            }
            for edition in editions
        ],
        "place": training.place,
        "first_day": training.start_date.isoformat(),
        "last_day": training.end_date.isoformat(),
        "rests_on": kind.rests_on,
        "minutes": completion.scheduled_minutes,
        "present_minutes": completion.present_minutes,
        "issued_on": issued_on.isoformat(),
        "valid_until": until.isoformat() if until else "",
        "issuer": conf.issuer(),
        "signatory": _signatory(kind),
        "replaces": "",
    }


def valid_until(kind: CertificateKind, *, issued_on: date) -> date | None:
    """The last day: as many months later, or the last day of a shorter month."""
    if not kind.valid_months:
        return None
    years, month = divmod(issued_on.month - 1 + kind.valid_months, 12)
    year, month = issued_on.year + years, month + 1
    return date(year, month, min(issued_on.day, monthrange(year, month)[1]))


def _signatory(kind: CertificateKind) -> dict[str, str]:
    if not kind.signatory_sq:
        return {**conf.signatory(), **_named(kind)}
    offices = {
        "sq": kind.signatory_sq,
        "sr": kind.signatory_sr,
        "en": kind.signatory_en,
    }
    return {"name": kind.signatory_name, **offices}


def _named(kind: CertificateKind) -> dict[str, str]:
    return {"name": kind.signatory_name} if kind.signatory_name else {}


def _names(thing: object) -> dict[str, str]:
    """The name in each language; Albanian where another one is missing."""
    return {
        suffix: in_language(thing, "name", language)
        for language, suffix in LANGUAGE_SUFFIXES.items()
    }


def address_of(code: str) -> str:
    """Where anybody can verify the certificate; no language, it is printed."""
    return f"{public_url()}/verify/{code}/"
