from __future__ import annotations

from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column

from lms.delivery.models import Briefing

from .ledger import LedgerViewSet


def _institution(briefing: Briefing) -> object:
    return briefing.institution or ""


class BriefingViewSet(LedgerViewSet):
    """Who told how many colleagues, and when; entered on the pages of a training."""

    model = Briefing
    icon = "group"
    menu_label = gettext_lazy("Colleagues briefed")
    list_display = (
        Column(
            "enrolment.professional",
            label=gettext_lazy("Briefed by"),
            sort_key="enrolment__professional__folded_name",
        ),
        Column(
            "enrolment.training.code",
            label=gettext_lazy("Training"),
            sort_key="enrolment__training__code",
        ),
        Column("briefed_on", label=gettext_lazy("Day"), sort_key="briefed_on"),
        Column("people", label=gettext_lazy("Colleagues"), sort_key="people"),
        Column("institution", label=gettext_lazy("Institution"), accessor=_institution),
        Column("place", label=gettext_lazy("Place"), sort_key="place"),
    )
    select_related = (
        "enrolment__professional",
        "enrolment__training",
        "institution",
        "entered_by",
    )
    list_filter = ("enrolment__training", "institution", "briefed_on")
    list_export = (
        "enrolment.professional.full_name", "enrolment.training.code", "briefed_on",
        "people", "institution", "place", "note", "entered_by", "entered_at",
    )  # fmt: skip
    export_headings = {
        "enrolment.professional.full_name": gettext_lazy("Briefed by"),
        "enrolment.training.code": gettext_lazy("Training"),
    }
    export_filename = "colleagues-briefed"
    search_fields = (
        "enrolment__training__code",
        "enrolment__professional__folded_name",
    )
    search_backend_name = None
    inspect_view_fields = (
        "enrolment", "briefed_on", "people", "institution", "place", "note",
        "entered_by", "entered_at",
    )  # fmt: skip
