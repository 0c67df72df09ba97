"""What a training asks for where its editions say nothing else."""

from __future__ import annotations

from datetime import date

from lms.assessment.models import CompletionDefault

FLOOR = 3


def load() -> str:
    """Add the first default; one that people entered or edited stays."""
    _default, is_new = CompletionDefault.objects.get_or_create(
        valid_from=date(2022, 1, 1),
        defaults={"attendance_share": 80, "pass_mark": 70},
    )
    return f"Assessment: {int(is_new)} completion defaults added"
