from __future__ import annotations

from django.contrib import messages
from django.db.models import Max
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from lms.delivery.domain.marking import MarkRefused, mark_session
from lms.delivery.domain.training import reason_called_off
from lms.delivery.forms import RollCall
from lms.delivery.models import Mark, Session
from lms.delivery.permissions import user_can_run_training

from .access import person_of, refuse_unless, session_or_404, trainer_page
from .kept import keeps_what_was_typed, take_kept
from .shell import app_context


@keeps_what_was_typed
@trainer_page
@require_http_methods(["GET", "HEAD", "POST"])
def roll_call(request: HttpRequest, pk: int) -> HttpResponse:
    """Who is here: a plain form, and over it what takes the roll call without network.

    `?plain` asks for the form alone, and what was not saved is shown in it too.
    """
    session = session_or_404(request, pk)
    can_mark = user_can_run_training(request.user, session.training)
    refusal = ""
    if request.method == "POST":
        refuse_unless(can_mark)
        call = _roll_call(session, request.POST)
        try:
            return _save(request, call)
        except MarkRefused as error:
            refusal = str(error)
    else:
        call = _roll_call(session, take_kept(request))
    context = {
        "session": session,
        "training": session.training,
        "call": call,
        "can_mark": can_mark and session.training.is_open and not session.is_cancelled,
        "called_off": reason_called_off(session),
        "refusal": refusal,
        "saved_at": session.marks.aggregate(last=Max("marked_at"))["last"],
    }
    is_plain = "plain" in request.GET or refusal or call.unsaved or session.is_cancelled
    if not is_plain:
        context |= app_context()
    return render(request, "lms_delivery/roll_call.html", context)


def _roll_call(session: Session, data: QueryDict | None) -> RollCall:
    enrolments = (
        session.training.enrolments.attending()
        .select_related("professional", "institution")
        .order_by("professional__folded_name", "pk")
    )
    saved = Mark.objects.filter(session=session).values_list("enrolment", "value")
    return RollCall(session, enrolments=list(enrolments), saved=dict(saved), data=data)


def _save(request: HttpRequest, call: RollCall) -> HttpResponse:
    changed = mark_session(
        call.session, call.changes(), by=person_of(request), now=timezone.now()
    )
    if changed:
        text = ngettext(
            "Saved: %(count)s mark.", "Saved: %(count)s marks.", changed
        ) % {"count": changed}
    else:
        text = _("Everything was saved already.")
    messages.success(request, text)
    return redirect(f"{request.path}?plain")
