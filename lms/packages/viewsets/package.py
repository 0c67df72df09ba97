"""Packages in the admin: brought in with a preview, replaced, taken out of use."""

from __future__ import annotations

from typing import Any

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.widgets.button import Button

from curriculum.viewsets.base import RegisterIndexView, RegisterViewSet
from lms.packages.forms import PackageEditForm
from lms.packages.models import Package

from .deeds import ActiveView
from .upload import AddView, ReplaceView


class PackageIndexView(RegisterIndexView):
    replace_url_name = ""
    active_url_name = ""

    def get_list_more_buttons(self, instance: Package) -> list[Button]:
        buttons = super().get_list_more_buttons(instance)
        if not self.permission_policy.user_has_permission(self.request.user, "change"):
            return buttons
        active = (
            gettext_lazy("Take out of use")
            if instance.is_active
            else gettext_lazy("Take into use")
        )
        deeds = (
            (gettext_lazy("Replace"), self.replace_url_name, "upload", 5),
            (active, self.active_url_name, "view", 6),
        )
        return [
            *(
                Button(
                    label,
                    reverse(name, args=[instance.pk]),
                    icon_name=icon,
                    priority=priority,
                )
                for label, name, icon, priority in deeds
            ),
            *buttons,
        ]


class PackageViewSet(RegisterViewSet):
    model = Package
    icon = "download"
    menu_label = gettext_lazy("Packages")
    add_to_reference_index = False
    index_view_class = PackageIndexView
    list_display = (
        Column("title", label=gettext_lazy("Title"), sort_key="title_sq"),
        Column("edition.short_label", label=gettext_lazy("Module edition")),
        Column("current.get_kind_display", label=gettext_lazy("Kind")),
        Column("get_language_display", label=gettext_lazy("Language"), sort_key="language"),
        Column("current.number", label=gettext_lazy("Version")),
        BooleanColumn("is_active", label=gettext_lazy("In use")),
    )  # fmt: skip
    select_related = ("edition__module", "current")
    list_filter = ("edition__module", "language", "is_active")
    list_export = (
        "title_sq", "title_sr", "title_en", "edition.short_label",
        "current.get_kind_display", "get_language_display", "current.number",
        "current.archive_name", "current.sha256", "is_active",
    )  # fmt: skip
    export_headings = {
        "edition.short_label": gettext_lazy("Module edition"),
        "current.get_kind_display": gettext_lazy("Kind"),
        "get_language_display": gettext_lazy("Language"),
        "current.number": gettext_lazy("Version"),
        "current.archive_name": gettext_lazy("File name"),
        "current.sha256": "SHA-256",
    }
    export_filename = "packages"
    search_fields = ("title_sq", "title_sr", "title_en")
    search_backend_name = None
    inspect_view_fields = (
        "edition", "title_sq", "title_sr", "title_en", "language", "is_active", "current",
    )  # fmt: skip
    panels = [
        FieldPanel("edition"),
        FieldPanel("title_sq"),
        FieldPanel("title_sr"),
        FieldPanel("title_en"),
        FieldPanel("language"),
    ]

    def get_form_class(self, for_update: bool = False) -> Any:
        return super().get_form_class(for_update) or PackageEditForm

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_index_view_kwargs(
            replace_url_name=self.get_url_name("replace"),
            active_url_name=self.get_url_name("active"),
            **kwargs,
        )

    def _deed(self, view: type) -> Any:
        return self.construct_view(view, index_url_name=self.get_url_name("index"))

    @property
    def add_view(self) -> Any:
        return self._deed(AddView)

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            *super().get_urlpatterns(),
            path("<int:pk>/replace/", self._deed(ReplaceView), name="replace"),
            path("<int:pk>/active/", self._deed(ActiveView), name="active"),
        ]
