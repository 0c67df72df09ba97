"""What assessment does when something happens on the floor below."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver
from django.utils import timezone

from lms.delivery.models import Enrolment
from lms.delivery.signals import enrolled_after_closing

from .domain.completion import decide_completion


@receiver(enrolled_after_closing, dispatch_uid="lms_assessment.decide_latecomer")
def decide_latecomer(*, enrolment_id: int, **kwargs: Any) -> None:
    decide_completion(Enrolment.objects.get(pk=enrolment_id), now=timezone.now())
