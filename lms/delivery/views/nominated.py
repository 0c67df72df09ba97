"""Nominations as the office and the lead trainer see them: accepted or declined."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lms.delivery.domain.enrolment import places_left
from lms.delivery.domain.nomination import (
    NominationRefused,
    accept_nomination,
    decline_nomination,
    modules_missing,
)
from lms.delivery.enums import EnrolmentStatus
from lms.delivery.forms import DecideNominationForm
from lms.delivery.forms.refusal import add_refusal
from lms.delivery.permissions import user_can_decide_nominations

from .access import person_of, refuse_unless, trainer_page, training_or_404
from .kept import keeps_what_was_typed, take_kept

#: The buttons of the page.
DEEDS = {"accept": accept_nomination, "decline": decline_nomination}


@keeps_what_was_typed
@trainer_page
@require_http_methods(["GET", "HEAD", "POST"])
def nominations_decide(request: HttpRequest, code: str) -> HttpResponse:
    """Who is nominated and who waits; the office and who leads accept or decline."""
    training = training_or_404(request, code)
    can_decide = training.is_open and user_can_decide_nominations(
        request.user, training
    )
    refuse_unless(can_decide or request.method != "POST")
    nominated = training.enrolments.nominated()
    kept = take_kept(request)
    form = DecideNominationForm(
        request.POST if request.method == "POST" else kept, enrolments=nominated
    )
    if request.method == "POST" and form.is_valid() and _decide(request, form):
        return redirect(request.path)
    people = list(
        nominated.select_related(
            "professional", "institution", "profession", "nominated_by"
        )
    )
    missing = modules_missing(training, [one.professional_id for one in people])
    context = {
        "training": training,
        "nominated": [(one, missing.get(one.professional_id)) for one in people],
        "chosen": {int(pk) for pk in form["people"].value() or () if str(pk).isdigit()},
        "waiting": training.enrolments.waiting().select_related(
            "professional", "institution"
        ),
        "declined": training.enrolments.filter(
            status=EnrolmentStatus.DECLINED
        ).select_related("professional", "institution"),
        "left": places_left(training),
        "can_decide": can_decide,
        "form": form,
        "is_kept": kept is not None,
    }
    return render(request, "lms_delivery/nominations_decide.html", context)


def _decide(request: HttpRequest, form: DecideNominationForm) -> bool:
    """About all of those chosen, or nobody where one is refused."""
    now = timezone.now()
    try:
        deed = DEEDS.get(request.POST.get("deed", ""))
        if deed is None:
            raise NominationRefused(_("Choose what to do."))
        with transaction.atomic():
            decided = [
                deed(
                    one,
                    words=form.cleaned_data["words"],
                    by=person_of(request),
                    now=now,
                )
                for one in form.cleaned_data["people"]
            ]
    except NominationRefused as refusal:
        add_refusal(form, refusal)
        return False
    for one in decided:
        messages.success(
            request,
            _("%(person)s: %(status)s.")
            % {"person": one.professional, "status": one.get_status_display()},
        )
    return True
