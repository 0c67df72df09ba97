"""How far a person is on the path of their profession."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from curriculum.models import Module
from lms.delivery.enums import EnrolmentStatus
from lms.delivery.models import Enrolment
from lms.learning.models import LearningPath, PathModule
from trainers_pool.models import Affiliation, Professional

from .progress import ModuleProgress, progress_of


@dataclass(frozen=True, slots=True, kw_only=True)
class PathStep:
    """A module of a path; `missing` are codes of modules that come before it."""

    module: Module
    is_required: bool
    is_done: bool
    is_next: bool
    missing: list[str]
    #: Lessons read, where the module can be read in the language of the page.
    reading: ModuleProgress | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MyPath:
    path: LearningPath
    steps: list[PathStep]

    @property
    def done(self) -> int:
        return sum(step.is_done for step in self.steps)


def paths_of(professional: Professional, *, today: date) -> list[MyPath]:
    """The paths of what the person works as now; the same queries for any number."""
    work = Affiliation.objects.current().filter(professional=professional)
    paths = (
        LearningPath.objects.filter(professions__in=work.values("profession"))
        .distinct()
        .prefetch_related("modules__module__prerequisites")
    )
    done = _completed(professional)
    reading = {
        one.page.module_id: one for one in progress_of(professional, today=today)
    }
    return [
        MyPath(path=path, steps=_steps(list(path.modules.all()), done, reading))
        for path in paths
    ]


def _completed(professional: Professional) -> set[str]:
    """Codes of the modules of trainings that the person completed."""
    rows = Enrolment.objects.filter(
        professional=professional, status=EnrolmentStatus.COMPLETED
    )
    return set(rows.values_list("training__editions__module__code", flat=True))


def _steps(
    rows: list[PathModule], done: set[str], reading: dict[int, ModuleProgress]
) -> list[PathStep]:
    """The next one is the first that is not done and misses nothing, required first."""
    missing = defaultdict(list)
    for row in rows:
        before = {one.code for one in row.module.prerequisites.all()}
        missing[row.pk] = sorted(before - done)
    ready = [row for row in rows if row.module.code not in done and not missing[row.pk]]
    ready.sort(key=lambda row: not row.is_required)
    return [
        PathStep(
            module=row.module,
            is_required=row.is_required,
            is_done=row.module.code in done,
            is_next=row in ready[:1],
            missing=missing[row.pk] if row.module.code not in done else [],
            reading=reading.get(row.module_id),
        )
        for row in rows
    ]
