"""What other apps do that changes certificates."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from lms.assessment.signals import training_closed
from lms.delivery.models import Training

from .domain.ahead import settle


@receiver(training_closed, dispatch_uid="certificates.settle_ahead")
def settle_ahead(*, training: Training, **kwargs: Any) -> None:
    """What was printed before the end becomes valid or void with the closing."""
    settle(training)
