from __future__ import annotations

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from curriculum.models import ModulePage
from lms.targets.domain.counting import headline


class HomePage(Page):
    """The door of the public site in one language."""

    intro = models.TextField(_("introduction"), blank=True)

    content_panels = [*Page.content_panels, FieldPanel("intro")]
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["curriculum.ModuleIndexPage", "curriculum.GlossaryPage"]

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict:
        context = super().get_context(request, *args, **kwargs)
        context["counters"] = headline(on=timezone.localdate())
        context["module_pages"] = (
            ModulePage.objects.descendant_of(self)
            .live()
            .select_related("module")
            .order_by("module__code")
        )
        return context
