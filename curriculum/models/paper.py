"""Lessons on paper: one or a whole module on one page, with the answers at its end."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from wagtail.models import Page

from curriculum.blocks import LessonBlock
from curriculum.sources import Document, documents_of

from .names import language_suffix

if TYPE_CHECKING:
    from .pages import LessonPage, ModulePage


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonOnPaper:
    page: LessonPage
    parts: list[Any]
    checks: list[Any]
    documents: list[Document]


def lessons_on_paper(lessons: Iterable[LessonPage]) -> list[LessonOnPaper]:
    """The lessons with their parts, asking as often for ten lessons as for one.

    All bodies are read as one stream, which looks up what a kind of part needs at once.
    """
    pages = list(lessons)
    bodies = [list(page.body.raw_data) for page in pages]
    stream = iter(LessonBlock().to_python([part for body in bodies for part in body]))
    return [
        _on_paper(page, list(islice(stream, len(body))))
        for page, body in zip(pages, bodies, strict=True)
    ]


def checks_of(parts: Iterable[Any]) -> list[Any]:
    return [part.value for part in parts if part.block_type == "check"]


def _on_paper(page: LessonPage, parts: list[Any]) -> LessonOnPaper:
    documents = documents_of(page.sources, suffix=language_suffix())
    return LessonOnPaper(
        page=page, parts=parts, checks=checks_of(parts), documents=documents
    )


class PaperPage(Page):
    """`?print` gives what is to be printed, everything opened."""

    paper_template = "curriculum/on_paper.html"

    class Meta:
        abstract = True

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "print" not in request.GET:
            return super().serve(request, *args, **kwargs)
        request.is_preview = False  # type: ignore[attr-defined]
        return TemplateResponse(
            request, self.paper_template, self.paper_context(request)
        )

    def paper_context(self, request: HttpRequest) -> dict:
        module_page, lessons = self.to_print()
        return {
            **Page.get_context(self, request),
            "module_page": module_page,
            "lessons": lessons_on_paper(lessons),
            "on_paper": True,
        }

    def to_print(self) -> tuple[ModulePage, Iterable[LessonPage]]:
        """The module and which of its lessons."""
        raise NotImplementedError
