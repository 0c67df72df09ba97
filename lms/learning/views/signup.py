"""Trainings that anybody with a login can sign up for."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from lms.delivery.domain.enrolment import places_left
from lms.delivery.domain.overview import with_people
from lms.delivery.enums import EnrolmentStatus
from lms.delivery.models import Enrolment, Training
from lms.delivery.views.access import person_of
from lms.learning.domain.signup import (
    TO_LEAVE,
    SignUpRefused,
    leave,
    missing_before,
    open_for_signup,
    reason_not_to_leave,
    reason_not_to_sign_up,
)
from lms.learning.domain.signup import sign_up as take_place
from lms.learning.permissions import learner_behind
from trainers_pool.enums import Language
from trainers_pool.models import Professional


@require_safe
def open_trainings(request: HttpRequest) -> HttpResponse:
    """For everybody: days, place, languages, modules and places, and nobody's name."""
    trainings = open_for_signup(today=timezone.localdate())
    offers = with_people(trainings).prefetch_related("editions__module")
    names = dict(Language.choices)
    context = {
        "offers": [
            (one, [names.get(code, code) for code in one.languages]) for one in offers
        ]
    }
    return render(request, "lms_learning/open_trainings.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def sign_up(request: HttpRequest, code: str) -> HttpResponse:
    """The own place in a training: taken, or given back."""
    training, person, place = _found(request, code)
    if request.method == "POST":
        _act(request, training, person, place)
        return redirect(request.path)
    today = timezone.localdate()
    has_place = place is not None and place.status in TO_LEAVE
    context = {
        "training": training,
        "editions": training.editions.select_related("module"),
        "place": place if has_place else None,
        "left": places_left(training),
        "missing": missing_before(training, professional=person),
        "obstacle": reason_not_to_leave(place, today=today)
        if has_place and place
        else reason_not_to_sign_up(training, professional=person, today=today),
    }
    return render(request, "lms_learning/sign_up.html", context)


def _found(
    request: HttpRequest, code: str
) -> tuple[Training, Professional, Enrolment | None]:
    """What is open or the person's own; anything else does not exist here."""
    training = get_object_or_404(Training, code=code)
    person = learner_behind(request.user)
    if person is None:
        raise Http404
    place = training.enrolments.filter(professional=person).first()
    is_open = open_for_signup(today=timezone.localdate()).filter(pk=training.pk)
    if place is None and not is_open.exists():
        raise Http404
    return training, person, place


def _act(
    request: HttpRequest,
    training: Training,
    person: Professional,
    place: Enrolment | None,
) -> None:
    by, now = person_of(request), timezone.now()
    try:
        if request.POST.get("deed") == "leave":
            if place is None:
                raise SignUpRefused(_("You have no place in this training."))
            leave(place, by=by, now=now)
            messages.success(request, _("You do not take part any more."))
            return
        place = take_place(training, professional=person, by=by, now=now)
    except SignUpRefused as refusal:
        messages.error(request, str(refusal))
        return
    if place.status == EnrolmentStatus.WAITING:
        messages.warning(
            request,
            _("All places are taken: you are on the waiting list and may move up."),
        )
    else:
        messages.success(request, _("You are signed up."))
