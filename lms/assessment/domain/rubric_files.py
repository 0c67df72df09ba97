"""The rubrics of the programme, from `content/rubrics.toml` into the database, once."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.db import transaction

from curriculum.domain.content import ContentRefused, read_toml
from curriculum.domain.programme import in_fields
from lms.assessment.models import Rubric

from .question_content import SUFFIXES, keyed
from .question_files import CONTENT


@transaction.atomic
def load_rubrics(content: Path = CONTENT) -> int:
    """Create the rubrics that are missing; one that people edited stays."""
    path = content / "rubrics.toml"
    there = set(Rubric.objects.values_list("key", flat=True))
    new = [row for row in read_toml(path).get("rubrics", []) if row["key"] not in there]
    for row in new:
        for texts in _texts(row):
            if missing := [suffix for suffix in SUFFIXES if not texts.get(suffix)]:
                raise ContentRefused(
                    f"{path}: rubric {row['key']}: a text is missing in "
                    f"{', '.join(missing)}."
                )
        Rubric.objects.create(
            key=row["key"],
            kind=row["kind"],
            sources=row["sources"],
            criteria=keyed([_block(criterion) for criterion in row["criteria"]]),
            **in_fields("name", row["name"]),
        )
    return len(new)


def _texts(row: Mapping[str, Any]) -> list[Mapping[str, str]]:
    criteria = row["criteria"]
    levels = [level for criterion in criteria for level in criterion["levels"]]
    return [row["name"], *(criterion["name"] for criterion in criteria), *levels]


def _block(criterion: Mapping[str, Any]) -> dict[str, Any]:
    levels = [{"type": "item", "value": level} for level in criterion["levels"]]
    value = {
        "name": criterion["name"],
        "levels": levels,
        "needed": criterion["needed"],
    }
    return {"type": "criterion", "value": value}
