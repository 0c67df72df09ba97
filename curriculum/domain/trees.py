"""Grows the tree of curriculum pages below the home page of each language."""

from __future__ import annotations

import tomllib
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.coreutils import find_available_slug
from wagtail.models import Locale, Page, Site
from wagtail.search.index import insert_or_update_object

from curriculum.models import (
    GlossaryPage,
    LessonPage,
    Module,
    ModuleIndexPage,
    ModulePage,
    TrainersGuidePage,
)
from curriculum.models.names import suffix_of

from .content import CONTENT, ModulePlan, read_modules, written_lessons
from .guide_text import read_guide
from .lesson_text import read_lesson

_PAGES = Path(__file__).parents[1] / "data" / "pages.toml"
_NAMESPACE = uuid.UUID("5b3b3a6e-6f2c-5c1e-9a53-0d1f4c7f6a01")


def translation_key(name: str) -> uuid.UUID:
    """The key that the pages of `name` share in all languages, on every machine."""
    return uuid.uuid5(_NAMESPACE, name)


@transaction.atomic
def load_pages(content: Path = CONTENT) -> int:
    """Publish the pages that are missing in each language; return how many."""
    plans = read_modules(content)
    modules = Module.objects.in_bulk([plan.code for plan in plans], field_name="code")
    before = Page.objects.count()
    for locale, suffix, home in _homes():
        tree = _Tree(locale, suffix)
        _load_tree(tree, home, plans, modules)
    return Page.objects.count() - before


def _homes() -> Iterator[tuple[Locale, str, Page]]:
    """The home page of the default site in each language of the programme it has."""
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    if site is None:
        return
    homes = site.root_page.get_translations(inclusive=True).select_related("locale")
    for home in homes:
        suffix = suffix_of(home.locale.language_code)
        if suffix:
            yield home.locale, suffix, home


class _Tree:
    """The pages of one language; `add` leaves alone what is there."""

    def __init__(self, locale: Locale, suffix: str) -> None:
        self.locale = locale
        self.suffix = suffix
        self.there = {page.translation_key: page for page in locale_pages(locale)}

    def has(self, name: str) -> bool:
        return translation_key(name) in self.there

    def add(self, model: type[Page], name: str, parent: Page, **fields: Any) -> Page:
        """The page called `name`, published below `parent` if it is not there.

        It goes into the search index at once: a fresh site can be searched before the
        first worker has run.
        """
        key = translation_key(name)
        if key not in self.there:
            now = timezone.now()
            fields["slug"] = find_available_slug(parent, fields["slug"])
            self.there[key] = page = parent.add_child(
                instance=model(
                    locale=self.locale,
                    translation_key=key,
                    first_published_at=now,
                    last_published_at=now,
                    **fields,
                )
            )
            insert_or_update_object(page)
        return self.there[key]


def locale_pages(locale: Locale) -> list[Page]:
    return list(Page.objects.filter(locale=locale))


def _load_tree(
    tree: _Tree, home: Page, plans: list[ModulePlan], modules: dict[str, Module]
) -> None:
    texts = tomllib.loads(_PAGES.read_text(encoding="utf-8"))
    suffix = tree.suffix
    above = {
        name: {
            field: texts[name][field][suffix] for field in ("title", "slug", "intro")
        }
        for name in ("modules", "glossary")
    }
    index = tree.add(
        ModuleIndexPage, "modules", home, show_in_menus=True, **above["modules"]
    )
    tree.add(GlossaryPage, "glossary", home, show_in_menus=True, **above["glossary"])
    for plan in plans:
        page = tree.add(
            ModulePage,
            plan.code,
            index,
            title=plan.title[suffix],
            slug=plan.slug[suffix],
            intro=plan.summary.get(suffix, ""),
            module=modules[plan.code],
        )
        _load_lessons(tree, plan, page)
        _load_guide(tree, plan, page)


def _load_lessons(tree: _Tree, plan: ModulePlan, module_page: Page) -> None:
    for number, path in written_lessons(plan.folder, tree.suffix).items():
        name = f"{plan.code}/{number}"
        if tree.has(name):
            continue
        lesson = read_lesson(path)
        tree.add(
            LessonPage,
            name,
            module_page,
            number=number,
            title=lesson.title,
            slug=lesson.slug,
            minutes=lesson.minutes,
            intro=lesson.intro,
            sources=lesson.sources,
            body=lesson.body,
        )


def _load_guide(tree: _Tree, plan: ModulePlan, module_page: Page) -> None:
    name = f"{plan.code}/guide"
    path = plan.folder / f"guide.{tree.suffix}.md"
    if tree.has(name) or not path.exists():
        return
    guide = read_guide(path)
    tree.add(
        TrainersGuidePage,
        name,
        module_page,
        title=guide.title,
        slug=guide.slug,
        intro=guide.intro,
        sources=guide.sources,
        body=guide.body,
    )
