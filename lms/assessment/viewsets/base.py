"""Registers that only deeds write to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.db.models import Field
from django.urls import URLPattern
from wagtail.admin.admin_url_finder import ModelAdminURLFinder
from wagtail.admin.views.generic import InspectView

from curriculum.viewsets.base import RegisterViewSet

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class LedgerInspectView(InspectView):
    """A row with a name for every line and a dash where there is nothing."""

    #: Names of what is no field of the model.
    labels: Mapping[str, StrOrPromise] = {}

    def get_field_label(self, field_name: str, field: Field | None) -> str:
        if field_name in self.labels:
            return str(self.labels[field_name])
        return super().get_field_label(field_name, field)

    def get_field_display_value(self, field_name: str, field: Field | None) -> Any:
        value = super().get_field_display_value(field_name, field)
        return "–" if value in (None, "") else value


class LedgerViewSet(RegisterViewSet):
    """Rows to list, to look at and to export; none is added or changed here."""

    add_to_reference_index = False
    inspect_view_class = LedgerInspectView
    inspect_view_labels: Mapping[str, StrOrPromise] = {}

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_common_view_kwargs(
            **{"add_url_name": None, "edit_url_name": None, **kwargs}
        )

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            pattern
            for pattern in super().get_urlpatterns()
            if pattern.name not in ("add", "edit", "usage")
        ]

    def get_inspect_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_inspect_view_kwargs(
            labels=self.inspect_view_labels, **kwargs
        )

    def get_form_class(self, for_update: bool = False) -> None:
        """There is no form."""

    @property
    def url_finder_class(self) -> type[ModelAdminURLFinder]:
        """Links to a row lead to the page that shows it."""
        return type(
            "_LedgerURLFinder",
            (ModelAdminURLFinder,),
            {
                "permission_policy": self.permission_policy,
                "edit_url_name": self.get_url_name("inspect"),
            },
        )
