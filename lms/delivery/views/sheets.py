from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lms.delivery.domain.importing import apply, preview
from lms.delivery.domain.pending import drop_pending, keep_pending, pending_of
from lms.delivery.domain.report import ImportReport
from lms.delivery.domain.sheet_grid import SheetRefused
from lms.delivery.forms import SheetForm
from lms.delivery.models import PendingSheet, Training
from lms.delivery.permissions import user_can_import_sheet

from .access import person_of, refuse_unless, trainer_page, training_or_404


@trainer_page
@require_http_methods(["GET", "HEAD", "POST"])
def sheet_import(request: HttpRequest, code: str) -> HttpResponse:
    """Choose a sheet; what it would do is shown before anything happens."""
    training = _training(request, code)
    is_sent = request.method == "POST"
    form = SheetForm(files=request.FILES) if is_sent else SheetForm()
    if is_sent and form.is_valid():
        file = form.cleaned_data["file"]
        content = file.read()
        try:
            preview(content, file.name, training=training, now=timezone.now())
        except SheetRefused as refusal:
            form.add_error("file", str(refusal))
        else:
            pending = keep_pending(
                content,
                file.name,
                training=training,
                by=person_of(request),
                now=timezone.now(),
            )
            return redirect(
                "lms_delivery:sheet_preview", code=training.code, pk=pending.pk
            )
    context = {"training": training, "form": form}
    return render(request, "lms_delivery/sheet_import.html", context)


@trainer_page
@require_http_methods(["GET", "HEAD", "POST"])
def sheet_preview(request: HttpRequest, code: str, pk: UUID) -> HttpResponse:
    """What the uploaded sheet would do, and the button that does it."""
    training = _training(request, code)
    try:
        pending = pending_of(
            pk, training=training, by=person_of(request), now=timezone.now()
        )
        if request.method == "POST":
            report = _apply(request, pending, training)
            if report.applied:
                return redirect("lms_delivery:training", code=training.code)
        else:
            report = preview(
                _content(pending), pending.name, training=training, now=timezone.now()
            )
    except SheetRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("lms_delivery:sheet_import", code=training.code)
    context = {"training": training, "report": report, "form": SheetForm()}
    return render(request, "lms_delivery/sheet_preview.html", context)


def _training(request: HttpRequest, code: str) -> Training:
    training = training_or_404(request, code)
    refuse_unless(user_can_import_sheet(request.user, training))
    return training


def _content(pending: PendingSheet) -> bytes:
    with pending.file.open("rb") as file:
        return file.read()


def _apply(
    request: HttpRequest, pending: PendingSheet, training: Training
) -> ImportReport:
    report = apply(
        _content(pending),
        pending.name,
        training=training,
        by=person_of(request),
        now=timezone.now(),
    )
    if report.applied:
        drop_pending(pending)
        messages.success(
            request,
            _(
                "The sheet is applied. Known people: %(matched)s, new people: "
                "%(created)s, rows that wait for a decision: %(review)s."
            )
            % {
                "matched": report.matched,
                "created": report.created,
                "review": len(report.review),
            },
        )
    return report
