from __future__ import annotations

from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from curriculum.blocks.guide import GuideBlock
from curriculum.sources import documents_of

from .names import language_suffix

#: Who may read the guides: trainers and the office.
READ_GUIDES = "curriculum.read_trainersguidepage"


class TrainersGuidePage(Page):
    """How a module is taught: aims, timing, exercises, debrief, materials.

    Only who holds `READ_GUIDES` is shown it, whatever way leads to it; a visitor is
    asked to sign in. It stands in no menu and is found by no public search.
    """

    intro = models.TextField(_("introduction"), blank=True)
    body = StreamField(GuideBlock(), verbose_name=_("guide"), blank=True)
    sources = models.JSONField(
        _("sources"),
        default=list,
        blank=True,
        help_text=_("Where each fact comes from, as document:line."),
    )

    content_panels = [*Page.content_panels, FieldPanel("intro"), FieldPanel("body")]
    settings_panels = [*Page.settings_panels, FieldPanel("sources")]
    parent_page_types = ["curriculum.ModulePage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("trainer's guide")
        verbose_name_plural = _("trainer's guides")
        permissions = (("read_trainersguidepage", _("Can read the trainer's guides")),)

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not request.user.has_perm(READ_GUIDES):
            raise PermissionDenied
        response = super().serve(request, *args, **kwargs)
        response["Cache-Control"] = "private, no-store"
        return response

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict:
        context = super().get_context(request, *args, **kwargs)
        context["module_page"] = self.get_parent().specific
        context["documents"] = documents_of(self.sources, suffix=language_suffix())
        return context

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list:
        """Not for search engines."""
        return []
