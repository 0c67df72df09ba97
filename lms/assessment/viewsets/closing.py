"""The desk's way to closing: trainings that wait for it, and the page that does it."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.viewsets.base import ViewSet
from wagtail.permissions import ModelPermissionPolicy

from curriculum.viewsets.base import RegisterIndexView
from lms.assessment.domain.closing import ClosingRefused, close_training, closing_of
from lms.delivery.enums import ATTENDING_STATUSES
from lms.delivery.models import Session, SheetRow, Training

from .reopening import ReopenView

#: Of the model Training; its action "close" is the permission close_training.
POLICY = ModelPermissionPolicy(Training)


class ClosingIndexView(RegisterIndexView):
    """Open trainings whose last session is over."""

    page_title = gettext_lazy("Trainings to close")
    any_permission_required = ["close"]
    is_searchable = True
    search_fields = ["code", "title"]
    search_backend_name = None

    def get_base_queryset(self) -> QuerySet:
        today = timezone.localdate()
        sessions = Session.objects.taking_place().filter(training=OuterRef("pk"))
        rows = SheetRow.objects.awaiting_decision().filter(
            sheet_import__training=OuterRef("pk")
        )
        return (
            Training.objects.open()
            .filter(Exists(sessions), ~Exists(sessions.filter(date__gt=today)))
            .annotate(
                last_day=Max(
                    "sessions__date", filter=Q(sessions__cancelled_at__isnull=True)
                ),
                people=Count(
                    "enrolments",
                    filter=Q(enrolments__status__in=ATTENDING_STATUSES),
                    distinct=True,
                ),
                in_review=Coalesce(
                    Subquery(
                        rows.order_by()
                        .values("sheet_import__training")
                        .annotate(count=Count("pk"))
                        .values("count")
                    ),
                    0,
                ),
            )
        )


class CloseView(PermissionCheckedMixin, WagtailAdminTemplateMixin, View):
    """What closing would decide, the button, and afterwards what was decided."""

    permission_policy = POLICY
    permission_required = "close"
    index_url_name = ""
    page_title = gettext_lazy("Close the training")
    header_icon = "lock"
    template_name = "lms_assessment/admin/close.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.training = get_object_or_404(Training, pk=kwargs["pk"])

    def get_page_subtitle(self) -> str:
        return str(self.training)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse(self.index_url_name), "label": _("Trainings to close")},
            {"url": "", "label": self.training.code, "sublabel": self.training.title},
        ]

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        closing = closing_of(self.training, now=timezone.now())
        may_reopen = POLICY.user_has_permission(request.user, "reopen")
        context = self.get_context_data(
            closing=closing,
            training=self.training,
            can_reopen=closing.is_closed and may_reopen,
        )
        return render(request, self.template_name, context)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        try:
            close_training(self.training, by=request.user, now=timezone.now())
        except ClosingRefused as refusal:
            messages.error(request, str(refusal))
            return self.get(request, pk)
        messages.success(
            request, _("Training %(code)s is closed.") % {"code": self.training.code}
        )
        return redirect(request.path)


class ClosingViewSet(ViewSet):
    name = "closing"
    url_prefix = "assessment/closing"
    icon = "lock"
    menu_label = gettext_lazy("Trainings to close")

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_common_view_kwargs(
            model=Training,
            permission_policy=POLICY,
            index_url_name=self.get_url_name("index"),
            index_results_url_name=self.get_url_name("index_results"),
            header_icon=self.icon,
            default_ordering=("last_day", "code"),
            list_display=self.list_display,
            list_export=("code", "title", "last_day", "people", "in_review"),
            export_filename="trainings-to-close",
            **kwargs,
        )

    @property
    def list_display(self) -> list[Column]:
        return [
            TitleColumn(
                "code",
                label=gettext_lazy("Training"),
                accessor=str,
                sort_key="code",
                get_url=lambda training: reverse(
                    self.get_url_name("close"), args=[training.pk]
                ),
            ),
            Column("last_day", label=gettext_lazy("Last session"), sort_key="last_day"),
            Column("people", label=gettext_lazy("Enrolled"), sort_key="people"),
            Column("in_review", label=gettext_lazy("Rows in review")),
        ]

    @cached_property
    def menu_item_class(self) -> type[MenuItem]:
        def is_shown(item: MenuItem, request: HttpRequest) -> bool:
            return POLICY.user_has_permission(request.user, "close")

        return type("ClosingMenuItem", (MenuItem,), {"is_shown": is_shown})

    @property
    def reopen_view(self) -> Any:
        return self.construct_view(
            ReopenView, close_url_name=self.get_url_name("close")
        )

    def get_urlpatterns(self) -> list[URLPattern]:
        index = self.construct_view(ClosingIndexView)
        results = self.construct_view(ClosingIndexView, results_only=True)
        return [
            path("", index, name="index"),
            path("results/", results, name="index_results"),
            path("<int:pk>/", self.construct_view(CloseView), name="close"),
            path("<int:pk>/reopen/", self.reopen_view, name="reopen"),
        ]
