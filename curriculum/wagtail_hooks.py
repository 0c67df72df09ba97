from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from wagtail import hooks

from .ranges import part_of_document
from .viewsets import CurriculumViewSetGroup


@hooks.register("register_admin_viewset")
def register_viewsets() -> CurriculumViewSetGroup:
    return CurriculumViewSetGroup()


# After Wagtail's own hook, which asks who may have the document.
@hooks.register("before_serve_document", order=100)
def serve_part(document: Any, request: HttpRequest) -> HttpResponse | None:
    return part_of_document(document, request)
