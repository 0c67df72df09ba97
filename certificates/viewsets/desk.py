"""The certificates desk: who is ready, issue and print in two clicks."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_filters import ModelChoiceFilter
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.widgets.button import HeaderButton

from certificates.domain.readiness import closed_trainings
from certificates.models import CertificateKind
from certificates.seal import notice_of_seal
from curriculum.viewsets.base import RegisterIndexView
from lms.delivery.models import Training

from .asking import POLICY, kind_asked
from .files import PrintView, ZipView
from .issuing import AheadView, DeskView, RunView


class DeskFilterSet(WagtailFilterSet):
    """The kind decides what is counted, so it leaves no training out."""

    kind = ModelChoiceFilter(
        label=gettext_lazy("Kind"),
        queryset=CertificateKind.objects.all(),
        to_field_name="code",
        method="all_trainings",
    )

    class Meta:
        model = Training
        fields = ("kind",)

    def all_trainings(
        self, trainings: QuerySet, name: str, value: CertificateKind
    ) -> QuerySet:
        return trainings


class DeskIndexView(RegisterIndexView):
    """Closed trainings with how many people are ready."""

    page_title = gettext_lazy("Certificates to issue")
    template_name = "certificates/admin/desk_index.html"
    any_permission_required = ["issue"]
    is_searchable = True
    search_fields = ["code", "title"]
    search_backend_name = None

    filterset_class = DeskFilterSet

    def get_base_queryset(self) -> QuerySet:
        return closed_trainings(kind_asked(self.request))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        notice = notice_of_seal(now=timezone.now())
        return super().get_context_data(seal_notice=notice, **kwargs)

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        kind = kind_asked(self.request)
        return [
            *super().header_buttons,
            HeaderButton(
                _("Issue for all trainings"),
                url=f"{reverse('certificate_desk:all')}?kind={kind.code}",
                icon_name="doc-full",
            ),
        ]


class DeskViewSet(ViewSet):
    name = "certificate_desk"
    url_prefix = "certificates/desk"
    icon = "doc-full"
    menu_label = gettext_lazy("To issue")

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_common_view_kwargs(
            model=Training,
            permission_policy=POLICY,
            index_url_name=self.get_url_name("index"),
            index_results_url_name=self.get_url_name("index_results"),
            print_url_name=self.get_url_name("print"),
            zip_url_name=self.get_url_name("zip"),
            header_icon=self.icon,
            default_ordering=("-closed_at", "code"),
            list_display=self.list_display,
            list_export=("code", "title", "closed_at", "completed", "issued", "ready"),
            export_filename="certificates-to-issue",
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
                    self.get_url_name("training"), args=[training.pk]
                ),
            ),
            Column("ready", label=gettext_lazy("Ready"), sort_key="ready"),
            Column("issued", label=gettext_lazy("Issued"), sort_key="issued"),
            Column("completed", label=gettext_lazy("Completed"), sort_key="completed"),
            Column("closed_at", label=gettext_lazy("Closed at"), sort_key="closed_at"),
        ]

    @cached_property
    def menu_item_class(self) -> type[MenuItem]:
        def is_shown(item: MenuItem, request: HttpRequest) -> bool:
            return POLICY.user_has_permission(request.user, "issue")

        return type("DeskMenuItem", (MenuItem,), {"is_shown": is_shown})

    def get_urlpatterns(self) -> list[URLPattern]:
        results = self.construct_view(DeskIndexView, results_only=True)
        return [
            path("", self.construct_view(DeskIndexView), name="index"),
            path("results/", results, name="index_results"),
            path("<int:pk>/", self.construct_view(DeskView), name="training"),
            path("<int:pk>/print/", self.construct_view(PrintView), name="print"),
            path("<int:pk>/zip/", self.construct_view(ZipView), name="zip"),
            path("<int:pk>/ahead/", self.construct_view(AheadView), name="ahead"),
            path("all/", self.construct_view(RunView), name="all"),
        ]
