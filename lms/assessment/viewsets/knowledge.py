from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.base import ViewSet

from curriculum.spreadsheet import xlsx_response
from lms.assessment.domain.knowledge import knowledge
from lms.assessment.permissions import user_can_see_knowledge


class KnowledgeMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return user_can_see_knowledge(request.user)


class KnowledgeView(WagtailAdminTemplateMixin, TemplateView):
    """Which share of a profession answers a topic's questions right, over time."""

    page_title = gettext_lazy("Knowledge by profession")
    header_icon = "glasses"
    template_name = "lms_assessment/admin/knowledge.html"
    http_method_names = ["get", "head", "options"]

    def dispatch(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        if not user_can_see_knowledge(request.user):
            raise PermissionDenied
        if request.GET.get("format") == "xlsx":
            return self._as_xlsx()
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "rows": knowledge()}

    def _as_xlsx(self) -> HttpResponse:
        headings = (
            _("Topic"), _("Profession"), _("Half-year"), _("Stage"),
            _("People"), _("Answers"), _("Right"), _("Right, %"),
        )  # fmt: skip
        rows = [
            (
                one.topic, one.profession or "–", one.period, one.stage.label,
                one.people, one.answers, one.right, one.percent,
            )
            for one in knowledge()
        ]  # fmt: skip
        return xlsx_response("knowledge", headings, rows)


class KnowledgeViewSet(ViewSet):
    name = "lms_assessment_knowledge"
    url_prefix = "assessment/knowledge"
    icon = "glasses"
    menu_label = gettext_lazy("Knowledge by profession")
    menu_name = "assessment-knowledge"
    menu_item_class = KnowledgeMenuItem

    def get_urlpatterns(self) -> list[URLPattern]:
        return [path("", self.construct_view(KnowledgeView), name="index")]
