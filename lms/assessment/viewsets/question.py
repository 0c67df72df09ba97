from __future__ import annotations

from typing import Any

from django.db.models import Count, Q, QuerySet
from django.forms import CheckboxSelectMultiple
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    MultiFieldPanel,
    ObjectList,
)
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import CreateView, EditView
from wagtail.admin.widgets.button import Button

from curriculum.folding import fold
from curriculum.viewsets.base import RegisterIndexView, RegisterViewSet
from curriculum.viewsets.module import in_three_languages
from lms.assessment.domain.question_content import edited_content, read_content
from lms.assessment.domain.questions import keep_version
from lms.assessment.enums import QuestionKind
from lms.assessment.forms import QuestionForm
from lms.assessment.models import Question, Topic
from lms.delivery.views.access import person_of

from .exchange import ExportQuestionsView, ImportQuestionsView


class QuestionIndexView(RegisterIndexView):
    is_searchable = True

    def get_base_queryset(self) -> QuerySet[Question]:
        return (
            super()
            .get_base_queryset()
            .annotate(
                version_count=Count("versions", distinct=True),
                answer_count=Count(
                    "versions__asked__answers",
                    filter=Q(versions__asked__answers__points__isnull=False),
                    distinct=True,
                ),
            )
        )

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        import_url, export_url = reverse("question:import"), reverse("question:export")
        export = Button(_("Export questions"), export_url, icon_name="download")
        if not self.user_has_permission("add"):
            return [*super().header_more_buttons, export]
        take_in = Button(_("Import questions"), import_url, icon_name="upload")
        return [*super().header_more_buttons, take_in, export]

    def search_queryset(self, queryset: QuerySet[Question]) -> QuerySet[Question]:
        """By words of any language, without accents; the bank is some hundred rows."""
        if not self.is_searching:
            return queryset
        words = fold(self.search_query).split()
        found = [
            question.pk
            for question in queryset
            if all(word in question.folded_text for word in words)
        ]
        return queryset.filter(pk__in=found)


class _KeepsVersion:
    """What is saved is what tests ask from now on."""

    request: Any

    def save_instance(self) -> Question:
        question: Question = super().save_instance()  # type: ignore[misc]  # of the view beside it
        keep_version(question, by=person_of(self.request), now=timezone.now())
        return question


class QuestionCreateView(_KeepsVersion, CreateView):
    pass


class QuestionEditView(_KeepsVersion, EditView):
    pass


def _kinds(question: Question) -> str:
    kinds = [str(QuestionKind(part.block_type).label) for part in question.parts]
    return (
        _("Case: %(kinds)s") % {"kinds": ", ".join(kinds)}
        if question.situation
        else ", ".join(kinds)
    )


def _missing(question: Question) -> str:
    missing = read_content(edited_content(question)).missing_languages
    return ", ".join(missing)


def _retired(question: Question) -> str:
    """A word for the few; a red cross at all others would look like a fault."""
    return _("Retired") if question.is_retired else ""


class QuestionViewSet(RegisterViewSet):
    """The bank. What is saved becomes a version; earlier ones stay as they were asked."""

    model = Question
    icon = "help"
    menu_label = gettext_lazy("Questions")
    add_to_reference_index = False
    add_view_class = QuestionCreateView
    edit_view_class = QuestionEditView
    index_view_class = QuestionIndexView
    list_display = (
        Column("key", label=gettext_lazy("Key"), sort_key="key"),
        Column("title", label=gettext_lazy("Question")),
        Column(
            "module",
            label=gettext_lazy("Module"),
            accessor="module.code",
            sort_key="module__code",
        ),
        Column("kinds", label=gettext_lazy("Kind"), accessor=_kinds),
        Column("missing", label=gettext_lazy("Missing languages"), accessor=_missing),
        Column(
            "version_count", label=gettext_lazy("Versions"), sort_key="version_count"
        ),
        Column("answer_count", label=gettext_lazy("Answers"), sort_key="answer_count"),
        Column(
            "retired",
            label=gettext_lazy("Retired"),
            accessor=_retired,
            sort_key="is_retired",
        ),
    )
    list_filter = ("module", "topics", "is_retired")
    select_related = ("module",)
    list_export = (
        "key",
        "title",
        "module.code",
        "version_count",
        "answer_count",
        "is_retired",
    )
    export_headings = {
        "title": gettext_lazy("Question"),
        "module.code": gettext_lazy("Module"),
        "version_count": gettext_lazy("Versions"),
        "answer_count": gettext_lazy("Answers"),
    }
    export_filename = "questions"
    ordering = ("key",)
    inspect_view_fields = (
        "key",
        "module",
        "objectives",
        "topics",
        "title",
        "is_retired",
    )
    inspect_view_labels = {"title": gettext_lazy("Question")}

    @cached_property
    def edit_handler(self) -> ObjectList:
        return ObjectList(
            [
                FieldRowPanel([FieldPanel("key"), FieldPanel("module")]),
                FieldPanel("objectives", widget=CheckboxSelectMultiple),
                FieldPanel("topics", widget=CheckboxSelectMultiple),
                MultiFieldPanel(
                    in_three_languages("situation"),
                    heading=gettext_lazy("Situation of a case"),
                    classname="collapsed",
                ),
                FieldPanel("parts"),
                FieldPanel("is_retired"),
            ],
            base_form_class=QuestionForm,
        )

    def get_urlpatterns(self) -> list[URLPattern]:
        import_view = self.construct_view(ImportQuestionsView)
        export_view = self.construct_view(ExportQuestionsView)
        return [
            *super().get_urlpatterns(),
            path("import/", import_view, name="import"),
            path("export/", export_view, name="export"),
        ]


class TopicViewSet(RegisterViewSet):
    model = Topic
    icon = "tag"
    menu_label = gettext_lazy("Topics of knowledge")
    add_to_reference_index = False
    list_display = (
        Column("name", label=gettext_lazy("Name"), sort_key="name_sq"),
        Column("key", label=gettext_lazy("Key"), sort_key="key"),
    )
    list_export = ("key", "name_sq", "name_sr", "name_en")
    export_filename = "topics"
    inspect_view_fields = ("key", "name_sq", "name_sr", "name_en")
    panels = [
        FieldPanel("key"),
        MultiFieldPanel(in_three_languages("name"), heading=gettext_lazy("Name")),
    ]
