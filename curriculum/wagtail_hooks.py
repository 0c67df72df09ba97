from __future__ import annotations

from wagtail import hooks

from .viewsets import CurriculumViewSetGroup


@hooks.register("register_admin_viewset")
def register_viewsets() -> CurriculumViewSetGroup:
    return CurriculumViewSetGroup()
