from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lms.delivery.domain.enrolment import Work
from lms.delivery.domain.register import newest_work
from lms.delivery.domain.walk_ins import (
    NewPerson,
    Waiting,
    WalkInRefused,
    dismiss_walk_in,
    match_new_person,
    match_walk_in,
    take_up_walk_in,
    waiting_of,
)
from lms.delivery.enums import WalkInStatus
from lms.delivery.forms import NewPersonForm
from lms.delivery.forms.refusal import add_refusal
from lms.delivery.forms.walk_in import Choices, choices_of_lists
from lms.delivery.models import Training, WalkIn
from lms.delivery.permissions import user_can_decide_rows, user_can_run_training
from trainers_pool.models import Professional

from .access import person_of, refuse_unless, trainer_page, training_or_404


@trainer_page
@require_http_methods(["GET", "HEAD", "POST"])
def walk_ins(request: HttpRequest, code: str) -> HttpResponse:
    """Who the people are that were written down.

    Whoever teaches matches them to the people of the training; who somebody else of
    the register is, or that somebody is new there, the office says.
    """
    training = training_or_404(request, code)
    can_match = training.is_open and user_can_run_training(request.user, training)
    refuse_unless(can_match or request.method != "POST")
    knows_register = user_can_decide_rows(request.user)
    choices = choices_of_lists() if knows_register else {}
    form = None
    if request.method == "POST":
        walk_in = _walk_in_or_404(training, request.POST.get("walk_in", ""))
        decision = request.POST.get("decision", "")
        if decision == "new":
            refuse_unless(knows_register)
            form = NewPersonForm(request.POST, walk_in=walk_in, choices=choices)
            if _add(request, form, walk_in):
                return redirect(request.path)
        else:
            _decide(request, training, walk_in, decision, knows_register)
            return redirect(request.path)
    inside = list(_people_of(training))
    context = {
        "training": training,
        "items": [_item(one, inside, form, choices) for one in waiting_of(training)],
        "inside": inside,
        "dismissed": training.walk_ins.filter(status=WalkInStatus.DISMISSED),
        "can_match": can_match,
        "knows_register": knows_register,
    }
    return render(request, "lms_delivery/walk_ins.html", context)


def _item(
    waiting: Waiting, inside: list[Professional], sent: Any, choices: Choices
) -> dict[str, Any]:
    """One card; with `choices` for who knows the register."""
    form = None
    if choices:
        form = NewPersonForm(walk_in=waiting.walk_in, choices=choices)
        if sent is not None and sent.prefix == form.prefix:
            form = sent
    return {
        "walk_in": waiting.walk_in,
        "words": waiting.words,
        "candidates": [
            {
                "person": person,
                "work": newest_work(person),
                "is_inside": person in inside,
            }
            for person in waiting.candidates
            if choices or person in inside
        ],
        "form": form,
    }


def _people_of(training: Training) -> Any:
    return Professional.objects.filter(
        pk__in=training.enrolments.values("professional")
    ).order_by("folded_name", "pk")


def _walk_in_or_404(training: Training, pk: str) -> WalkIn:
    try:
        return training.walk_ins.get(pk=pk)
    except (WalkIn.DoesNotExist, ValidationError) as error:
        raise Http404 from error


def _decide(
    request: HttpRequest,
    training: Training,
    walk_in: WalkIn,
    decision: str,
    knows_register: bool,
) -> None:
    by, now = person_of(request), timezone.now()
    try:
        if decision == "dismiss":
            dismiss_walk_in(walk_in, by=by, now=now)
            words = _("“%(name)s” is kept as no participant.") % {"name": walk_in.name}
        elif decision == "take_up":
            take_up_walk_in(walk_in, by=by)
            words = _("“%(name)s” waits again.") % {"name": walk_in.name}
        else:
            people = Professional.objects if knows_register else _people_of(training)
            enrolment = match_walk_in(
                walk_in, professional=_chosen(people, decision), by=by, now=now
            )
            words = _("“%(name)s” is %(person)s.") % {
                "name": walk_in.name,
                "person": enrolment.professional,
            }
    except WalkInRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, words)


def _chosen(people: Any, decision: str) -> Professional:
    found = people.filter(pk=decision).first() if decision.isdecimal() else None
    if found is None:
        raise WalkInRefused(_("Choose one of the people shown."))
    return found


def _add(request: HttpRequest, form: NewPersonForm, walk_in: WalkIn) -> bool:
    if not form.is_valid():
        return False
    facts = dict(form.cleaned_data)
    work = Work(
        institution=facts.pop("institution"), profession=facts.pop("profession")
    )
    try:
        enrolment = match_new_person(
            walk_in,
            person=NewPerson(work=work, **facts),
            by=person_of(request),
            now=timezone.now(),
        )
    except WalkInRefused as refusal:
        add_refusal(form, refusal)
        return False
    messages.success(
        request,
        _("%(person)s is added to the register and enrolled.")
        % {"person": enrolment.professional},
    )
    return True
