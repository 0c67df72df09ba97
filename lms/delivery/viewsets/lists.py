"""Action rows, headcounts and the files that prove something."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import Button

from curriculum.viewsets.base import RegisterIndexView, RegisterViewSet
from lms.delivery.models import Action, Evidence, Headcount

from .ledger import LedgerViewSet


class ActionViewSet(RegisterViewSet):
    model = Action
    icon = "list-ol"
    menu_label = gettext_lazy("Action rows")
    add_to_reference_index = False
    list_display = (
        "code",
        Column("name", label=gettext_lazy("Name"), sort_key="name_sq"),
        Column("get_level_display", label=gettext_lazy("Level"), sort_key="level"),
    )
    list_filter = ("level",)
    list_export = ("code", "get_level_display", "name_sq", "name_sr", "name_en")
    export_headings = {"get_level_display": gettext_lazy("Level")}
    export_filename = "action-rows"
    ordering = ("order", "code")
    search_fields = ("code", "name_sq", "name_sr", "name_en")
    search_backend_name = None
    panels = [
        FieldRowPanel([FieldPanel("code"), FieldPanel("level"), FieldPanel("order")]),
        FieldPanel("name_sq"),
        FieldPanel("name_sr"),
        FieldPanel("name_en"),
    ]


class HeadcountViewSet(RegisterViewSet):
    model = Headcount
    icon = "order"
    menu_label = gettext_lazy("Headcounts")
    is_deletable = True
    add_to_reference_index = False
    list_display = (
        "action",
        Column("institution", label=gettext_lazy("Reported by"), sort_key="institution__name_sq"),
        Column("date", label=gettext_lazy("Date"), sort_key="date"),
        Column("people", label=gettext_lazy("People"), sort_key="people"),
    )  # fmt: skip
    select_related = ("action", "institution")
    list_filter = ("action", "institution")
    list_export = ("action.code", "institution", "date", "people", "note")
    export_headings = {"action.code": gettext_lazy("Action row")}
    export_filename = "headcounts"
    panels = [
        FieldPanel("action"),
        FieldPanel("institution"),
        FieldRowPanel([FieldPanel("date"), FieldPanel("people")]),
        FieldPanel("note"),
    ]


class EvidenceIndexView(RegisterIndexView):
    def get_list_more_buttons(self, instance: Evidence) -> list[Button]:
        url = reverse("lms_delivery:evidence", args=[instance.pk])
        return [
            Button(_("Download"), url, icon_name="download", priority=5),
            *super().get_list_more_buttons(instance),
        ]


class EvidenceViewSet(LedgerViewSet):
    """A list only: files come in by the pages of their training, and stay."""

    model = Evidence
    icon = "doc-full"
    menu_label = gettext_lazy("Evidence")
    index_view_class = EvidenceIndexView
    list_display = (
        "name",
        Column("training.code", label=gettext_lazy("Training"), sort_key="training__code"),
        Column("get_kind_display", label=gettext_lazy("Kind"), sort_key="kind"),
        Column("uploaded_at", label=gettext_lazy("Uploaded at"), sort_key="uploaded_at"),
        Column("uploaded_by", label=gettext_lazy("Uploaded by")),
    )  # fmt: skip
    select_related = ("training", "uploaded_by", "session")
    list_filter = ("kind", "training")
    list_export = (
        "name", "training.code", "get_kind_display", "sha256", "uploaded_at",
        "uploaded_by",
    )  # fmt: skip
    export_headings = {
        "training.code": gettext_lazy("Training"),
        "get_kind_display": gettext_lazy("Kind"),
    }
    export_filename = "evidence"
    search_fields = ("name", "training__code")
    search_backend_name = None
    inspect_view_fields = (
        "name", "training", "session", "kind", "sha256", "uploaded_by", "uploaded_at",
    )  # fmt: skip
