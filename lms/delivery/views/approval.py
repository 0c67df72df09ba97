from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lms.delivery.domain.approval import (
    TO_SUBMIT,
    ApprovalRefused,
    approve,
    send_back,
    submit_training,
)
from lms.delivery.enums import ApprovalState
from lms.delivery.forms import ApprovalForm
from lms.delivery.forms.refusal import add_refusal
from lms.delivery.models import Training
from lms.delivery.permissions import user_can_approve, user_can_submit

from .access import person_of, refuse_unless, trainer_page, training_or_404
from .kept import keeps_what_was_typed, take_kept


@keeps_what_was_typed
@trainer_page
@require_http_methods(["GET", "HEAD", "POST"])
def approval(request: HttpRequest, code: str) -> HttpResponse:
    """The history, and the next step for whoever may take it."""
    training = training_or_404(request, code)
    deeds = _deeds(request, training)
    can_act = user_can_approve(request.user) or user_can_submit(request.user, training)
    refuse_unless(can_act or request.method != "POST")
    kept = take_kept(request)
    form = ApprovalForm(request.POST if request.method == "POST" else kept)
    if request.method == "POST" and form.is_valid():
        deed = deeds.get(request.POST.get("deed", ""))
        try:
            if deed is None:
                raise ApprovalRefused(_("Choose what to do."))
            deed(
                training, by=person_of(request), now=timezone.now(), **form.cleaned_data
            )
        except ApprovalRefused as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("The step is kept."))
            return redirect("lms_delivery:training", code=training.code)
    context = {
        "training": training,
        "steps": training.approval_steps.select_related("taken_by"),
        "deeds": deeds,
        "form": form,
        "is_kept": kept is not None,
    }
    return render(request, "lms_delivery/approval.html", context)


def _deeds(request: HttpRequest, training: Training) -> dict[str, Callable]:
    if not training.is_open:
        return {}
    if training.approval in TO_SUBMIT and user_can_submit(request.user, training):
        return {"submit": submit_training}
    if training.approval == ApprovalState.SUBMITTED and user_can_approve(request.user):
        return {"approve": approve, "send_back": send_back}
    return {}
