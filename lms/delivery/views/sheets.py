from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lms.delivery.domain.headings import days_offered
from lms.delivery.domain.importing import apply, preview
from lms.delivery.domain.pending import (
    drop_pending,
    keep_pending,
    keep_said,
    pending_of,
    said_of,
)
from lms.delivery.domain.report import ImportReport
from lms.delivery.domain.sheet_grid import SheetRefused
from lms.delivery.domain.sheet_meanings import Column, ColumnsUnknown
from lms.delivery.domain.sheet_said import Said
from lms.delivery.forms import SheetForm, SheetPreviewForm
from lms.delivery.models import PendingSheet, Training
from lms.delivery.permissions import user_can_decide_rows, user_can_import_sheet

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
        except ColumnsUnknown:
            return _looked_over(request, training, content, file.name)
        except SheetRefused as refusal:
            form.add_error("file", str(refusal))
        else:
            return _looked_over(request, training, content, file.name)
    context = {"training": training, "form": form}
    return render(request, "lms_delivery/sheet_import.html", context)


def _looked_over(
    request: HttpRequest, training: Training, content: bytes, name: str
) -> HttpResponse:
    pending = keep_pending(
        content, name, training=training, by=person_of(request), now=timezone.now()
    )
    return redirect("lms_delivery:sheet_preview", code=training.code, pk=pending.pk)


@trainer_page
@require_http_methods(["GET", "HEAD", "POST"])
def sheet_preview(request: HttpRequest, code: str, pk: UUID) -> HttpResponse:
    """What the uploaded sheet would do, what can be said about it, and the button."""
    training = _training(request, code)
    try:
        sheet = _Sheet(request, training, _pending(request, training, pk))
        if request.method == "POST":
            return sheet.answer()
        return sheet.page(sheet.form())
    except SheetRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("lms_delivery:sheet_import", code=training.code)


def _pending(request: HttpRequest, training: Training, pk: UUID) -> PendingSheet:
    """The upload; somebody else's is not found, and one that is gone is said to be."""
    own = {"training": training, "uploaded_by": person_of(request)}
    if PendingSheet.objects.filter(pk=pk).exclude(**own).exists():
        raise Http404
    return pending_of(pk, training=training, by=person_of(request), now=timezone.now())


def _training(request: HttpRequest, code: str) -> Training:
    training = training_or_404(request, code)
    refuse_unless(user_can_import_sheet(request.user, training))
    return training


def _content(pending: PendingSheet) -> bytes:
    with pending.file.open("rb") as file:
        return file.read()


class _Sheet:
    """An upload as it is looked over, with what was said about it so far."""

    def __init__(
        self, request: HttpRequest, training: Training, pending: PendingSheet
    ) -> None:
        self.request, self.training, self.pending = request, training, pending
        self.may_decide = user_can_decide_rows(request.user)
        self.said = said_of(pending, may_decide=self.may_decide)
        self.content = _content(pending)

    def look(self, said: Said) -> tuple[ImportReport | None, Sequence[Column], str]:
        """What it would do; without a report, the columns to explain, and why."""
        try:
            report = preview(
                self.content,
                self.pending.name,
                training=self.training,
                now=timezone.now(),
                said=said,
            )
        except ColumnsUnknown as refusal:
            return None, refusal.unknown, str(refusal)
        return report, report.unknown_columns, ""

    def form(self, data: QueryDict | None = None) -> SheetPreviewForm:
        try:
            self.report, unknown, self.problem = self.look(self.said)
        except SheetRefused as refusal:
            if not self.said.people:
                raise
            messages.warning(self.request, str(refusal))
            self.said = replace(self.said, people={})
            self.report, unknown, self.problem = self.look(self.said)
        return SheetPreviewForm(
            data,
            report=self.report,
            unknown=unknown,
            days=days_offered(self.training) if unknown else (),
            may_decide=self.may_decide,
        )

    def page(self, form: SheetPreviewForm) -> HttpResponse:
        context = {
            "training": self.training,
            "report": self.report,
            "problem": self.problem,
            "said": form,
            "form": SheetForm(),
            "may_decide": self.may_decide,
        }
        return render(self.request, "lms_delivery/sheet_preview.html", context)

    def answer(self) -> HttpResponse:
        """Keep what was said; apply it when that is asked and nothing new was read."""
        form = self.form(self.request.POST)
        if not form.is_valid():
            return self.page(form)
        said = form.said()
        try:
            if said != self.said:
                self.look(said)
                keep_said(self.pending, said)
            is_read = (said.columns, said.fixes) == (self.said.columns, self.said.fixes)
            if self.request.POST.get("do") == "look":
                return redirect(self.request.path)
            if not is_read:
                messages.info(
                    self.request,
                    _(
                        "You changed how the sheet is read. Look it over, then apply it."
                    ),
                )
                return redirect(self.request.path)
            report = _apply(
                self.request, self.content, self.pending, self.training, said
            )
        except SheetRefused as refusal:
            form.add_error(None, str(refusal))
            return self.page(form)
        if report.applied:
            return redirect("lms_delivery:training", code=self.training.code)
        return redirect(self.request.path)


def _apply(
    request: HttpRequest,
    content: bytes,
    pending: PendingSheet,
    training: Training,
    said: Said,
) -> ImportReport:
    report = apply(
        content,
        pending.name,
        training=training,
        by=person_of(request),
        now=timezone.now(),
        said=said,
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
