"""Imported sheets with their rows, as they stood and as they were decided."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Field, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column

from curriculum.viewsets.base import RegisterIndexView, RegisterInspectView
from lms.delivery.domain.headings import DAY
from lms.delivery.domain.sheet_meanings import LABELS
from lms.delivery.enums import RowOutcome
from lms.delivery.models import KnownHeading, SheetImport

from .ledger import LedgerViewSet


class SheetImportIndexView(RegisterIndexView):
    def get_base_queryset(self) -> QuerySet[SheetImport]:
        waiting = Q(rows__outcome=RowOutcome.REVIEW, rows__decided_at__isnull=True)
        return (
            super()
            .get_base_queryset()
            .annotate(
                row_count=Count("rows"), waiting_count=Count("rows", filter=waiting)
            )
        )


class SheetImportInspectView(RegisterInspectView):
    template_name = "lms_delivery/admin/sheet_import.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = self.object.rows.select_related("professional", "decided_by")
        return super().get_context_data(rows=rows.order_by("number"), **kwargs)


class SheetImportViewSet(LedgerViewSet):
    model = SheetImport
    icon = "table"
    menu_label = gettext_lazy("Imported sheets")
    index_view_class = SheetImportIndexView
    inspect_view_class = SheetImportInspectView
    inspect_template_name = "lms_delivery/admin/sheet_import.html"
    list_display = (
        Column("evidence", label=gettext_lazy("File")),
        Column("training.code", label=gettext_lazy("Training"), sort_key="training__code"),
        Column("applied_at", label=gettext_lazy("Applied at"), sort_key="applied_at"),
        Column("applied_by", label=gettext_lazy("Applied by")),
        Column("row_count", label=gettext_lazy("Rows"), sort_key="row_count"),
        Column("waiting_count", label=gettext_lazy("To be decided"), sort_key="waiting_count"),
    )  # fmt: skip
    select_related = ("training", "evidence", "applied_by")
    list_filter = ("training",)
    list_export = (
        "evidence", "training.code", "applied_at", "applied_by", "row_count",
        "waiting_count",
    )  # fmt: skip
    export_headings = {
        "training.code": gettext_lazy("Training"),
        "row_count": gettext_lazy("Rows"),
        "waiting_count": gettext_lazy("To be decided"),
    }
    export_filename = "imported-sheets"
    inspect_view_fields = (
        "training", "evidence", "sheet_name", "applied_at", "applied_by",
    )  # fmt: skip


def _meaning(known: KnownHeading) -> str:
    if known.field.startswith(DAY):
        return _("Day %(number)s of the training") % {
            "number": known.field.removeprefix(DAY)
        }
    return str(LABELS.get(known.field, known.field))


class KnownHeadingInspectView(RegisterInspectView):
    def get_field_display_value(
        self, field_name: str = "field", field: Field | None = None
    ) -> Any:
        """Wagtail asks a method of this name, without arguments, for a field `field`."""
        if field_name == "field":
            return _meaning(self.object)
        return super().get_field_display_value(field_name, field)


class KnownHeadingViewSet(LedgerViewSet):
    """What people once said that a heading is; one that is wrong is deleted here."""

    model = KnownHeading
    icon = "tag"
    menu_label = gettext_lazy("Known headings")
    inspect_view_class = KnownHeadingInspectView
    is_deletable = True
    list_display = (
        Column("folded", label=gettext_lazy("Heading"), sort_key="folded"),
        Column("field", label=gettext_lazy("Meaning"), accessor=_meaning),
        Column("said_by", label=gettext_lazy("Said by")),
        Column("said_at", label=gettext_lazy("Said at"), sort_key="said_at"),
    )
    select_related = ("said_by",)
    search_fields = ("folded",)
    search_backend_name = None
    list_export = ("folded", "field", "said_by", "said_at")
    export_filename = "known-headings"
    inspect_view_fields = ("folded", "field", "said_by", "said_at")

    def get_delete_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Nothing points at a heading, so there is no page of its usage."""
        return super().get_delete_view_kwargs(usage_url_name=None, **kwargs)
