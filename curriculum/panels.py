from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import Panel

from .models.names import language_suffix
from .sources import documents_of


class SourcesPanel(Panel):
    """Names the documents of a page's `sources`, to be read and not to be changed."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("heading", _("Where the facts come from"))
        super().__init__(**kwargs)

    class BoundPanel(Panel.BoundPanel):
        template_name = "curriculum/panels/sources.html"

        def get_context_data(self, parent_context: dict | None = None) -> dict:
            context = super().get_context_data(parent_context)
            sources = self.instance.sources or []
            context["documents"] = documents_of(sources, suffix=language_suffix())
            return context
