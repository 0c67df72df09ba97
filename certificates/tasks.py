"""Issuing that takes longer than a page may wait."""

from __future__ import annotations

from django.utils import translation
from django_tasks import task

from .domain.runs import carry_out
from .models import IssueRun


@task()
def carry_out_run(run_id: int) -> None:
    """Safe to run again after an interruption: whoever has a certificate keeps it."""
    run = IssueRun.objects.select_related("kind", "training", "started_by").get(
        pk=run_id
    )
    with translation.override(run.language):
        carry_out(run)
