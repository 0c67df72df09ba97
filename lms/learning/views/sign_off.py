"""A supervisor answers by a link, on a phone and without a login."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_safe

from lms.delivery.forms.refusal import add_refusal
from lms.learning.domain.sign_off import (
    SignOffRefused,
    answer_sign_off,
    reason_shut,
)
from lms.learning.forms import SignOffForm
from lms.learning.models import PracticeSignOff
from lms.learning.permissions import user_can_answer_sign_off


@never_cache
@sensitive_variables("token")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_off(request: HttpRequest, token: str) -> HttpResponse:
    """The link is the key; it shows person, step, day and training, and no more."""
    found = (
        PracticeSignOff.objects.filter(token=token)
        .select_related("enrolment__professional", "enrolment__training", "step")
        .first()
    )
    if found is None:
        return _shut(
            request, _("This link was used already or has been replaced."), 404
        )
    if not user_can_answer_sign_off(request.user, found):
        return _shut(request, _("You cannot confirm a step of your own."), 403)
    if reason := reason_shut(found, now=timezone.now()):
        return _shut(request, reason, 410)
    form = SignOffForm(request.POST if request.method == "POST" else None)
    deed = request.POST.get("deed")
    if deed in ("confirm", "decline") and form.is_valid():
        try:
            answer_sign_off(
                found,
                is_confirmed=deed == "confirm",
                words=form.cleaned_data["words"],
                now=timezone.now(),
            )
        except SignOffRefused as refusal:
            add_refusal(form, refusal)
        else:
            return redirect("lms_learning:sign_off_thanks")
    context = {
        "person": found.enrolment.professional,
        "training": found.enrolment.training,
        "step": found.step,
        "done_on": found.done_on,
        "form": form,
    }
    return _private(render(request, "lms_learning/sign_off.html", context))


@require_safe
def sign_off_thanks(request: HttpRequest) -> HttpResponse:
    return _private(render(request, "lms_learning/sign_off_thanks.html"))


def _shut(request: HttpRequest, reason: str, status: int) -> HttpResponse:
    context = {"reason": reason}
    page = render(request, "lms_learning/sign_off.html", context, status=status)
    return _private(page)


def _private(response: HttpResponse) -> HttpResponse:
    """Found by no search engine, and the key goes to no other site."""
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "same-origin"
    return response
