"""Who may get a certificate: closed trainings, and the people in them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from certificates.models import Certificate, CertificateKind
from certificates.pdf.page import PageRefused
from curriculum.models import ModuleEdition
from lms.assessment.domain.records import attending
from lms.assessment.models import Completion
from lms.delivery.models import Enrolment, Training

from .evidence import (
    EvidenceMissing,
    outcomes_with_evidence,
    proven,
    supporting,
)
from .facts import editions_of, facts_of
from .pages import Setter
from .runs import reasons
from .writing import draft


@dataclass(frozen=True)
class Person:
    """An enrolment with the certificate it has, or why it cannot have one.

    `refusal` is why it has none although nothing is in the way.
    """

    enrolment: Enrolment
    certificate: Certificate | None
    obstacle: str
    refusal: str = ""

    @property
    def is_ready(self) -> bool:
        return not self.certificate and not self.obstacle


def closed_trainings(kind: CertificateKind) -> QuerySet[Training]:
    """Closed trainings with `completed`, `issued` and `ready`, counted as people."""
    has_certificate = Exists(
        Certificate.objects.filter(kind=kind, enrolment=OuterRef("enrolment"))
    )
    outcomes = supporting(kind.rests_on).annotate(has=has_certificate)
    return Training.objects.closed().annotate(
        completed=Count(
            "enrolments",
            filter=Q(enrolments__completion__in=outcomes.values("pk")),
            distinct=True,
        ),
        ready=Count(
            "enrolments",
            filter=Q(
                enrolments__completion__in=outcomes.filter(has=False).values("pk")
            ),
            distinct=True,
        ),
        issued=Count(
            "enrolments__certificates",
            filter=Q(
                enrolments__certificates__in=Certificate.objects.valid()
                .filter(kind=kind)
                .values("pk")
            ),
            distinct=True,
        ),
    )


def people_of(
    training: Training, *, kind: CertificateKind, today: date
) -> list[Person]:
    """Everybody about whom the closing decided, by name."""
    latest: dict[int, Certificate] = {}
    for certificate in (
        Certificate.objects.filter(kind=kind, enrolment__training=training)
        .select_related("kind")
        .order_by("issued_at", "pk")
    ):
        latest[certificate.enrolment_id] = certificate
    outcomes = {
        outcome.enrolment_id: outcome
        for outcome in outcomes_with_evidence().filter(enrolment__training=training)
    }
    editions = editions_of(training, kind=kind)
    setter = Setter(kind)
    refusals = reasons(kind, training=training)
    return [
        Person(
            enrolment,
            certificate=latest.get(enrolment.pk),
            obstacle=""
            if enrolment.pk in latest
            else _obstacle(
                enrolment,
                outcomes.get(enrolment.pk),
                editions=editions,
                setter=setter,
                today=today,
            ),
            refusal=refusals.get(enrolment.pk, ""),
        )
        for enrolment in attending(training)
    ]


def _obstacle(
    enrolment: Enrolment,
    completion: Completion | None,
    *,
    editions: list[ModuleEdition],
    setter: Setter,
    today: date,
) -> str:
    kind = setter.kind
    try:
        completion = proven(completion, evidence=kind.rests_on)
        facts = facts_of(
            enrolment,
            completion=completion,
            editions=editions,
            kind=kind,
            issued_on=today,
        )
        draft(facts, kind=kind, year=today.year, setter=setter)
    except (EvidenceMissing, PageRefused) as refusal:
        return str(refusal)
    return ""
