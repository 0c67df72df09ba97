"""The learning paths of the programme, from `content/paths.toml`, once."""

from __future__ import annotations

from pathlib import Path

from django.db import transaction

from curriculum.domain.content import read_toml
from curriculum.models import Module
from lms.learning.models import LearningPath, PathModule
from trainers_pool.models import Profession

from .practice_files import CONTENT


@transaction.atomic
def load_paths(content: Path = CONTENT) -> int:
    """A path for each profession of the file that is on none; what people edited stays."""
    plan = read_toml(content / "paths.toml")
    modules = {module.code: module for module in Module.objects.all()}
    professions = {one.code: one for one in Profession.objects.all()}
    taken = set(LearningPath.objects.values_list("professions__code", flat=True))
    new = 0
    for row in plan["paths"]:
        for_whom = [professions[c] for c in row["professions"] if c in professions]
        if not for_whom or taken & set(row["professions"]):
            continue
        first = for_whom[0]
        path = LearningPath(
            name_sq=first.name_sq, name_sr=first.name_sr, name_en=first.name_en
        )
        path.professions = for_whom
        required = [*plan["before"], *row["modules"]]
        codes = sorted({*required, *plan["recommended"]} & modules.keys())
        for place, code in enumerate(codes):
            is_required = code in required
            path.modules.add(
                PathModule(
                    module=modules[code], is_required=is_required, sort_order=place
                )
            )
        path.save()
        new += 1
    return new
