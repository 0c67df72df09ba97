from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django_filters import BooleanFilter, ChoiceFilter, ModelChoiceFilter
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.widgets import BooleanRadioSelect

from lms.assessment.enums import NotCompletedReason
from lms.assessment.models import Completion, PostTestScore
from lms.delivery.models import Training
from trainers_pool.viewsets.search import PeopleIndexView

from .base import ENROLMENT_HEADINGS, LedgerViewSet, enrolment_columns


class OfEnrolmentIndexView(PeopleIndexView):
    """Rows that belong to an enrolment, found by the person's name."""

    person_prefix = "enrolment__professional__"


class CompletionFilterSet(WagtailFilterSet):
    training = ModelChoiceFilter(
        label=_("Training"),
        queryset=Training.objects.closed(),
        field_name="enrolment__training",
    )
    is_completed = BooleanFilter(label=_("Completed"), widget=BooleanRadioSelect)
    reason = ChoiceFilter(label=_("Reason"), choices=NotCompletedReason.choices)

    class Meta:
        model = Completion
        fields = ("training", "is_completed", "reason")


class CompletionViewSet(LedgerViewSet):
    """Who completed what, and why the others did not."""

    model = Completion
    icon = "tick-inverse"
    menu_label = _("Completions")
    index_view_class = OfEnrolmentIndexView
    filterset_class = CompletionFilterSet
    select_related = (
        "enrolment__professional",
        "enrolment__training",
        "last_session__training",
    )
    ordering = ("enrolment__professional__folded_name", "pk")
    list_display = (
        *enrolment_columns(),
        BooleanColumn("is_completed", label=_("Completed"), sort_key="is_completed"),
        Column("share", label=_("Present, %")),
        Column("explanation", label=_("Reason"), sort_key="reason"),
        Column("completed_on", label=_("Completed on"), sort_key="completed_on"),
    )
    list_export = (
        "enrolment.professional.full_name", "enrolment.training.code", "is_completed",
        "present_minutes", "scheduled_minutes", "share", "required_share",
        "explanation", "completed_on", "decided_at",
    )  # fmt: skip
    export_headings = {
        **ENROLMENT_HEADINGS,
        "share": _("Present, %"),
        "explanation": _("Reason"),
    }
    export_filename = "completions"
    inspect_view_labels = {
        "explanation": _("Reason"),
        "last_session": _("Last session"),
    }
    inspect_view_fields = (
        "enrolment", "is_completed", "present_minutes", "scheduled_minutes",
        "required_share", "explanation", "last_session", "completed_on", "decided_at",
    )  # fmt: skip


class PostTestScoreFilterSet(WagtailFilterSet):
    training = ModelChoiceFilter(
        label=_("Training"),
        queryset=Training.objects.all(),
        field_name="enrolment__training",
    )

    class Meta:
        model = PostTestScore
        fields = ("training",)


def _entered_by(score: PostTestScore) -> Any:
    return score.entered_by or ""


class PostTestScoreViewSet(LedgerViewSet):
    """The scores entered on the page of a training."""

    model = PostTestScore
    icon = "edit"
    menu_label = _("Post-test scores")
    index_view_class = OfEnrolmentIndexView
    filterset_class = PostTestScoreFilterSet
    select_related = (
        "enrolment__professional",
        "enrolment__training",
        "edition__module",
        "entered_by",
    )
    ordering = ("-entered_at", "-pk")
    list_display = (
        *enrolment_columns(),
        Column("edition", label=_("Module edition"), sort_key="edition__module__code"),
        Column("percent", label=_("Score, %"), sort_key="percent"),
        Column("entered_by", label=_("Entered by"), accessor=_entered_by),
        Column("entered_at", label=_("Entered at"), sort_key="entered_at"),
    )
    list_export = (
        "enrolment.professional.full_name", "enrolment.training.code",
        "edition.module.code", "edition.label", "percent", "entered_by", "entered_at",
    )  # fmt: skip
    export_headings = {
        **ENROLMENT_HEADINGS,
        "edition.module.code": _("Module"),
        "edition.label": _("Edition"),
    }
    export_filename = "post-test-scores"
    inspect_view_fields = (
        "enrolment",
        "edition",
        "percent",
        "entered_by",
        "entered_at",
    )
