"""The one place where the circle closes: a trainer certificate opens the pool."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver
from django.utils.translation import gettext as _

from certificates.models import Certificate
from certificates.signals import certificate_issued
from trainers_pool.domain import pool
from trainers_pool.enums import TrainerStatus


@receiver(certificate_issued, dispatch_uid="home.admit_certified_trainer")
def admit_certified_trainer(*, certificate_id: int, **kwargs: Any) -> None:
    certificate = Certificate.objects.select_related(
        "kind", "enrolment__professional"
    ).get(pk=certificate_id)
    if certificate.kind.opens_pool:
        pool.admit(
            certificate.enrolment.professional,
            status=TrainerStatus.CERTIFIED,
            day=certificate.issued_on,
            reason=_("Certificate %(number)s") % {"number": certificate.number},
            by=certificate.issued_by,
        )
