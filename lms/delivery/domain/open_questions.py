"""What of a training's sessions still waits for a person to decide."""

from __future__ import annotations

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from lms.delivery.enums import ATTENDING_STATUSES
from lms.delivery.models import Mark
from lms.delivery.models.training import SessionQuerySet


def with_open_questions(sessions: SessionQuerySet) -> SessionQuerySet:
    """Adds how many marks of each session devices disagree about."""
    disputed = (
        Mark.objects.filter(
            session=OuterRef("pk"),
            is_disputed=True,
            enrolment__status__in=ATTENDING_STATUSES,
        )
        .order_by()
        .values("session")
        .annotate(number=Count("pk"))
        .values("number")
    )
    return sessions.annotate(disputed=Coalesce(Subquery(disputed), 0))
