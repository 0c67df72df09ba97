"""Trainers' reports and costs, as the six-month report takes them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column

from lms.delivery.models import CostLine, TrainerReport

from .ledger import LedgerViewSet


def _written_by(report: TrainerReport) -> object:
    return report.written_by or ""


def _funder(cost: CostLine) -> object:
    return cost.funder or ""


class TrainerReportViewSet(LedgerViewSet):
    model = TrainerReport
    icon = "doc-full-inverse"
    menu_label = gettext_lazy("Trainers' reports")
    list_display = (
        Column("training", label=gettext_lazy("Training"), sort_key="training__code"),
        Column("written_by", label=gettext_lazy("Written by"), accessor=_written_by),
        Column("written_at", label=gettext_lazy("Written at"), sort_key="written_at"),
    )
    select_related = ("training", "written_by")
    list_filter = ("training",)
    list_export = (
        "training.code", "training.title", "training.start_date", "training.end_date",
        "went_well", "difficulties", "risks", "follow_up", "planned_days", "held_days",
        "written_by", "written_at",
    )  # fmt: skip
    export_headings = {"training.code": gettext_lazy("Training")}
    export_filename = "trainers-reports"
    search_fields = ("training__code", "training__title")
    search_backend_name = None
    inspect_view_fields = (
        "training", "went_well", "difficulties", "risks", "follow_up", "planned_days",
        "held_days", "written_by", "written_at",
    )  # fmt: skip


class CostLineViewSet(LedgerViewSet):
    model = CostLine
    icon = "table"
    menu_label = gettext_lazy("Costs")
    list_display = (
        "what",
        Column("training.code", label=gettext_lazy("Training"), sort_key="training__code"),
        Column("planned", label=gettext_lazy("Planned, €"), sort_key="planned"),
        Column("actual", label=gettext_lazy("Paid, €"), sort_key="actual"),
        Column("funder", label=gettext_lazy("Funder"), accessor=_funder),
    )  # fmt: skip
    select_related = ("training", "funder")
    list_filter = ("training", "funder")
    list_export = ("training.code", "what", "planned", "actual", "funder")
    export_headings = {"training.code": gettext_lazy("Training")}
    export_filename = "costs"
    search_fields = ("what", "training__code")
    search_backend_name = None
    inspect_view_fields = ("training", "what", "planned", "actual", "funder")
