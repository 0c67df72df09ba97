"""The closed lists: institutions, professions, municipalities."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel
from wagtail.admin.ui.tables import BooleanColumn, Column

from curriculum.viewsets.base import GuardedChooserViewSet, RegisterViewSet
from trainers_pool.models import Institution, Municipality, Profession

NAME_PANELS = [FieldPanel("name_sq"), FieldPanel("name_sr"), FieldPanel("name_en")]


class InstitutionViewSet(RegisterViewSet):
    model = Institution
    icon = "home"
    menu_label = _("Institutions")
    add_to_reference_index = False
    list_display = (
        Column("name", label=_("Name"), sort_key="name_sq"),
        Column("abbreviation", label=_("Abbreviation"), sort_key="abbreviation"),
        Column("get_kind_display", label=_("Kind"), sort_key="kind"),
        Column("municipality", label=_("Municipality"), sort_key="municipality"),
        BooleanColumn("is_confirmed", label=_("Confirmed"), sort_key="is_confirmed"),
    )
    select_related = ("municipality",)
    list_filter = ("is_confirmed", "kind", "municipality", "country")
    list_export = (
        "abbreviation", "name_sq", "name_sr", "name_en",
        "get_kind_display", "country", "municipality", "is_confirmed",
    )  # fmt: skip
    export_filename = "institutions"
    ordering = ("is_confirmed", "name_sq")
    panels = [
        *NAME_PANELS,
        FieldRowPanel([FieldPanel("abbreviation"), FieldPanel("kind")]),
        FieldRowPanel([FieldPanel("country"), FieldPanel("municipality")]),
        FieldPanel("is_confirmed"),
        InlinePanel("aliases", heading=_("Other spellings on sheets")),
    ]


class ProfessionViewSet(RegisterViewSet):
    model = Profession
    icon = "tag"
    menu_label = _("Professions")
    add_to_reference_index = False
    list_display = (
        Column("name", label=_("Name"), sort_key="name_sq"),
        Column("code", label=_("Code"), sort_key="code"),
        BooleanColumn(
            "counts_as_professional",
            label=_("Counts as a professional"),
            sort_key="counts_as_professional",
        ),
        BooleanColumn("is_confirmed", label=_("Confirmed"), sort_key="is_confirmed"),
    )
    list_filter = ("is_confirmed", "counts_as_professional")
    list_export = (
        "code", "name_sq", "name_sr", "name_en",
        "counts_as_professional", "is_confirmed",
    )  # fmt: skip
    export_filename = "professions"
    ordering = ("is_confirmed", "name_sq")
    panels = [
        FieldPanel("code"),
        *NAME_PANELS,
        FieldPanel("counts_as_professional"),
        FieldPanel("is_confirmed"),
        InlinePanel("aliases", heading=_("Other spellings on sheets")),
    ]


class MunicipalityViewSet(RegisterViewSet):
    model = Municipality
    icon = "site"
    menu_label = _("Municipalities")
    add_to_reference_index = False
    list_display = (
        Column("name", label=_("Name"), sort_key="name_sq"),
        Column("get_region_display", label=_("Region"), sort_key="region"),
        Column(
            "get_judicial_region_display",
            label=_("Judicial region"),
            sort_key="judicial_region",
        ),
    )
    list_filter = ("region", "judicial_region")
    list_export = (
        "name_sq", "name_sr", "name_en",
        "get_region_display", "get_judicial_region_display",
    )  # fmt: skip
    export_filename = "municipalities"
    panels = [
        *NAME_PANELS,
        FieldRowPanel([FieldPanel("region"), FieldPanel("judicial_region")]),
    ]


class InstitutionChooserViewSet(GuardedChooserViewSet):
    model = Institution
    icon = "home"
    choose_one_text = _("Choose an institution")
    choose_another_text = _("Choose another institution")
    edit_item_text = _("Edit this institution")


institution_chooser_viewset = InstitutionChooserViewSet("institution_chooser")
