"""Nominations as an institution sees them: what is offered, whom it proposes."""

from __future__ import annotations

from collections import defaultdict
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from lms.delivery.domain.enrolment import places_left
from lms.delivery.domain.nomination import (
    TO_TAKE_BACK,
    Newcomer,
    NominationRefused,
    modules_missing,
    nominate_newcomer,
    offered,
    take_back,
)
from lms.delivery.domain.nomination import nominate as nominate_person
from lms.delivery.domain.overview import with_people
from lms.delivery.enums import EnrolmentStatus
from lms.delivery.forms import NewcomerForm, NominationForm
from lms.delivery.forms.refusal import add_refusal
from lms.delivery.models import Enrolment, Training
from lms.delivery.permissions import (
    user_can_nominate,
    user_can_take_back_nomination,
)
from trainers_pool.models import Affiliation
from trainers_pool.permissions import institutions_of_focal_point

from .access import View, person_of
from .kept import keeps_what_was_typed, take_kept


def focal_point_page(view: View) -> View:
    """For focal points; a visitor is asked to log in."""

    @wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not user_can_nominate(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return login_required(wrapper)


@focal_point_page
@require_safe
def nominations(request: HttpRequest) -> HttpResponse:
    """What is offered, and who of the own institution is in it."""
    trainings = with_people(offered(today=timezone.localdate())).prefetch_related(
        "editions__module"
    )
    of_training = defaultdict(list)
    for enrolment in _own(request).filter(training__in=trainings):
        of_training[enrolment.training_id].append(enrolment)
    context = {
        "offers": [
            {"training": one, "people": of_training[one.pk]} for one in trainings
        ],
    }
    return render(request, "lms_delivery/nominations.html", context)


@keeps_what_was_typed
@focal_point_page
@require_http_methods(["GET", "HEAD", "POST"])
def nominate(request: HttpRequest, code: str) -> HttpResponse:
    """Choose people of the own institution, or write down somebody new."""
    training = get_object_or_404(offered(today=timezone.localdate()), code=code)
    works = _works(request, training)
    kept = take_kept(request)
    sent = request.POST if request.method == "POST" else kept
    is_new = sent is not None and "first_name" in sent
    form = NominationForm(
        sent if sent is not None and not is_new else None, works=works
    )
    newcomer = NewcomerForm(
        sent if is_new else None,
        institutions=institutions_of_focal_point(request.user),
    )
    if request.method == "POST" and (newcomer if is_new else form).is_valid():
        deed = _nominate_newcomer if is_new else _nominate
        if deed(request, newcomer if is_new else form, training):
            return redirect(request.path)
    people = list(works)
    missing = modules_missing(training, [work.professional_id for work in people])
    context = {
        "training": training,
        "editions": training.editions.select_related("module"),
        "left": places_left(training),
        "own": _with_places(_own(request).filter(training=training), training),
        "choices": [(work, missing.get(work.professional_id)) for work in people],
        "chosen": {int(pk) for pk in form["people"].value() or () if str(pk).isdigit()},
        "form": form,
        "newcomer": newcomer,
        "is_kept": kept is not None and not is_new,
        "newcomer_is_kept": kept is not None and is_new,
        "TO_TAKE_BACK": TO_TAKE_BACK,
    }
    return render(request, "lms_delivery/nominate.html", context)


def _own(request: HttpRequest) -> Any:
    """Whom the institutions of this focal point have in trainings."""
    return (
        Enrolment.objects.filter(
            institution__in=institutions_of_focal_point(request.user)
        )
        .exclude(status=EnrolmentStatus.WITHDRAWN)
        .select_related("professional", "institution")
        .order_by("professional__folded_name", "pk")
    )


def _works(request: HttpRequest, training: Training) -> Any:
    """Where the people work who may be nominated, one entry a person and place."""
    there = training.enrolments.exclude(status=EnrolmentStatus.WITHDRAWN)
    return (
        Affiliation.objects.current()
        .filter(institution__in=institutions_of_focal_point(request.user))
        .exclude(professional__in=there.values("professional"))
        .select_related("professional", "profession", "institution", "municipality")
        .order_by("professional__folded_name", "pk")
    )


def _with_places(enrolments: Any, training: Training) -> list[Enrolment]:
    """The enrolments, those of the waiting list with their place in it."""
    queue = list(training.enrolments.waiting().values_list("pk", flat=True))
    rows = list(enrolments)
    for row in rows:
        row.place_in_queue = queue.index(row.pk) + 1 if row.pk in queue else None
    return rows


def _nominate(request: HttpRequest, form: NominationForm, training: Training) -> bool:
    """All of those chosen, or nobody where one is refused."""
    works = form.cleaned_data["people"]
    try:
        with transaction.atomic():
            for work in works:
                nominate_person(
                    work, training=training, by=person_of(request), now=timezone.now()
                )
    except NominationRefused as refusal:
        add_refusal(form, refusal)
        return False
    messages.success(
        request,
        ngettext(
            "%(count)s person nominated. You read here what was decided.",
            "%(count)s people nominated. You read here what was decided.",
            len(works),
        )
        % {"count": len(works)},
    )
    return True


def _nominate_newcomer(
    request: HttpRequest, form: NewcomerForm, training: Training
) -> bool:
    facts = dict(form.cleaned_data)
    institution = facts.pop("institution")
    try:
        enrolment = nominate_newcomer(
            Newcomer(**facts),
            institution=institution,
            training=training,
            by=person_of(request),
            now=timezone.now(),
        )
    except NominationRefused as refusal:
        add_refusal(form, refusal)
        return False
    messages.success(
        request, _("%(person)s is nominated.") % {"person": enrolment.professional}
    )
    return True


@login_required
@require_POST
def nomination_take_back(request: HttpRequest, pk: int) -> HttpResponse:
    enrolment = get_object_or_404(
        Enrolment.objects.select_related("training", "professional"), pk=pk
    )
    if not user_can_take_back_nomination(request.user, enrolment):
        raise Http404
    try:
        take_back(enrolment, by=person_of(request), now=timezone.now())
    except NominationRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request,
            _("%(person)s is no longer nominated.")
            % {"person": enrolment.professional},
        )
    return redirect("lms_delivery:nominations")
