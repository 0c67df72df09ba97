"""The queue of rows where a person says who they are."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import ListView
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.base import ViewSet

from lms.delivery.domain.register import newest_work
from lms.delivery.domain.review import (
    DecisionRefused,
    candidates_of,
    decide_another,
    decide_same,
)
from lms.delivery.models import SheetRow
from lms.delivery.permissions import user_can_decide_rows
from lms.delivery.views.access import person_of


class DecidersOnly(View):
    def dispatch(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        if not user_can_decide_rows(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class ReviewView(DecidersOnly, WagtailAdminTemplateMixin, ListView):
    template_name = "lms_delivery/admin/review.html"
    page_title = gettext_lazy("Who is it?")
    header_icon = "user"
    paginate_by = 20
    paginator_class = WagtailPaginator
    page_kwarg = "p"
    queryset = (
        SheetRow.objects.awaiting_decision()
        .select_related("sheet_import__training", "sheet_import__evidence")
        .prefetch_related(
            "candidates__affiliations__institution",
            "candidates__affiliations__profession",
        )
        .order_by("sheet_import__applied_at", "sheet_import", "number")
    )

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        rows = list(context["page_obj"])
        candidates = candidates_of(rows)
        context["items"] = [
            (row, [(person, newest_work(person)) for person in candidates[row.pk]])
            for row in rows
        ]
        return context


class DecideView(DecidersOnly):
    """POST `decision`: `another`, or the id of the person the row is."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = get_object_or_404(SheetRow, pk=pk)
        decision = request.POST.get("decision", "")
        try:
            enrolment = self._decide(row, decision)
        except DecisionRefused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(
                request,
                _("Decided: the row is %(person)s, enrolled in %(training)s.")
                % {
                    "person": enrolment.professional,
                    "training": enrolment.training.code,
                },
            )
        return redirect("lms_delivery_review:index")

    def _decide(self, row: SheetRow, decision: str) -> Any:
        by, now = person_of(self.request), timezone.now()
        if decision == "another":
            return decide_another(row, by=by, now=now)
        for person in candidates_of([row])[row.pk]:
            if decision == str(person.pk):
                return decide_same(row, professional=person, by=by, now=now)
        raise DecisionRefused(_("Choose one of the people shown, or another person."))


class ReviewMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return user_can_decide_rows(request.user)


class ReviewViewSet(ViewSet):
    name = "lms_delivery_review"
    url_prefix = "training-review"
    icon = "help"
    menu_label = gettext_lazy("Rows to decide")
    menu_item_class = ReviewMenuItem

    @cached_property
    def menu_url(self) -> str:
        return reverse("lms_delivery_review:index")

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", self.construct_view(ReviewView), name="index"),
            path("<int:pk>/", self.construct_view(DecideView), name="decide"),
        ]
