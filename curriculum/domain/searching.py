"""Finding lessons, modules and terms by words typed with or without their letters."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import override
from wagtail.models import Locale, Page
from wagtail.search.backends import get_search_backend
from wagtail.search.query import And, PlainText, SearchQuery

from curriculum.folding import fold, has_words
from curriculum.models import GlossaryTerm, LessonPage, ModulePage

#: As many of each kind are shown; who needs more has asked too little.
MOST = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    modules: list[ModulePage]
    lessons: list[LessonPage]
    terms: list[GlossaryTerm]

    @property
    def count(self) -> int:
        return len(self.modules) + len(self.lessons) + len(self.terms)


def search_curriculum(text: str, *, language: str) -> Found:
    """What has every word of `text`, or words that begin with them, best match first.

    Pages are those of `language`; a term is found by a word of any language.
    """
    query = _query(text)
    if query is None:
        return Found(modules=[], lessons=[], terms=[])
    locale = Locale.objects.get_for_language(language)
    lessons = _live(LessonPage, locale).defer("body", "sources")
    modules = _live(ModulePage, locale).select_related("module")
    with override(language):
        return Found(
            modules=_named_first(_best(modules, query), text),
            lessons=_named_first(_with_modules(_best(lessons, query)), text),
            terms=_named_first(_best(GlossaryTerm.objects.all(), query), text),
        )


def _query(text: str) -> SearchQuery | None:
    words = [PlainText(word) for word in fold(text).split()]
    return And(words) if len(words) > 1 else next(iter(words), None)


def _live(model: type[Page], locale: Locale) -> QuerySet:
    return model.objects.live().filter(locale=locale)


def _best(things: QuerySet, query: SearchQuery) -> list:
    return list(get_search_backend().autocomplete(query, things)[:MOST])


def _named_first(found: list, text: str) -> list:
    """What has the words in its name before what has them in its text."""
    return sorted(found, key=lambda thing: not has_words(str(thing), text))


def _with_modules(lessons: list[LessonPage]) -> list[LessonPage]:
    """The same lessons, each knowing its `module_page`, for one query."""
    parents = {lesson.path[: -LessonPage.steplen] for lesson in lessons}
    pages = ModulePage.objects.filter(path__in=parents).select_related("module")
    by_path = {page.path: page for page in pages}
    for lesson in lessons:
        lesson.module_page = by_path[lesson.path[: -LessonPage.steplen]]
    return lessons
