from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from curriculum.models import LearningObjective


def offer_objectives(field: Any, *, only: Q | None = None) -> None:
    """Let `field` choose among the objectives of all modules, or of those in `only`."""
    objectives: QuerySet[LearningObjective] = LearningObjective.objects.order_by(
        "module__code", "sort_order"
    )
    field.queryset = objectives.select_related("module").filter(only or Q())
    field.label_from_instance = _with_module


def _with_module(objective: LearningObjective) -> str:
    return f"{objective.module.code} · {objective.text}"
