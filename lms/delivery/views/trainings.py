from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lms.delivery.domain.clashes import near_clashes
from lms.delivery.domain.facilitation import FacilitatorRefused, create_own_training
from lms.delivery.domain.overview import overview_of
from lms.delivery.domain.training import (
    TrainingRefused,
    add_session,
    create_training,
)
from lms.delivery.forms import SessionForm, TrainingForm
from lms.delivery.forms.refusal import add_refusal
from lms.delivery.links import links_of
from lms.delivery.models import Training
from lms.delivery.permissions import (
    trainer_of,
    user_can_create_training,
    user_can_decide_rows,
    user_can_edit_training,
    user_can_import_sheet,
    user_can_lead_training,
    user_can_run_training,
    user_can_trace_marks,
)

from .access import person_of, refuse_unless, trainer_page, training_or_404
from .after import after_of
from .kept import keeps_what_was_typed, take_kept


@trainer_page
@require_safe
def training(request: HttpRequest, code: str) -> HttpResponse:
    training = training_or_404(request, code)
    is_run = user_can_run_training(request.user, training)
    can_run = training.is_open and is_run
    context = {
        "training": training,
        "overview": overview_of(training),
        "editions": training.editions.select_related("module"),
        "actions": training.actions.all(),
        "can_run": can_run,
        "can_import": can_run and user_can_import_sheet(request.user, training),
        "can_add_evidence": is_run,
        "can_lead": user_can_lead_training(request.user, training),
        "can_edit": user_can_edit_training(request.user),
        "can_decide": user_can_decide_rows(request.user),
        "can_trace": user_can_trace_marks(request.user, training),
        "links": links_of(request.user, training),
        "after": after_of(request.user, training),
        "today": timezone.localdate(),
        "reopenings": training.reopenings.all(),
    }
    return render(request, "lms_delivery/training.html", context)


@keeps_what_was_typed
@trainer_page
@require_http_methods(["GET", "HEAD", "POST"])
def training_create(request: HttpRequest) -> HttpResponse:
    """A trainer's own training, led by its creator; the office creates it for others."""
    refuse_unless(user_can_create_training(request.user))
    kept = take_kept(request)
    form = TrainingForm(request.POST if request.method == "POST" else kept)
    if request.method == "POST" and form.is_valid():
        try:
            training = _create(request, form)
        except TrainingRefused as refusal:
            add_refusal(form, refusal)
        except FacilitatorRefused as refusal:
            form.add_error("modules", str(refusal))
        else:
            messages.success(
                request,
                _("Training %(code)s is created. Add its sessions.")
                % {"code": training.code},
            )
            return redirect("lms_delivery:training", code=training.code)
    context = {
        "form": form,
        "is_kept": kept is not None,
        "leads": trainer_of(request.user) is not None,
    }
    return render(request, "lms_delivery/training_create.html", context)


def _create(request: HttpRequest, form: TrainingForm) -> Training:
    facts = form.facts()
    code = facts.pop("code")
    if trainer := trainer_of(request.user):
        return create_own_training(
            code, trainer=trainer, by=person_of(request), **facts
        )
    return create_training(code, by=person_of(request), **facts)


@keeps_what_was_typed
@trainer_page
@require_http_methods(["GET", "HEAD", "POST"])
def session_add(request: HttpRequest, code: str) -> HttpResponse:
    training = training_or_404(request, code)
    refuse_unless(user_can_run_training(request.user, training))
    kept = take_kept(request)
    form = SessionForm(
        request.POST if request.method == "POST" else kept,
        initial={"date": training.start_date},
    )
    if request.method == "POST" and form.is_valid():
        facts = dict(form.cleaned_data)
        day = facts.pop("date")
        try:
            session = add_session(training, day=day, by=person_of(request), **facts)
        except TrainingRefused as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(
                request,
                _("The session on %(day)s is added.") % {"day": date_format(day)},
            )
            for warning in near_clashes(training, sessions=[session]):
                messages.warning(request, warning)
            return redirect("lms_delivery:training", code=training.code)
    context = {"training": training, "form": form, "is_kept": kept is not None}
    return render(request, "lms_delivery/session_add.html", context)
