"""The steps in the field of the programme, from `content/practice.toml`, once."""

from __future__ import annotations

from pathlib import Path

from django.db import transaction

from curriculum.domain.content import ContentRefused, read_toml
from curriculum.domain.programme import in_fields
from curriculum.models import ModuleEdition
from lms.learning.models import PracticeStep

CONTENT = Path(__file__).parents[1] / "content"
SUFFIXES = ("sq", "sr", "en")


@transaction.atomic
def load_practice(content: Path = CONTENT) -> int:
    """Give steps to each edition that has none; what people edited stays."""
    path = content / "practice.toml"
    rows = read_toml(path).get("steps", [])
    for row in rows:
        for name in ("title", "description"):
            if missing := [one for one in SUFFIXES if not row[name].get(one)]:
                raise ContentRefused(
                    f"{path}: {row['module']}, step {row['order']}: {name} is missing "
                    f"in {', '.join(missing)}."
                )
    editions = ModuleEdition.objects.filter(practice_steps__isnull=True)
    new = [
        PracticeStep(
            edition=edition,
            order=row["order"],
            due_days=row["due_days"],
            **in_fields("title", row["title"]),
            **in_fields("description", row["description"]),
        )
        for edition in editions.select_related("module")
        for row in rows
        if row["module"] == edition.module.code
    ]
    return len(PracticeStep.objects.bulk_create(new))
