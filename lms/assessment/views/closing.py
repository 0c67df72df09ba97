"""Pages of a trainer: scores of the post-test, and closing the training."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from lms.assessment.domain.closing import ClosingRefused, close_training, closing_of
from lms.assessment.domain.records import attending
from lms.assessment.domain.scores import (
    ScoreRefused,
    record_scores,
    scores_of,
    tested_editions,
)
from lms.assessment.forms import ScoresForm
from lms.assessment.permissions import user_can_close, user_can_enter_scores
from lms.delivery.views.access import refuse_unless, trainer_page, training_or_404
from lms.delivery.views.kept import keeps_what_was_typed, take_kept


@keeps_what_was_typed
@trainer_page
@require_http_methods(["GET", "HEAD", "POST"])
def scores(request: HttpRequest, code: str) -> HttpResponse:
    training = training_or_404(request, code)
    refuse_unless(user_can_enter_scores(request.user, training))
    kept = take_kept(request) if request.method == "GET" else None
    form = ScoresForm(
        request.POST or kept,
        enrolments=list(attending(training)),
        editions=tested_editions(training),
        scores=scores_of(training),
    )
    if request.method == "POST" and form.is_valid():
        try:
            changed = record_scores(training, scores=form.scores, by=request.user)
        except ScoreRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request,
                ngettext("%(count)s score saved.", "%(count)s scores saved.", changed)
                % {"count": changed},
            )
            return redirect("lms_assessment:scores", code=training.code)
    context = {"training": training, "form": form, "is_kept": kept is not None}
    return render(request, "lms_assessment/scores.html", context)


@trainer_page
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: HttpRequest, code: str) -> HttpResponse:
    """What closing would decide, the button, and afterwards what was decided."""
    training = training_or_404(request, code)
    refuse_unless(user_can_close(request.user, training))
    refusal = ""
    if request.method == "POST":
        try:
            close_training(training, by=request.user, now=timezone.now())
        except ClosingRefused as error:
            refusal = str(error)
        else:
            messages.success(
                request, _("Training %(code)s is closed.") % {"code": training.code}
            )
            return redirect("lms_assessment:close", code=training.code)
    closing = closing_of(training, now=timezone.now())
    context = {
        "training": training,
        "closing": closing,
        "refusal": refusal,
        "walk_ins": training.walk_ins.waiting().count(),
    }
    return render(request, "lms_assessment/close.html", context)
