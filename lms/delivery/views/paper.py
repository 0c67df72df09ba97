from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lms.delivery.domain.evidence import EvidenceRefused
from lms.delivery.domain.sign_in_sheet import SignInSheetRefused, draw_sign_in_sheet
from lms.delivery.domain.signed_sheet import CodeUnread, hand_in
from lms.delivery.forms import SignedSheetForm
from lms.delivery.models import Evidence, Session
from lms.delivery.models.session import SessionQuerySet
from lms.delivery.permissions import trainings_run_by, user_can_create_training

from .access import person_of, session_or_404, trainer_page

#: Sessions of so many days are offered by hand; older ones are found by their code.
OFFERED = timedelta(days=120)


@trainer_page
@require_safe
def sign_in_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """The sheet of a session to be printed; it names people, so nobody keeps it."""
    session = session_or_404(request, pk)
    try:
        pdf = draw_sign_in_sheet(session)
    except SignInSheetRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("lms_delivery:training", code=session.training.code)
    name = f"{session.training.code}-{session.date:%Y-%m-%d}-{session.sheet_code}.pdf"
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


@trainer_page
@require_http_methods(["GET", "HEAD", "POST"])
def signed_sheet(request: HttpRequest) -> HttpResponse:
    """Hand in a signed sheet: its code says the session, or the person does."""
    runs = trainings_run_by(request.user)
    if not (runs.exists() or user_can_create_training(request.user)):
        raise PermissionDenied
    sessions = Session.objects.filter(training__in=runs.values("pk")).taking_place()
    is_sent = request.method == "POST"
    data = (request.POST, request.FILES) if is_sent else ()
    form = SignedSheetForm(
        *data,
        sessions=_offered(sessions),
        initial={"session": request.GET.get("session")},
    )
    if is_sent and form.is_valid() and (evidence := _hand_in(request, form, sessions)):
        messages.success(
            request,
            _("The signed sheet is kept with the session %(session)s.")
            % {"session": evidence.session},
        )
        return redirect("lms_delivery:training", code=evidence.training.code)
    return render(request, "lms_delivery/signed_sheet.html", {"form": form})


def _offered(sessions: SessionQuerySet) -> SessionQuerySet:
    today = timezone.localdate()
    near = sessions.filter(date__gte=today - OFFERED, date__lte=today)
    return near.order_by("-date", "-starts", "-pk")


def _hand_in(
    request: HttpRequest, form: SignedSheetForm, sessions: SessionQuerySet
) -> Evidence | None:
    """The kept sheet, or None with the reason at its field."""
    file = form.cleaned_data["file"]
    try:
        return hand_in(
            file.read(),
            file.name,
            sessions=sessions,
            typed=form.cleaned_data["code"],
            chosen=form.cleaned_data["session"],
            by=person_of(request),
        )
    except CodeUnread as unread:
        form.add_error("code", str(unread))
    except EvidenceRefused as refusal:
        form.add_error("file", str(refusal))
    return None
