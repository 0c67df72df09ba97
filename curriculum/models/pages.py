"""The curriculum as pages: one tree per language, linked as translations."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from curriculum.blocks import LessonBlock
from curriculum.folding import fold, has_words
from curriculum.panels import SourcesPanel
from curriculum.parts import LESSON_HOOK, MODULE_HOOK, parts_of
from curriculum.sources import documents_of

from .glossary import GlossaryTerm
from .guide import READ_GUIDES, TrainersGuidePage
from .module import Module
from .names import language_suffix
from .paper import PaperPage, checks_of


class ModuleIndexPage(Page):
    """All modules of one language."""

    intro = models.TextField(_("introduction"), blank=True)

    content_panels = [*Page.content_panels, FieldPanel("intro")]
    subpage_types = ["curriculum.ModulePage"]

    class Meta:
        verbose_name = _("list of modules")
        verbose_name_plural = _("lists of modules")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict:
        context = super().get_context(request, *args, **kwargs)
        context["module_pages"] = (
            ModulePage.objects.child_of(self)
            .live()
            .select_related("module")
            .annotate(
                planned_count=models.Count("module__planned_lessons"),
                can_be_read=models.Exists(
                    LessonPage.objects.live().filter(
                        path__startswith=models.OuterRef("path")
                    )
                ),
            )
            .order_by("module__code")
        )
        return context


class ModulePage(PaperPage):
    """A module in one language; what is the same in all stands on its Module."""

    module = models.ForeignKey(
        Module,
        on_delete=models.PROTECT,
        related_name="pages",
        verbose_name=_("module"),
    )
    intro = models.TextField(_("introduction"), blank=True)

    content_panels = [
        *Page.content_panels,
        FieldPanel("module"),
        FieldPanel("intro"),
    ]
    search_fields = [
        *Page.search_fields,
        index.SearchField("intro"),
        index.AutocompleteField("folded_text"),
    ]
    parent_page_types = ["curriculum.ModuleIndexPage"]
    subpage_types = ["curriculum.LessonPage", "curriculum.TrainersGuidePage"]

    class Meta:
        verbose_name = _("module page")
        verbose_name_plural = _("module pages")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict:
        context = super().get_context(request, *args, **kwargs)
        lessons = list(self.lessons())
        context["index_page"] = self.get_parent()
        context["first_lesson"] = next(iter(lessons), None)
        context["rows"] = rows = self._rows(lessons)
        context["is_in_preparation"] = len(rows) > len(lessons)
        if request.user.has_perm(READ_GUIDES):
            context["guide"] = TrainersGuidePage.objects.child_of(self).live().first()
        context["objectives"] = list(self.module.objectives.all())
        context["key_points"] = list(self.module.key_points.all())
        context["parts"] = parts_of(MODULE_HOOK, request, self)
        context["edition"] = self.module.editions.newest_first().first()
        context["prerequisite_pages"] = (
            ModulePage.objects.live()
            .filter(locale=self.locale_id, module__required_by=self.module)
            .select_related("module")
            .order_by("module__code")
        )
        return context

    def _rows(self, lessons: list[LessonPage]) -> list:
        """Lesson pages, and planned lessons where there is no page yet, in order."""
        written = {lesson.number for lesson in lessons}
        planned = [
            plan
            for plan in self.module.planned_lessons.all()
            if plan.number not in written
        ]
        return sorted([*lessons, *planned], key=lambda row: row.number)

    def lessons(self) -> models.QuerySet[LessonPage]:
        """The lessons that can be read, without their bodies."""
        return (
            LessonPage.objects.child_of(self)
            .live()
            .order_by("number", "path")
            .defer("body", "sources", "search_description")
        )

    def to_print(self) -> tuple[ModulePage, models.QuerySet[LessonPage]]:
        return self, self.lessons().defer(None)

    @property
    def folded_text(self) -> str:
        return fold(f"{self.module.code} {self.title} {self.intro}")


class LessonPage(PaperPage):
    """One lesson, made to be read on a phone."""

    number = models.PositiveSmallIntegerField(_("number"), default=1)
    minutes = models.PositiveSmallIntegerField(
        _("minutes"), default=45, help_text=_("How long it takes to read and do.")
    )
    intro = models.TextField(_("introduction"), blank=True)
    body = StreamField(LessonBlock(), verbose_name=_("lesson"), blank=True)
    sources = models.JSONField(
        _("sources"),
        default=list,
        blank=True,
        help_text=_("Where each fact comes from, as document:line."),
    )

    content_panels = [
        *Page.content_panels,
        FieldRowPanel([FieldPanel("number"), FieldPanel("minutes")]),
        FieldPanel("intro"),
        FieldPanel("body"),
        SourcesPanel(),
    ]
    settings_panels = [*Page.settings_panels, FieldPanel("sources")]
    search_fields = [
        *Page.search_fields,
        index.SearchField("intro"),
        index.SearchField("body"),
        index.AutocompleteField("folded_text"),
    ]
    parent_page_types = ["curriculum.ModulePage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("lesson page")
        verbose_name_plural = _("lesson pages")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict:
        context = super().get_context(request, *args, **kwargs)
        context["module_page"] = self.module_page
        context["lessons"] = lessons = list(self.module_page.lessons())
        place = lessons.index(self) if self in lessons else len(lessons)
        context["place"] = place + 1
        context["previous_lesson"] = lessons[place - 1] if place else None
        context["next_lesson"] = next(iter(lessons[place + 1 :]), None)
        context["documents"] = documents_of(self.sources, suffix=language_suffix())
        context["parts"] = parts_of(LESSON_HOOK, request, self)
        context["checks"] = checks_of(self.body)
        if any(part["type"] == "definition" for part in self.body.raw_data):
            context["glossary_page"] = glossary_page_of(self.locale_id)
        return context

    def to_print(self) -> tuple[ModulePage, list[LessonPage]]:
        return self.module_page, [self]

    @cached_property
    def module_page(self) -> ModulePage:
        return ModulePage.objects.select_related("module").parent_of(self).get()

    @property
    def folded_text(self) -> str:
        """Title, introduction and body, for finding words typed without their letters.

        The databases fold differently (SQLite does, PostgreSQL does not), so the index
        is given folded text and asked with folded words.
        """
        body = self._meta.get_field("body").get_searchable_content(self.body)
        return fold(" ".join([self.title, self.intro, *body]))


class GlossaryPage(Page):
    """The glossary in one language; the terms themselves are in all three.

    `?q=` narrows the list to terms that have every word, in any of the languages.
    """

    intro = models.TextField(_("introduction"), blank=True)

    content_panels = [*Page.content_panels, FieldPanel("intro")]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("glossary page")
        verbose_name_plural = _("glossary pages")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict:
        context = super().get_context(request, *args, **kwargs)
        asked = request.GET.get("q", "").strip()
        terms = sorted(GlossaryTerm.objects.all(), key=GlossaryTerm.sort_key)
        found = [term for term in terms if has_words(term.text, asked)]
        context["query"] = asked
        context["count"] = len(found)
        context["total"] = len(terms)
        context["letters"] = by_letter(found)
        return context


def glossary_page_of(locale_id: int) -> GlossaryPage | None:
    """The glossary that the pages of a language link to."""
    return GlossaryPage.objects.live().filter(locale=locale_id).first()


def by_letter(terms: list[GlossaryTerm]) -> list[tuple[str, list[GlossaryTerm]]]:
    """Sorted terms under their first letters."""
    letters: dict[str, list[GlossaryTerm]] = {}
    for term in terms:
        letters.setdefault(term.letter, []).append(term)
    return list(letters.items())
