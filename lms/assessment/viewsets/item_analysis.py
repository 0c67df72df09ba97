from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column

from curriculum.viewsets.base import RegisterIndexView, RegisterInspectView
from lms.assessment.domain.item_analysis import (
    choices_of,
    discrimination_of,
    warnings_of,
    with_statistics,
)
from lms.assessment.domain.question_content import content_of
from lms.assessment.models import Answer, QuestionVersion, in_texts

from .base import LedgerViewSet

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

WARNINGS = {
    "negative": gettext_lazy("Who knows more answers it wrong: is the key right?"),
    "low": gettext_lazy("It hardly tells who knows from who does not."),
    "languages": gettext_lazy("Harder in one language: look at the translation."),
}


class ItemAnalysisIndexView(RegisterIndexView):
    """Versions that somebody answered, with what the answers say of them."""

    def get_page_title(self) -> Any:
        return ItemAnalysisViewSet.menu_label

    def get_base_queryset(self) -> QuerySet[QuestionVersion]:
        answers = Answer.objects.filter(
            form_question__version=OuterRef("pk"), points__isnull=False
        )
        return with_statistics(super().get_base_queryset().filter(Exists(answers)))


class ItemAnalysisInspectView(RegisterInspectView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context["choices"] = choices_of(self.object)
        return context


def _words(version: QuestionVersion) -> str:
    text = in_texts(content_of(version).parts[0].text)
    return Truncator(text).chars(90)


def _facility(name: str, label: StrOrPromise) -> Column:
    def value(version: Any) -> str:
        found = getattr(version, name)
        return "–" if found is None else f"{found:.0f}"

    return Column(name, label=label, accessor=value, sort_key=name)


def _discrimination(version: Any) -> str:
    found = discrimination_of(version)
    return "–" if found is None else f"{found:.2f}"


def _warnings(version: Any) -> str:
    return " ".join(str(WARNINGS[name]) for name in warnings_of(version))


class ItemAnalysisViewSet(LedgerViewSet):
    """What answers say of a question: how hard, how telling, in which language."""

    model = QuestionVersion
    icon = "sliders"
    menu_label = gettext_lazy("Item analysis")
    index_view_class = ItemAnalysisIndexView
    inspect_view_class = ItemAnalysisInspectView
    inspect_template_name = "lms_assessment/admin/item.html"
    list_filter = ("question__module",)
    select_related = ("question__module",)
    ordering = ("question__key", "-number")
    list_display = (
        Column(
            "key",
            label=gettext_lazy("Version"),
            accessor=str,
            sort_key="question__key",
        ),
        Column("words", label=gettext_lazy("Question"), accessor=_words),
        Column("warnings", label=gettext_lazy("Look again"), accessor=_warnings),
        Column("answered", label=gettext_lazy("Answers"), sort_key="answered"),
        _facility("facility", gettext_lazy("Right, %")),
        _facility("facility_sq", gettext_lazy("Albanian, %")),
        _facility("facility_sr", gettext_lazy("Serbian, %")),
        _facility("facility_en", gettext_lazy("English, %")),
        Column(
            "discrimination",
            label=gettext_lazy("Discrimination"),
            accessor=_discrimination,
        ),
    )
    list_export = (
        "question.key", "number", "answered", "facility", "facility_sq", "answered_sq",
        "facility_sr", "answered_sr", "facility_en", "answered_en",
    )  # fmt: skip
    export_headings = {
        "question.key": gettext_lazy("Key"),
        "answered": gettext_lazy("Answers"),
        "facility": gettext_lazy("Right, %"),
        "facility_sq": gettext_lazy("Albanian, %"),
        "answered_sq": gettext_lazy("Answers in Albanian"),
        "facility_sr": gettext_lazy("Serbian, %"),
        "answered_sr": gettext_lazy("Answers in Serbian"),
        "facility_en": gettext_lazy("English, %"),
        "answered_en": gettext_lazy("Answers in English"),
    }
    export_filename = "item-analysis"
    inspect_view_fields = ("question", "number", "made_at", "made_by")
    inspect_view_labels = {"question": gettext_lazy("Question")}
