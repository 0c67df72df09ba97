"""The evaluation: answered by anybody with the link, read by who runs the training."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from curriculum.printing import qr_code
from lms.delivery.domain.evaluation import (
    EvaluationRefused,
    answer,
    draw_paper_form,
    enter_paper,
    open_evaluation,
    reason_shut,
    results_of,
)
from lms.delivery.domain.evaluation_form import STATEMENTS, TEXTS, WARNING
from lms.delivery.forms import BatchForm, EvaluationForm, PaperForm
from lms.delivery.models import Evaluation
from lms.delivery.permissions import user_can_run_training, user_can_see_evaluation

from .access import person_of, refuse_unless, trainer_page, training_or_404

#: A browser remembers so long that an answer came from it.
REMEMBERED = 180 * 24 * 60 * 60


@require_safe
def evaluation_link(request: HttpRequest, token: str) -> HttpResponse:
    """The short address of the QR code, on to the form in the best language."""
    return redirect("lms_delivery:evaluation", token=token)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def evaluation(request: HttpRequest, token: str) -> HttpResponse:
    """The form without a login; nothing of who answers is kept, signed in or not."""
    evaluation = get_object_or_404(
        Evaluation.objects.select_related("training"), token=token
    )
    today = timezone.localdate()
    cookie = f"evaluation_{evaluation.pk}"
    form = EvaluationForm(request.POST if request.method == "POST" else None)
    is_done = cookie in request.COOKIES
    context = {
        "training": evaluation.training,
        "form": form,
        "shut": reason_shut(evaluation.training, today=today),
        "is_done": is_done,
        "warning": WARNING,
    }
    if request.method == "POST" and not is_done and form.is_valid():
        try:
            answer(evaluation, form.answer(), today=today)
        except EvaluationRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            thanks = redirect(request.path)
            thanks.set_cookie(
                cookie,
                "1",
                max_age=REMEMBERED,
                httponly=True,
                samesite="Lax",
                secure=request.is_secure(),
            )
            return thanks
    response = render(request, "lms_delivery/evaluation.html", context)
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "same-origin"
    return response


@trainer_page
@require_http_methods(["GET", "HEAD", "POST"])
def evaluation_results(request: HttpRequest, code: str) -> HttpResponse:
    """The link with its QR code, and what was answered once there is enough of it."""
    training = training_or_404(request, code)
    refuse_unless(user_can_see_evaluation(request.user, training))
    can_run = user_can_run_training(request.user, training)
    if request.method == "POST":
        refuse_unless(can_run)
        try:
            open_evaluation(training, by=person_of(request), now=timezone.now())
        except EvaluationRefused as refusal:
            messages.error(request, str(refusal))
        return redirect(request.path)
    context: dict[str, Any] = {
        "training": training,
        "results": results_of(training),
        "can_run": can_run,
    }
    if evaluation := Evaluation.objects.filter(training=training).first():
        path = reverse("lms_delivery_plain:evaluation_link", args=[evaluation.token])
        link = request.build_absolute_uri(path)
        context |= {"link": link, "qr": qr_code(link)}
    return render(request, "lms_delivery/evaluation_results.html", context)


@trainer_page
@require_safe
def evaluation_paper(request: HttpRequest, code: str) -> HttpResponse:
    """The form to be printed; it names nobody."""
    training = training_or_404(request, code)
    refuse_unless(user_can_see_evaluation(request.user, training))
    try:
        pdf = draw_paper_form(training)
    except EvaluationRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("lms_delivery:evaluation_results", code=training.code)
    response = HttpResponse(pdf, content_type="application/pdf")
    name = f"{training.code}-evaluation.pdf"
    response["Content-Disposition"] = f'inline; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


@trainer_page
@require_http_methods(["GET", "HEAD", "POST"])
def evaluation_entry(request: HttpRequest, code: str) -> HttpResponse:
    """Answers on paper, a line each."""
    training = training_or_404(request, code)
    refuse_unless(user_can_run_training(request.user, training))
    data = request.POST if request.method == "POST" else None
    lines, batch = PaperForm(data), BatchForm(data)
    if data is not None and lines.is_valid() and batch.is_valid():
        if refusal := _enter(request, training, lines, batch):
            messages.error(request, refusal)
        else:
            return redirect("lms_delivery:evaluation_results", code=training.code)
    context = {
        "training": training,
        "lines": lines,
        "batch": batch,
        "statements": STATEMENTS.values(),
        "texts": TEXTS.values(),
        "warning": WARNING,
    }
    return render(request, "lms_delivery/evaluation_entry.html", context)


def _enter(request: HttpRequest, training: Any, lines: PaperForm, batch: Any) -> str:
    """Keep the lines and say how many; the reason where they are refused."""
    try:
        count = enter_paper(
            open_evaluation(training, by=person_of(request), now=timezone.now()),
            lines.answers(),
            batch=batch.cleaned_data["batch"],
            today=timezone.localdate(),
        )
    except EvaluationRefused as refusal:
        return str(refusal)
    messages.success(
        request,
        ngettext(
            "%(count)s answer on paper is kept.",
            "%(count)s answers on paper are kept.",
            count,
        )
        % {"count": count},
    )
    return ""
