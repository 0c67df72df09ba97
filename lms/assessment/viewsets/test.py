from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    ObjectList,
)
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import CreateView, EditView

from curriculum.viewsets.base import RegisterViewSet
from lms.assessment.domain.drawing import why_not_draw
from lms.assessment.forms import TestForm
from lms.assessment.models import Test


class _SaysWhatIsMissing:
    """A trainer who opens the test cannot write questions; who edits it can."""

    request: Any

    def save_instance(self) -> Test:
        test: Test = super().save_instance()  # type: ignore[misc]  # of the view beside it
        if words := why_not_draw(test):
            messages.warning(self.request, words)
        return test


class TestCreateView(_SaysWhatIsMissing, CreateView):
    __test__ = False


class TestEditView(_SaysWhatIsMissing, EditView):
    __test__ = False


class TestViewSet(RegisterViewSet):
    """How the edition of a module is tested."""

    __test__ = False

    model = Test
    icon = "clipboard-list"
    menu_label = _("Tests")
    add_to_reference_index = False
    add_view_class = TestCreateView
    edit_view_class = TestEditView
    list_display = (
        Column("edition", label=_("Module edition"), sort_key="edition__module__code"),
        Column("questions", label=_("Questions in a form")),
        Column("minutes", label=_("Time limit, minutes"), sort_key="minutes"),
        Column("attempts", label=_("Attempts at the end"), sort_key="attempts"),
        Column(
            "get_reveal_display",
            label=_("Right answers are shown"),
            sort_key="reveal",
        ),
    )
    list_filter = ("reveal",)
    select_related = ("edition__module",)
    prefetch_related = ("draw_rules",)
    list_export = (
        "edition", "questions", "minutes", "attempts", "wait_hours", "is_shuffled",
        "get_reveal_display", "delayed_after_days",
    )  # fmt: skip
    export_headings = {"questions": _("Questions in a form")}
    export_filename = "tests"
    ordering = ("edition__module__code",)
    inspect_view_fields = (
        "edition", "minutes", "attempts", "wait_hours", "is_shuffled", "reveal",
        "delayed_after_days",
    )  # fmt: skip

    @cached_property
    def edit_handler(self) -> ObjectList:
        return ObjectList(
            [
                FieldPanel("edition"),
                InlinePanel(
                    "draw_rules",
                    heading=_("What is drawn"),
                    help_text=_(
                        "Each of the two forms gets so many questions of an objective."
                    ),
                    panels=[FieldPanel("objective"), FieldPanel("number")],
                ),
                FieldPanel("minutes"),
                FieldRowPanel([FieldPanel("attempts"), FieldPanel("wait_hours")]),
                FieldPanel("is_shuffled"),
                FieldPanel("reveal"),
                FieldPanel("delayed_after_days"),
            ],
            base_form_class=TestForm,
        )
