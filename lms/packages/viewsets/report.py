from __future__ import annotations

from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column

from lms.delivery.viewsets.ledger import LedgerViewSet
from lms.packages.models import PackageReport


class PackageReportViewSet(LedgerViewSet):
    """What packages reported, checked by nobody; a list only."""

    model = PackageReport
    icon = "history"
    menu_label = gettext_lazy("Reports of packages")
    list_display = (
        Column(
            "enrolment.professional",
            label=gettext_lazy("Participant"),
            sort_key="enrolment__professional__folded_name",
        ),
        Column(
            "enrolment.training.code",
            label=gettext_lazy("Training"),
            sort_key="enrolment__training__code",
        ),
        Column("version.package", label=gettext_lazy("Package")),
        Column(
            "get_lesson_status_display",
            label=gettext_lazy("Status, reported by the package"),
            sort_key="lesson_status",
        ),
        Column(
            "score",
            label=gettext_lazy("Score, reported by the package"),
            accessor=lambda report: "" if report.score is None else report.score,
            sort_key="score",
        ),
        Column(
            "reported_at", label=gettext_lazy("Reported at"), sort_key="reported_at"
        ),
    )
    select_related = (
        "enrolment__professional",
        "enrolment__training",
        "version__package",
    )
    list_filter = ("enrolment__training", "lesson_status")
    list_export = (
        "enrolment.professional.full_name", "enrolment.training.code",
        "version.package.title", "get_lesson_status_display", "score", "minutes",
        "reported_at",
    )  # fmt: skip
    export_headings = {
        "enrolment.professional.full_name": gettext_lazy("Participant"),
        "enrolment.training.code": gettext_lazy("Training"),
        "version.package.title": gettext_lazy("Package"),
        "minutes": gettext_lazy("Minutes"),
    }
    export_filename = "reports-of-packages"
    search_fields = (
        "enrolment__professional__folded_name",
        "enrolment__training__code",
    )
    search_backend_name = None
    inspect_view_fields = (
        "enrolment", "version", "lesson_status", "score", "minutes", "lesson_location",
        "reported_at",
    )  # fmt: skip
    inspect_view_labels = {"minutes": gettext_lazy("Minutes")}
