from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
)
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn

from curriculum.models import Module, ModuleEdition
from curriculum.panels import SourcesPanel

from .base import RegisterViewSet


def in_three_languages(field: str) -> list[FieldPanel]:
    return [FieldPanel(f"{field}_{suffix}") for suffix in ("sq", "sr", "en")]


class ModuleViewSet(RegisterViewSet):
    model = Module
    icon = "openquote"
    menu_label = _("Modules")
    add_to_reference_index = False
    list_display = (
        Column("code", label=_("Code"), sort_key="code"),
        Column("name", label=_("Name"), sort_key="name_sq"),
        Column("minutes", label=_("Planned minutes"), sort_key="minutes"),
    )
    list_filter = ("prerequisites",)
    list_export = (
        "code", "name_sq", "name_sr", "name_en", "minutes",
        "audience_sq", "audience_sr", "audience_en",
    )  # fmt: skip
    export_filename = "modules"
    ordering = ("code",)
    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    FieldRowPanel([FieldPanel("code"), FieldPanel("minutes")]),
                    MultiFieldPanel(in_three_languages("name"), heading=_("Name")),
                    MultiFieldPanel(
                        in_three_languages("summary"), heading=_("Summary")
                    ),
                    MultiFieldPanel(
                        in_three_languages("audience"), heading=_("Audience")
                    ),
                    FieldPanel("prerequisites"),
                ],
                heading=_("Module"),
            ),
            ObjectList(
                [InlinePanel("objectives", heading=_("Learning objectives"))],
                heading=_("Learning objectives"),
            ),
            ObjectList(
                [
                    InlinePanel(
                        "key_points",
                        panels=[*in_three_languages("text"), SourcesPanel()],
                        heading=_("Key points"),
                    )
                ],
                heading=_("Key points"),
            ),
            ObjectList(
                [InlinePanel("planned_lessons", heading=_("Planned lessons"))],
                heading=_("Planned lessons"),
            ),
        ]
    )


class ModuleEditionViewSet(RegisterViewSet):
    model = ModuleEdition
    icon = "calendar-alt"
    menu_label = _("Editions")
    add_to_reference_index = False
    list_display = (
        Column("module", label=_("Module"), sort_key="module__code"),
        Column("label", label=_("Edition"), sort_key="label"),
        DateColumn("valid_from", label=_("Valid from"), sort_key="valid_from"),
        Column(
            "attendance_share",
            label=_("Attendance share, %"),
            sort_key="attendance_share",
        ),
        BooleanColumn("has_post_test", label=_("Post-test"), sort_key="has_post_test"),
    )
    select_related = ("module",)
    list_filter = ("module", "has_post_test")
    list_export = (
        "module", "label", "valid_from", "reason_sq", "reason_sr", "reason_en",
        "attendance_share", "has_post_test", "pass_mark", "has_observation",
    )  # fmt: skip
    export_filename = "module-editions"
    ordering = ("module__code", "-valid_from")
    panels = [
        FieldPanel("module"),
        FieldRowPanel([FieldPanel("label"), FieldPanel("valid_from")]),
        MultiFieldPanel(
            in_three_languages("reason"), heading=_("Reason of this edition")
        ),
        FieldPanel("attendance_share"),
        FieldRowPanel([FieldPanel("has_post_test"), FieldPanel("pass_mark")]),
        FieldPanel("has_observation"),
    ]
