"""Which lessons a person has read, and where they go on.

Progress belongs to the edition of the day and to the number of the lesson, so that it is
the same in every language; a new edition begins anew and the old record stays.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from curriculum.models import LessonPage, ModuleEdition, ModulePage
from lms.learning.models import LessonProgress
from trainers_pool.enums import Language
from trainers_pool.models import Professional


class ProgressRefused(Exception):
    """Carries the reason in words fit for the person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ModuleProgress:
    """One module in the language of the page, as far as the person has come.

    `earlier` are labels of editions of which lessons were read before this one.
    """

    page: ModulePage
    edition: ModuleEdition | None
    lessons: list[LessonPage]
    done: frozenset[int] = frozenset()
    last_opened_at: datetime | None = None
    earlier: list[str] = field(default_factory=list)

    @property
    def total(self) -> int:
        return len(self.lessons)

    @property
    def count(self) -> int:
        return sum(lesson.number in self.done for lesson in self.lessons)

    @property
    def is_begun(self) -> bool:
        return self.last_opened_at is not None

    @property
    def next_lesson(self) -> LessonPage | None:
        """The first lesson that was not read; None when all were."""
        return next((one for one in self.lessons if one.number not in self.done), None)


def edition_of(page: ModulePage, *, today: date) -> ModuleEdition | None:
    """The edition that is taught today."""
    editions = ModuleEdition.objects.filter(module=page.module_id)
    return editions.valid_on(today).newest_first().first()


@transaction.atomic
def open_lesson(
    lesson: LessonPage, *, professional: Professional, now: datetime, today: date
) -> LessonProgress:
    """Note that the person was here last; opening it again keeps what was read."""
    edition = edition_of(lesson.module_page, today=today)
    if edition is None:
        raise ProgressRefused(_("This module has no edition yet."))
    progress, _is_new = LessonProgress.objects.update_or_create(
        professional=professional,
        edition=edition,
        lesson_number=lesson.number,
        defaults={"language": _language_of(lesson)},
        create_defaults={"language": _language_of(lesson), "opened_at": now},
    )
    return progress


@transaction.atomic
def read_lesson(
    lesson: LessonPage, *, professional: Professional, now: datetime, today: date
) -> LessonProgress:
    """The person says that the lesson is read; saying it again changes nothing."""
    progress = open_lesson(lesson, professional=professional, now=now, today=today)
    if progress.done_at is None:
        progress.done_at = now
        progress.save(update_fields=["done_at"])
    return progress


@transaction.atomic
def unread_lesson(
    lesson: LessonPage, *, professional: Professional, now: datetime, today: date
) -> LessonProgress:
    """A slip of the thumb: the lesson was only opened."""
    progress = open_lesson(lesson, professional=professional, now=now, today=today)
    progress.done_at = None
    progress.save(update_fields=["done_at"])
    return progress


def progress_of(
    professional: Professional | None,
    *,
    today: date,
    modules: Iterable[int] | None = None,
) -> list[ModuleProgress]:
    """Every module that can be read in the active language, by its code.

    `modules` narrows it to these keys. The number of queries is the same for any number
    of modules and lessons.
    """
    pages = (
        ModulePage.objects.live()
        .filter(locale__language_code=get_language())
        .select_related("module")
        .order_by("module__code")
    )
    if modules is not None:
        pages = pages.filter(module__in=modules)
    found = list(pages)
    lessons = _lessons_below()
    editions = _editions(found, today=today)
    done, opened, labels = _records(professional)
    return [
        ModuleProgress(
            page=page,
            edition=(edition := editions.get(page.module_id)),
            lessons=lessons[page.path],
            done=frozenset(done[edition.pk] if edition else ()),
            last_opened_at=opened.get(edition.pk) if edition else None,
            earlier=[
                label
                for pk, label in labels[page.module_id].items()
                if edition is None or pk != edition.pk
            ],
        )
        for page in found
    ]


def _lessons_below() -> dict[str, list[LessonPage]]:
    """The live lessons of the language, by the path of their module page."""
    below = defaultdict(list)
    for lesson in (
        LessonPage.objects.live()
        .filter(locale__language_code=get_language())
        .order_by("number", "path")
        .defer("body", "sources", "search_description")
    ):
        below[lesson.path[: -LessonPage.steplen]].append(lesson)
    return below


def _editions(pages: list[ModulePage], *, today: date) -> dict[int, ModuleEdition]:
    valid = ModuleEdition.objects.filter(module__in=[page.module_id for page in pages])
    newest: dict[int, ModuleEdition] = {}
    for edition in valid.valid_on(today).newest_first():
        newest.setdefault(edition.module_id, edition)
    return newest


def _records(
    professional: Professional | None,
) -> tuple[dict[int, set[int]], dict[int, datetime], dict[int, dict[int, str]]]:
    """Lessons read and the last moment by edition, and labels of editions by module."""
    done: dict[int, set[int]] = defaultdict(set)
    opened: dict[int, datetime] = {}
    labels: dict[int, dict[int, str]] = defaultdict(dict)
    if professional is None:
        return done, opened, labels
    for row in LessonProgress.objects.filter(professional=professional).select_related(
        "edition"
    ):
        last = max(row.opened_at, row.done_at or row.opened_at)
        opened[row.edition_id] = max(opened.get(row.edition_id, last), last)
        if row.done_at is not None:
            done[row.edition_id].add(row.lesson_number)
            labels[row.edition.module_id][row.edition_id] = row.edition.label
    return done, opened, labels


def _language_of(lesson: LessonPage) -> str:
    code = lesson.locale.language_code
    return code if code in Language.values else Language.ALBANIAN
