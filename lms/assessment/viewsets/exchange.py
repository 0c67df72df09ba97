"""Questions from and for other systems, in the admin."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from curriculum.viewsets.base import GuardedMixin
from lms.assessment.domain.exchange import read_questions_from, write_questions
from lms.assessment.domain.foreign import FileRefused, take_in
from lms.assessment.enums import ExchangeFormat
from lms.assessment.forms import ExportQuestionsForm, ImportQuestionsForm
from lms.assessment.models import Question, QuestionVersion
from lms.delivery.views.access import person_of


class _ExchangeView(GuardedMixin, WagtailAdminTemplateMixin, TemplateView):
    model = Question
    template_name = "lms_assessment/admin/exchange.html"
    header_icon = "help"
    form_class: Any = None

    def get_form(self) -> Any:
        is_sent = self.request.method == "POST"
        return self.form_class(
            self.request.POST if is_sent else None,
            self.request.FILES if is_sent else None,
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", self.get_form())
        return super().get_context_data(**kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("question:index"), "label": gettext_lazy("Questions")},
            {"url": "", "label": self.page_title},
        ]


class ImportQuestionsView(_ExchangeView):
    """Takes in what can be read, and says what could not."""

    page_title = gettext_lazy("Import questions")
    permission_required = "add"
    form_class = ImportQuestionsForm

    def post(self, request: HttpRequest) -> HttpResponse:
        form = self.get_form()
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        try:
            reading = read_questions_from(form.cleaned_data["file"].read())
        except FileRefused as refusal:
            form.add_error("file", str(refusal))
            return self.render_to_response(self.get_context_data(form=form))
        taken = take_in(
            reading.questions,
            module=form.cleaned_data["module"],
            suffix=form.cleaned_data["language"],
            by=person_of(request),
            now=timezone.now(),
        )
        context = self.get_context_data(
            form=form,
            reading=reading,
            taken=taken,
            known=len(reading.questions) - len(taken),
        )
        return self.render_to_response(context)


class ExportQuestionsView(_ExchangeView):
    page_title = gettext_lazy("Export questions")
    permission_required = "view"
    form_class = ExportQuestionsForm

    def post(self, request: HttpRequest) -> HttpResponse:
        form = self.get_form()
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        module, language = form.cleaned_data["module"], form.cleaned_data["language"]
        as_format = ExchangeFormat(form.cleaned_data["as_format"])
        versions = QuestionVersion.objects.of_module(module.code)
        content = write_questions(versions, suffix=language, as_format=as_format)
        ending = "txt" if as_format == ExchangeFormat.GIFT else "xml"
        response = HttpResponse(content, content_type="application/octet-stream")
        name = f"{module.code}-{language}.{ending}"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response
