"""The code on the wall, and beside it who waits to be confirmed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from curriculum.printing import qr_code
from lms.delivery.domain.arrivals import (
    Confirmed,
    arrivals_at,
    confirm_one,
    confirm_shown,
    count_checked_in,
    refuse_check_in,
)
from lms.delivery.domain.wall_code import (
    CheckInRefused,
    code_ends_at,
    reason_not_now,
    token_of,
)
from lms.delivery.enums import CheckInRefusal
from lms.delivery.forms import ArrivalsForm
from lms.delivery.models import Session
from lms.delivery.permissions import user_can_run_training

from .access import person_of, refuse_unless, session_or_404, trainer_page


@trainer_page
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def check_in(request: HttpRequest, pk: int) -> HttpResponse:
    """`?wall` shows the code without names, `?part` what the page fetches again."""
    session = session_or_404(request, pk)
    refuse_unless(user_can_run_training(request.user, session.training))
    if request.method == "POST":
        _decide(request, session)
        return redirect(request.path)
    is_wall = "wall" in request.GET
    arrivals = [] if is_wall else arrivals_at(session)
    context = {
        "session": session,
        "training": session.training,
        "is_wall": is_wall,
        "arrivals": arrivals,
        "clear": [arrival for arrival in arrivals if arrival.is_clear],
        "held": [arrival for arrival in arrivals if not arrival.is_clear],
        "refusals": CheckInRefusal.choices,
        **_code(request, session),
    }
    part = "part" in request.GET
    template = "lms_delivery/_check_in.html" if part else "lms_delivery/check_in.html"
    return render(request, template, context)


def _code(request: HttpRequest, session: Session) -> dict[str, Any]:
    """The code as a picture, how long it is the newest, and how many used one."""
    now = timezone.now()
    context: dict[str, Any] = {
        "count": count_checked_in(session),
        "reason": reason_not_now(session, now=now),
    }
    if not context["reason"]:
        path = reverse(
            "lms_delivery_plain:here_link", args=[token_of(session, now=now)]
        )
        link = request.build_absolute_uri(path)
        seconds = (code_ends_at(now) - now).total_seconds()
        context |= {"qr": qr_code(link), "seconds": f"{seconds:.1f}"}
    return context


def _decide(request: HttpRequest, session: Session) -> None:
    form = ArrivalsForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose one of the buttons."))
        return
    verb, number = form.verb_and_number()
    by, now = person_of(request), timezone.now()
    try:
        if verb == "all":
            shown = form.cleaned_data["shown"]
            _tell(request, confirm_shown(session, shown, by=by, now=now))
        elif verb == "confirm":
            _tell(request, confirm_one(session, number, by=by, now=now))
        elif refuse_check_in(session, number, reason=verb, by=by, now=now):
            messages.success(request, _("Refused. Nobody is marked by it."))
        else:
            messages.warning(request, _("This was decided meanwhile."))
    except CheckInRefused as refusal:
        messages.error(request, str(refusal))


def _tell(request: HttpRequest, confirmed: Confirmed) -> None:
    for refusal in confirmed.refusals:
        messages.error(request, refusal)
    if confirmed.people:
        text = ngettext(
            "Confirmed: %(count)s person.",
            "Confirmed: %(count)s people.",
            confirmed.people,
        )
        messages.success(request, text % {"count": confirmed.people})
    elif not confirmed.refusals:
        messages.warning(request, _("Nobody was left to confirm."))
