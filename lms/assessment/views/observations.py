"""Observed practice: recorded by the assessor, read by the trainee."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from lms.assessment.domain.observing import (
    ObservationRefused,
    levels_of,
    record_observation,
)
from lms.assessment.domain.records import attending
from lms.assessment.forms import ObservationForm
from lms.assessment.models import Observation, Rubric
from lms.assessment.permissions import (
    assessor_behind,
    user_can_observe,
    user_can_see_tests,
)
from lms.delivery.models import Enrolment
from lms.delivery.views.access import (
    person_of,
    refuse_unless,
    trainer_page,
    training_or_404,
)
from lms.delivery.views.kept import keeps_what_was_typed, take_kept


@trainer_page
@require_safe
def observations(request: HttpRequest, code: str) -> HttpResponse:
    """Every participant with the practice that was seen, and the rubrics there are."""
    training = training_or_404(request, code)
    can_observe = user_can_observe(request.user, training)
    refuse_unless(can_observe or user_can_see_tests(request.user, training))
    seen: dict[int, list[Observation]] = {}
    for observation in Observation.objects.filter(
        enrolment__training=training
    ).select_related("rubric", "assessor__professional"):
        seen.setdefault(observation.enrolment_id, []).append(observation)
    context = {
        "training": training,
        "can_observe": can_observe and training.is_open,
        "rubrics": Rubric.objects.filter(is_retired=False),
        "lines": [(one, seen.get(one.pk, [])) for one in attending(training)],
    }
    return render(request, "lms_assessment/observations.html", context)


@keeps_what_was_typed
@trainer_page
@require_http_methods(["GET", "HEAD", "POST"])
def observe(
    request: HttpRequest, code: str, enrolment: int, rubric: str
) -> HttpResponse:
    training = training_or_404(request, code)
    refuse_unless(user_can_observe(request.user, training))
    person = get_object_or_404(
        Enrolment.objects.attending().select_related("professional"),
        pk=enrolment,
        training=training,
    )
    by_rubric = get_object_or_404(Rubric, key=rubric, is_retired=False)
    kept = take_kept(request) if request.method == "GET" else None
    form = ObservationForm(
        request.POST or kept,
        training=training,
        rubric=by_rubric,
        assessor=assessor_behind(request.user),
        initial={"observed_on": timezone.localdate()},
    )
    is_sent = request.method == "POST" and form.is_valid()
    if is_sent and _record(request, person, by_rubric, form):
        return redirect("lms_assessment:observations", code=training.code)
    context: dict[str, Any] = {
        "training": training,
        "enrolment": person,
        "rubric": by_rubric,
        "form": form,
        "is_kept": kept is not None,
    }
    return render(request, "lms_assessment/observe.html", context)


def _record(
    request: HttpRequest, person: Enrolment, rubric: Rubric, form: ObservationForm
) -> bool:
    """Keep what was seen and say so; the form says why where it is refused."""
    try:
        record_observation(
            person,
            rubric=rubric,
            assessor=form.cleaned_data["assessor"],
            session=form.cleaned_data["session"],
            seen=form.seen,
            by=person_of(request),
            now=timezone.now(),
        )
    except ObservationRefused as refusal:
        form.add_error(None, str(refusal))
        return False
    kept = _("The observation of %(name)s is kept.") % {"name": person.professional}
    messages.success(request, kept)
    return True


@never_cache
@require_safe
@login_required
def observation(request: HttpRequest, pk: int) -> HttpResponse:
    """For the trainee alone: the levels, the strengths and the advice."""
    observation = get_object_or_404(
        Observation.objects.select_related(
            "rubric", "assessor__professional", "enrolment__training"
        ),
        pk=pk,
        enrolment__professional__user=request.user,
    )
    context = {"observation": observation, "lines": levels_of(observation)}
    return render(request, "lms_assessment/observation.html", context)
