from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from lms.delivery.domain.briefing import (
    BriefingRefused,
    add_briefing,
    briefings_of,
    remove_briefing,
)
from lms.delivery.forms import BriefingForm
from lms.delivery.forms.refusal import add_refusal
from lms.delivery.models import Briefing, Enrolment
from lms.delivery.permissions import user_can_remove_briefing, user_can_run_training

from .access import person_of, refuse_unless, trainer_page, training_or_404


@trainer_page
@require_http_methods(["GET", "HEAD", "POST"])
def briefings(request: HttpRequest, code: str) -> HttpResponse:
    """What participants passed on, and one more entered for one of them."""
    training = training_or_404(request, code)
    can_add = user_can_run_training(request.user, training)
    refuse_unless(can_add or request.method != "POST")
    people = (
        Enrolment.objects.filter(training=training)
        .attending()
        .select_related("professional", "training")
        .order_by("professional__folded_name", "pk")
    )
    form = BriefingForm(
        request.POST if request.method == "POST" else None, enrolments=people
    )
    if request.method == "POST" and form.is_valid():
        facts = dict(form.cleaned_data)
        if _add(request, form, facts.pop("enrolment"), facts):
            return redirect(request.path)
    context = {
        "training": training,
        "form": form if can_add else None,
        "briefings": briefings_of(training),
    }
    return render(request, "lms_delivery/briefings.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def my_briefings(request: HttpRequest, pk: int) -> HttpResponse:
    """A participant's own; `pk` is the enrolment, and a foreign one is not found."""
    enrolment = get_object_or_404(
        Enrolment.objects.attending().select_related("professional", "training"),
        pk=pk,
        professional__user=request.user,
    )
    form = BriefingForm(request.POST if request.method == "POST" else None)
    is_sent = request.method == "POST" and form.is_valid()
    if is_sent and _add(request, form, enrolment, form.cleaned_data):
        return redirect(request.path)
    context = {
        "training": enrolment.training,
        "form": form,
        "rows": enrolment.briefings.select_related("institution"),
    }
    return render(request, "lms_delivery/my_briefings.html", context)


def _add(
    request: HttpRequest, form: BriefingForm, enrolment: Enrolment, facts: dict
) -> bool:
    try:
        briefing = add_briefing(
            enrolment, by=person_of(request), now=timezone.now(), **facts
        )
    except BriefingRefused as refusal:
        add_refusal(form, refusal)
        return False
    messages.success(
        request,
        ngettext(
            "Noted: %(count)s colleague briefed.",
            "Noted: %(count)s colleagues briefed.",
            briefing.people,
        )
        % {"count": briefing.people},
    )
    return True


@login_required
@require_POST
def briefing_remove(request: HttpRequest, pk: int) -> HttpResponse:
    briefing = get_object_or_404(
        Briefing.objects.select_related("enrolment__training"), pk=pk
    )
    if not user_can_remove_briefing(request.user, briefing):
        raise Http404
    enrolment = briefing.enrolment
    is_own = enrolment.professional.user_id == request.user.pk
    remove_briefing(briefing, by=person_of(request))
    messages.success(request, _("The entry is taken out."))
    if is_own:
        return redirect("lms_delivery:my_briefings", pk=enrolment.pk)
    return redirect("lms_delivery:briefings", code=enrolment.training.code)
