"""Puts the programme of the content files into the database, once.

Whatever is there already is left as people have edited it: a module is known by its
code, a term by its key, a page by its translation key.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.db import transaction
from wagtail.search.index import insert_or_update_object

from curriculum.models import (
    GlossaryTerm,
    KeyPoint,
    LearningObjective,
    Module,
    ModuleEdition,
    PlannedLesson,
)

from .content import CONTENT, ModulePlan, Texts, read_modules, read_terms


def in_fields(name: str, texts: Texts) -> dict[str, str]:
    """`texts` as the fields of a model: {"sq": …} of "title" gives title_sq."""
    return {f"{name}_{suffix}": text for suffix, text in texts.items()}


@transaction.atomic
def load_modules(content: Path = CONTENT) -> int:
    """Create the modules that are missing; return how many."""
    there = set(Module.objects.values_list("code", flat=True))
    new = [plan for plan in read_modules(content) if plan.code not in there]
    for plan in new:
        _create_module(plan)
    for plan in new:
        module = Module.objects.get(code=plan.code)
        module.prerequisites.set(Module.objects.filter(code__in=plan.prerequisites))
        module.save()
    return len(new)


@transaction.atomic
def load_terms(content: Path = CONTENT) -> int:
    """Create the glossary terms that are missing; return how many."""
    there = set(GlossaryTerm.objects.values_list("key", flat=True))
    new = [term for term in read_terms(content) if term.key not in there]
    for text in new:
        term = GlossaryTerm.objects.create(
            key=text.key,
            kind=text.kind,
            sources=text.sources,
            **in_fields("abbr", text.abbr),
            **in_fields("term", text.term),
            **in_fields("definition", text.definition),
        )
        insert_or_update_object(term)
    return len(new)


def _create_module(plan: ModulePlan) -> None:
    children: dict[str, Any] = {
        "objectives": [
            LearningObjective(sort_order=place, **in_fields("text", texts))
            for place, texts in enumerate(plan.objectives)
        ],
        "key_points": [
            KeyPoint(
                sort_order=place, sources=point.sources, **in_fields("text", point.text)
            )
            for place, point in enumerate(plan.key_points)
        ],
        "planned_lessons": [
            PlannedLesson(
                sort_order=lesson.number,
                number=lesson.number,
                minutes=lesson.minutes,
                **in_fields("title", lesson.title),
            )
            for lesson in plan.lessons
        ],
    }
    module = Module(
        code=plan.code,
        minutes=plan.minutes,
        sources=plan.sources,
        **in_fields("name", plan.title),
        **in_fields("summary", plan.summary),
        **in_fields("audience", plan.audience),
        **children,
    )
    module.save()
    ModuleEdition.objects.create(
        module=module,
        label=plan.edition.label,
        valid_from=plan.edition.valid_from,
        **in_fields("reason", plan.edition.reason),
    )
