from __future__ import annotations

from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    MultiFieldPanel,
    ObjectList,
)
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn

from curriculum.viewsets.base import RegisterInspectView, RegisterViewSet
from curriculum.viewsets.module import in_three_languages
from lms.assessment.domain.observing import levels_of
from lms.assessment.forms import RubricForm
from lms.assessment.models import Observation, Rubric

from .base import ENROLMENT_HEADINGS, LedgerViewSet, enrolment_columns
from .completion import OfEnrolmentIndexView


class RubricViewSet(RegisterViewSet):
    """By what practice is assessed; what was observed keeps the rubric of its day."""

    model = Rubric
    icon = "tasks"
    menu_label = _("Rubrics")
    add_to_reference_index = False
    list_display = (
        Column("name", label=_("Name"), sort_key="name_sq"),
        Column("get_kind_display", label=_("Kind of practice"), sort_key="kind"),
        BooleanColumn("is_retired", label=_("Retired"), sort_key="is_retired"),
    )
    list_filter = ("kind", "is_retired")
    list_export = ("key", "name_sq", "name_sr", "name_en", "kind", "is_retired")
    export_filename = "rubrics"
    inspect_view_fields = ("key", "name_sq", "name_sr", "name_en", "kind")

    @cached_property
    def edit_handler(self) -> ObjectList:
        return ObjectList(
            [
                FieldRowPanel([FieldPanel("key"), FieldPanel("kind")]),
                MultiFieldPanel(in_three_languages("name"), heading=_("Name")),
                FieldPanel("criteria"),
                FieldPanel("is_retired"),
            ],
            base_form_class=RubricForm,
        )


class ObservationInspectView(RegisterInspectView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context["levels"] = levels_of(self.object)
        return context


class ObservationViewSet(LedgerViewSet):
    """What assessors saw; recorded on the pages of a training."""

    model = Observation
    icon = "view"
    menu_label = _("Observations")
    index_view_class = OfEnrolmentIndexView
    inspect_view_class = ObservationInspectView
    inspect_template_name = "lms_assessment/admin/observation.html"
    list_filter = ("rubric", "is_passed", "is_own_trainer")
    select_related = (
        "enrolment__professional",
        "enrolment__training",
        "rubric",
        "assessor__professional",
    )
    list_display = (
        *enrolment_columns(),
        Column("rubric", label=_("Rubric")),
        Column("assessor", label=_("Assessor")),
        DateColumn("observed_on", label=_("Day"), sort_key="observed_on"),
        BooleanColumn("is_passed", label=_("Passed"), sort_key="is_passed"),
        BooleanColumn("is_own_trainer", label=_("By the own trainer")),
    )
    list_export = (
        "enrolment.professional.full_name", "enrolment.training.code", "rubric",
        "assessor", "observed_on", "is_passed", "own_trainer_reason",
    )  # fmt: skip
    export_headings = {
        **ENROLMENT_HEADINGS,
    }
    export_filename = "observations"
    inspect_view_fields = (
        "enrolment", "rubric", "assessor", "observed_on", "is_passed",
        "own_trainer_reason", "strengths", "advice",
    )  # fmt: skip
