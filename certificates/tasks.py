"""Issuing that takes longer than a page may wait."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.utils import timezone, translation
from django_tasks import task

from lms.delivery.models import Training

from .domain.issuing import IssuingRefused, issue_for_training
from .models import CertificateKind


@task()
def issue_whole_training(
    training_id: int, kind_code: str, user_id: int | None, language: str
) -> dict[str, Any]:
    """Issue for everybody of a training who is ready.

    Safe to run again after an interruption: whoever has a certificate keeps it. The
    answer holds numbers and reasons, no names, for it stays in the queue's table.
    """
    with translation.override(language):
        try:
            report = issue_for_training(
                Training.objects.get(pk=training_id),
                kind=CertificateKind.objects.get(code=kind_code),
                by=get_user_model().objects.filter(pk=user_id).first()
                if user_id
                else None,
                now=timezone.now(),
            )
        except IssuingRefused as refusal:
            return {"issued": 0, "refused": str(refusal)}
    return {"issued": len(report.issued), "refused": ""}
