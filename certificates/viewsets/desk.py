"""The certificates desk: who is ready, issue and print in two clicks."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django.views.generic import View
from django_tasks.exceptions import TaskResultDoesNotExist
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.viewsets.base import ViewSet
from wagtail.permissions import ModelPermissionPolicy

from certificates import conf
from certificates.domain.issuing import IssuingRefused, issue_for_training
from certificates.domain.printing import one_document, printable
from certificates.domain.readiness import closed_trainings, people_of
from certificates.enums import PARTICIPATION
from certificates.models import Certificate, CertificateKind
from certificates.tasks import issue_whole_training
from curriculum.viewsets.base import RegisterIndexView
from lms.delivery.models import Training

#: Of the model Certificate; its action "issue" is the permission issue_certificate.
POLICY = ModelPermissionPolicy(Certificate)


class DeskIndexView(RegisterIndexView):
    """Closed trainings with how many people are ready."""

    page_title = gettext_lazy("Certificates to issue")
    any_permission_required = ["issue"]
    is_searchable = True
    search_fields = ["code", "title"]
    search_backend_name = None

    def get_base_queryset(self) -> QuerySet:
        kind = get_object_or_404(CertificateKind, code=PARTICIPATION)
        return closed_trainings(kind)


class DeskView(PermissionCheckedMixin, WagtailAdminTemplateMixin, View):
    """One closed training: its people, one button, and the pages to print."""

    permission_policy = POLICY
    permission_required = "issue"
    index_url_name = ""
    print_url_name = ""
    page_title = gettext_lazy("Certificates")
    header_icon = "doc-full"
    template_name = "certificates/admin/desk.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.training = get_object_or_404(Training.objects.closed(), pk=kwargs["pk"])
        self.kind = get_object_or_404(CertificateKind, code=PARTICIPATION)

    def get_page_subtitle(self) -> str:
        return str(self.training)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse(self.index_url_name), "label": _("Certificates to issue")},
            {"url": "", "label": self.training.code, "sublabel": self.training.title},
        ]

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        people = people_of(self.training, kind=self.kind, today=timezone.localdate())
        context = self.get_context_data(
            training=self.training,
            kind=self.kind,
            people=people,
            ready=sum(person.is_ready for person in people),
            printable=printable(self.training, kind=self.kind).count(),
            print_url=reverse(self.print_url_name, args=[pk]),
            is_working=_is_working(request.GET.get("task", "")),
        )
        return render(request, self.template_name, context)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        people = people_of(self.training, kind=self.kind, today=timezone.localdate())
        if sum(person.is_ready for person in people) > conf.issue_at_once():
            task = issue_whole_training.enqueue(
                pk, self.kind.code, request.user.pk, get_language()
            )
            return redirect(f"{request.path}?task={task.id}")
        try:
            report = issue_for_training(
                self.training, kind=self.kind, by=request.user, now=timezone.now()
            )
        except IssuingRefused as refusal:
            messages.error(request, str(refusal))
            return self.get(request, pk)
        count = len(report.issued)
        messages.success(
            request,
            ngettext(
                "%(count)s certificate issued.", "%(count)s certificates issued.", count
            )
            % {"count": count},
        )
        return redirect(request.path)


def _is_working(task_id: str) -> bool:
    """Whether that run in the background is waiting or under way."""
    backend = issue_whole_training.get_backend()
    if not task_id or not backend.supports_get_result:
        return False
    try:
        return not issue_whole_training.get_result(task_id).is_finished
    except TaskResultDoesNotExist:
        return False


class PrintView(PermissionCheckedMixin, View):
    """All valid certificates of a training as one file for the printer."""

    permission_policy = POLICY
    permission_required = "issue"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        training = get_object_or_404(Training.objects.closed(), pk=pk)
        kind = get_object_or_404(CertificateKind, code=PARTICIPATION)
        files = printable(training, kind=kind)
        if not files.exists():
            messages.error(
                request, _("Nothing is issued yet, so nothing can be printed.")
            )
            return redirect("certificate_desk:training", pk=pk)
        response = HttpResponse(one_document(files), content_type="application/pdf")
        name = f"{training.code}-{kind.code}.pdf"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        response["X-Content-Type-Options"] = "nosniff"
        return response


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
        ]
