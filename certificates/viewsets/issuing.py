"""Pages that issue: for one training, for all of them, and before one ends."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from certificates import conf
from certificates.domain.ahead import issue_ahead, refuse_ahead
from certificates.domain.issuing import IssuingRefused
from certificates.domain.printing import printable
from certificates.domain.readiness import people_of
from certificates.domain.runs import left_out, runs_of, start_run, take_up, waiting
from certificates.models import Certificate, CertificateKind, IssueRun
from certificates.models.certificate import LIVING
from certificates.seal import notice_of_seal
from certificates.tasks import carry_out_run
from lms.assessment.domain.records import attending
from lms.delivery.enums import TrainingStatus
from lms.delivery.models import Training

from .asking import POLICY, kind_asked


class RunView(PermissionCheckedMixin, WagtailAdminTemplateMixin, View):
    """Many at once: how many wait, one button, and how far it is."""

    permission_policy = POLICY
    permission_required = "issue"
    index_url_name = ""
    page_title = gettext_lazy("Issue for all trainings")
    header_icon = "doc-full"
    template_name = "certificates/admin/all.html"
    training: Training | None = None

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.kind = kind_asked(request)

    def get_page_subtitle(self) -> str:
        return str(self.kind)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse(self.index_url_name), "label": _("Certificates to issue")},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        run = runs_of(self.kind, training=self.training).first()
        return super().get_context_data(
            kind=self.kind,
            kinds=CertificateKind.objects.order_by("prefix"),
            run=run,
            seal_notice=notice_of_seal(now=timezone.now()),
            **kwargs,
        )

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        context = self.get_context_data(ready=waiting(self.kind).count())
        if run := context["run"]:
            context["left_out"] = left_out(run)
        return render(request, self.template_name, context)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if run := self.run_to_carry_out():
            is_quick = run.total - run.issued <= conf.issue_at_once()
            (carry_out_run.call if is_quick else carry_out_run.enqueue)(run.pk)
        return redirect(self.address)

    def run_to_carry_out(self) -> IssueRun | None:
        """A new run, or the one that was interrupted; none if one is under way."""
        now = timezone.now()
        last = runs_of(self.kind, training=self.training).first()
        if last and last.is_working:
            return None
        if last and last.is_interrupted:
            return take_up(last, now=now)
        return start_run(
            self.kind, training=self.training, by=self.request.user, now=now
        )

    @property
    def address(self) -> str:
        return f"{self.request.path}?kind={self.kind.code}"


class DeskView(RunView):
    """One closed training: its people, one button, and the pages to print."""

    print_url_name = ""
    zip_url_name = ""
    page_title = gettext_lazy("Certificates")
    template_name = "certificates/admin/desk.html"
    training: Training

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.training = self.find_training(kwargs["pk"])

    def find_training(self, pk: int) -> Training:
        return get_object_or_404(Training.objects.closed(), pk=pk)

    def get_page_subtitle(self) -> str:
        return f"{self.training} · {self.kind}"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        here = {"label": self.training.code, "sublabel": self.training.title}
        return [*super().get_breadcrumbs_items()[:-1], {"url": "", **here}]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        people = people_of(self.training, kind=self.kind, today=timezone.localdate())
        context = self.get_context_data(
            training=self.training,
            people=people,
            ready=sum(person.is_ready for person in people),
            printable=printable(self.training, kind=self.kind).count(),
            print_url=reverse(self.print_url_name, args=[self.training.pk]),
            zip_url=reverse(self.zip_url_name, args=[self.training.pk]),
        )
        return render(request, self.template_name, context)


class AheadView(DeskView):
    """A training that is still to end: print for the ceremony, valid only after it."""

    page_title = gettext_lazy("Print certificates ahead")
    template_name = "certificates/admin/ahead.html"

    def find_training(self, pk: int) -> Training:
        return get_object_or_404(
            Training.objects.filter(status=TrainingStatus.PLANNED), pk=pk
        )

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        printed = Certificate.objects.filter(
            kind=self.kind, enrolment__training=self.training
        ).select_related("enrolment__professional")
        context = self.get_context_data(
            training=self.training,
            printed=printed.order_by("enrolment__professional__folded_name", "pk"),
            obstacle=self._obstacle(),
            ready=attending(self.training)
            .exclude(certificates__in=printed.filter(state__in=LIVING))
            .count(),
            printable=printable(self.training, kind=self.kind).count(),
            print_url=reverse(self.print_url_name, args=[self.training.pk]),
            zip_url=reverse(self.zip_url_name, args=[self.training.pk]),
        )
        return render(request, self.template_name, context)

    def _obstacle(self) -> str:
        try:
            refuse_ahead(self.training, kind=self.kind)
        except IssuingRefused as refusal:
            return str(refusal)
        return ""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            report = issue_ahead(
                self.training, kind=self.kind, by=request.user, now=timezone.now()
            )
        except IssuingRefused as refusal:
            messages.error(request, str(refusal))
            return redirect(self.address)
        messages.success(
            request, _("Printed ahead: %(count)s") % {"count": len(report.issued)}
        )
        for skipped in report.skipped:
            messages.warning(request, f"{skipped.name}: {skipped.reason}")
        return redirect(self.address)
