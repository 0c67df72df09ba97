"""Steps in the field: a participant's own, and those of everybody in a training."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from lms.delivery.forms.refusal import add_refusal
from lms.delivery.models import Enrolment
from lms.delivery.views.access import (
    person_of,
    refuse_unless,
    trainer_page,
    training_or_404,
)
from lms.learning.domain.practice import (
    board_of,
    debriefs_of,
    practice_of,
    steps_of_training,
)
from lms.learning.domain.sign_off import SignOffRefused, ask_supervisor, record_paper
from lms.learning.forms import AskForm, PaperPracticeForm
from lms.learning.models import PracticeStep
from lms.learning.permissions import (
    user_can_record_practice,
    user_can_see_practice,
)
from lms.learning.tasks import mail_sign_off


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def practice(request: HttpRequest, pk: int) -> HttpResponse:
    """`pk` is the own enrolment; a foreign one is not found."""
    enrolment = get_object_or_404(
        Enrolment.objects.attending()
        .select_related("training", "professional")
        .prefetch_related("training__editions"),
        pk=pk,
        professional__user=request.user,
    )
    rows = practice_of([enrolment], now=timezone.now())
    open_steps = [one.step.pk for one in rows if one.can_ask]
    form = AskForm(
        request.POST if request.method == "POST" else None,
        steps=PracticeStep.objects.filter(pk__in=open_steps).in_order(),
        initial={"language": get_language()},
    )
    if request.method == "POST" and form.is_valid():
        try:
            sign_off = ask_supervisor(
                enrolment,
                by=person_of(request),
                now=timezone.now(),
                **form.cleaned_data,
            )
        except SignOffRefused as refusal:
            add_refusal(form, refusal)
        else:
            transaction.on_commit(lambda: mail_sign_off.enqueue(sign_off.pk))
            words = _("The letter to %(name)s is on its way.")
            messages.success(request, words % {"name": form.cleaned_data["name"]})
            return redirect(f"{request.path}#top")
    context = {
        "training": enrolment.training,
        "rows": rows,
        "debriefs": debriefs_of(enrolment.training),
        "form": form if open_steps else None,
    }
    return render(request, "lms_learning/practice.html", context)


@trainer_page
@require_http_methods(["GET", "HEAD", "POST"])
def training_practice(request: HttpRequest, code: str) -> HttpResponse:
    """How far everybody is, and what staff record from paper."""
    training = training_or_404(request, code)
    refuse_unless(user_can_see_practice(request.user, training))
    can_record = user_can_record_practice(request.user, training)
    refuse_unless(can_record or request.method != "POST")
    form = PaperPracticeForm(
        request.POST if request.method == "POST" else None,
        enrolments=Enrolment.objects.filter(training=training)
        .attending()
        .select_related("professional")
        .order_by("professional__folded_name", "pk"),
        steps=steps_of_training(training),
    )
    if request.method == "POST" and form.is_valid() and _record(request, form):
        return redirect(f"{request.path}#top")
    context = {
        "training": training,
        "board": board_of(training, now=timezone.now()),
        "form": form if can_record else None,
    }
    return render(request, "lms_learning/training_practice.html", context)


def _record(request: HttpRequest, form: PaperPracticeForm) -> bool:
    facts: dict[str, Any] = dict(form.cleaned_data)
    enrolment = facts.pop("enrolment")
    try:
        record_paper(enrolment, by=person_of(request), now=timezone.now(), **facts)
    except SignOffRefused as refusal:
        add_refusal(form, refusal)
        return False
    words = _("The sign-off of %(name)s is recorded.")
    messages.success(request, words % {"name": enrolment.professional})
    return True
