from __future__ import annotations

import mimetypes

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lms.delivery.domain.evidence import EvidenceRefused
from lms.delivery.domain.signed_sheet import add_to_training
from lms.delivery.forms import EvidenceForm
from lms.delivery.models import Evidence
from lms.delivery.permissions import trainings_seen_by, user_can_run_training

from .access import person_of, refuse_unless, trainer_page, training_or_404


@trainer_page
@require_safe
def evidence(request: HttpRequest, pk: int) -> FileResponse:
    """The file as it came, to be saved and never shown inside the site."""
    evidence = get_object_or_404(
        Evidence, pk=pk, training__in=trainings_seen_by(request.user).values("pk")
    )
    kind, _encoding = mimetypes.guess_type(evidence.name)
    response = FileResponse(
        evidence.file.open("rb"),
        as_attachment=True,
        filename=evidence.name,
        content_type=kind or "application/octet-stream",
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


@trainer_page
@require_http_methods(["GET", "HEAD", "POST"])
def evidence_add(request: HttpRequest, code: str) -> HttpResponse:
    training = training_or_404(request, code)
    refuse_unless(user_can_run_training(request.user, training))
    is_sent = request.method == "POST"
    data = (request.POST, request.FILES) if is_sent else ()
    form = EvidenceForm(*data, training=training)
    if is_sent and form.is_valid():
        try:
            file = form.cleaned_data["file"]
            add_to_training(
                training,
                content=file.read(),
                name=file.name,
                kind=form.cleaned_data["kind"],
                chosen=form.cleaned_data["session"],
                by=person_of(request),
            )
        except EvidenceRefused as refusal:
            form.add_error("file", str(refusal))
        else:
            messages.success(request, _("The file is kept with the training."))
            return redirect("lms_delivery:training", code=training.code)
    context = {"training": training, "form": form}
    return render(request, "lms_delivery/evidence_add.html", context)
