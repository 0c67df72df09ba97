from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lms.delivery.domain.trainer_report import (
    ReportRefused,
    against_plan,
    days_by_sessions,
    report_of,
    write_report,
)
from lms.delivery.forms import CostsForm, TrainerReportForm
from lms.delivery.permissions import user_can_see_report, user_can_write_report

from .access import person_of, refuse_unless, trainer_page, training_or_404


@trainer_page
@require_http_methods(["GET", "HEAD", "POST"])
def trainer_report(request: HttpRequest, code: str) -> HttpResponse:
    """The report to be written by the lead trainer, and to be read by the others."""
    training = training_or_404(request, code)
    refuse_unless(user_can_see_report(request.user, training))
    can_write = user_can_write_report(request.user, training)
    report = report_of(training)
    against = against_plan(training, report)
    context: dict[str, Any] = {
        "training": training,
        "report": report,
        "against": against,
    }
    if not can_write:
        refuse_unless(request.method != "POST")
        return render(request, "lms_delivery/trainer_report_read.html", context)
    data = request.POST if request.method == "POST" else None
    form = TrainerReportForm(data, report=report, days=days_by_sessions(training))
    costs = CostsForm(data, lines=list(against.costs))
    if data is not None and form.is_valid() and costs.is_valid():
        try:
            write_report(
                training,
                facts=form.cleaned_data,
                costs=costs.costs(),
                by=person_of(request),
                now=timezone.now(),
            )
        except ReportRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The report is kept with the training."))
            return redirect("lms_delivery:training", code=training.code)
    context |= {"form": form, "costs": costs}
    return render(request, "lms_delivery/trainer_report.html", context)
