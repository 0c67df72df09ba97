from __future__ import annotations

from typing import Any

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import CreateView

from curriculum.viewsets.base import RegisterViewSet
from lms.targets.models import IndicatorLink
from lms.targets.views.links import DecideLinkView, DeedsColumn, MapView


class LinkCreateView(CreateView):
    """A new link is a proposal; nothing of it is edited afterwards."""

    def get_success_buttons(self) -> list:
        return []


class IndicatorLinkViewSet(RegisterViewSet):
    """The map: links are proposed here, and decided by their buttons."""

    model = IndicatorLink
    icon = "link"
    menu_label = _("Code-to-target map")
    add_to_reference_index = False
    index_view_class = MapView
    add_view_class = LinkCreateView
    list_per_page = 100
    list_display = (
        Column(
            "indicator.code",
            label=_("Counts for"),
            sort_key="indicator__action__order",
        ),
        Column("action", label=_("Trainings tagged"), sort_key="action__order"),
        Column("get_status_display", label=_("Status"), sort_key="status"),
        Column("effect", label=_("People it would add")),
        Column("decided_by", label=_("Decided by"), sort_key="decided_by"),
        Column("decided_at", label=_("Decided at"), sort_key="decided_at"),
        DeedsColumn("deeds", label=_("Decision")),
    )
    select_related = ("indicator__action", "action", "decided_by")
    list_filter = ("status", "indicator")
    list_export = (
        "indicator.code", "action.code", "get_status_display", "decided_by",
        "decided_at",
    )  # fmt: skip
    export_headings = {
        "indicator.code": _("Counts for"),
        "action.code": _("Trainings tagged"),
        "get_status_display": _("Status"),
    }
    export_filename = "code-to-target-map"
    ordering = ("turn", "indicator__action__order", "action__order")
    form_fields = ("indicator", "action")
    inspect_view_fields = ("indicator", "action", "status", "decided_by", "decided_at")

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_common_view_kwargs(**{"edit_url_name": None, **kwargs})

    def get_urlpatterns(self) -> list[URLPattern]:
        kept = [
            pattern
            for pattern in super().get_urlpatterns()
            if pattern.name not in ("edit", "usage")
        ]
        decide = self.construct_view(DecideLinkView)
        return [*kept, path("<int:pk>/decide/", decide, name="decide")]
