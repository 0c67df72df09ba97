"""Registers that only deeds write to."""

from __future__ import annotations

from typing import Any

from django.urls import URLPattern
from django.utils.translation import gettext_lazy as _
from wagtail.admin.admin_url_finder import ModelAdminURLFinder
from wagtail.admin.ui.tables import Column

from curriculum.viewsets.base import RegisterViewSet


class LedgerViewSet(RegisterViewSet):
    """Rows to list, to look at and to export; none is added or changed here."""

    add_to_reference_index = False

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


def enrolment_columns() -> tuple[Column, Column]:
    """Who, and in which training, for rows that belong to an enrolment."""
    name, training = "enrolment__professional__folded_name", "enrolment__training__code"
    return (
        Column(
            "name",
            label=_("Name"),
            accessor="enrolment.professional.full_name",
            sort_key=name,
        ),
        Column(
            "training",
            label=_("Training"),
            accessor="enrolment.training",
            sort_key=training,
        ),
    )


#: How an export calls the two.
ENROLMENT_HEADINGS = {
    "enrolment.professional.full_name": _("Name"),
    "enrolment.training.code": _("Training"),
}
