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

from .facts import editions_of, facts_of
from .issuing import IssuingRefused, completed
from .writing import draft


@dataclass(frozen=True)
class Person:
    """An enrolment with the certificate it has, or why it cannot have one."""

    enrolment: Enrolment
    certificate: Certificate | None
    obstacle: str

    @property
    def is_ready(self) -> bool:
        return not self.certificate and not self.obstacle


def closed_trainings(kind: CertificateKind) -> QuerySet[Training]:
    """Closed trainings with `completed`, `issued` and `ready`, counted as people."""
    has_certificate = Exists(
        Certificate.objects.filter(kind=kind, enrolment=OuterRef("enrolment"))
    )
    completions = Completion.objects.completed().annotate(has=has_certificate)
    return Training.objects.closed().annotate(
        completed=Count(
            "enrolments",
            filter=Q(enrolments__completion__in=completions.values("pk")),
            distinct=True,
        ),
        ready=Count(
            "enrolments",
            filter=Q(
                enrolments__completion__in=completions.filter(has=False).values("pk")
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
    editions = editions_of(training)
    return [
        Person(
            enrolment,
            certificate=latest.get(enrolment.pk),
            obstacle=""
            if enrolment.pk in latest
            else _obstacle(enrolment, editions=editions, kind=kind, today=today),
        )
        for enrolment in attending(training).select_related(
            "professional", "training", "completion"
        )
    ]


def _obstacle(
    enrolment: Enrolment,
    *,
    editions: list[ModuleEdition],
    kind: CertificateKind,
    today: date,
) -> str:
    try:
        completion = completed(getattr(enrolment, "completion", None))
        facts = facts_of(
            enrolment,
            completion=completion,
            editions=editions,
            kind=kind,
            issued_on=today,
        )
        draft(facts, kind=kind, year=today.year)
    except (IssuingRefused, PageRefused) as refusal:
        return str(refusal)
    return ""
