from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.admin.ui.tables import Column

from curriculum.models import GlossaryTerm

from .base import RegisterViewSet
from .module import in_three_languages


class GlossaryTermViewSet(RegisterViewSet):
    model = GlossaryTerm
    icon = "list-ul"
    menu_label = _("Glossary")
    add_to_reference_index = False
    list_display = (
        Column("term_sq", label=_("Albanian"), sort_key="term_sq"),
        Column("term_sr", label=_("Serbian"), sort_key="term_sr"),
        Column("term_en", label=_("English"), sort_key="term_en"),
        Column("get_kind_display", label=_("Kind"), sort_key="kind"),
    )
    list_filter = ("kind",)
    list_export = (
        "key", "get_kind_display", "abbr_sq", "abbr_sr", "abbr_en",
        "term_sq", "term_sr", "term_en",
        "definition_sq", "definition_sr", "definition_en",
    )  # fmt: skip
    export_filename = "glossary"
    ordering = ("term_sq",)
    panels = [
        FieldRowPanel([FieldPanel("key"), FieldPanel("kind")]),
        MultiFieldPanel(in_three_languages("abbr"), heading=_("Abbreviation")),
        MultiFieldPanel(in_three_languages("term"), heading=_("Term")),
        MultiFieldPanel(in_three_languages("definition"), heading=_("Definition")),
    ]
