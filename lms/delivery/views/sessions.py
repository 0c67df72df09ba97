"""Sessions by days and hours, from an earlier training, moved, called off."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from lms.delivery.domain.clashes import near_clashes
from lms.delivery.domain.sessions import (
    call_off_session,
    copy_sessions,
    generate_sessions,
    move_session,
    put_back_session,
)
from lms.delivery.domain.training import TrainingRefused, reason_called_off
from lms.delivery.forms import (
    CallOffForm,
    CopySessionsForm,
    GenerateSessionsForm,
    MoveSessionForm,
)
from lms.delivery.forms.refusal import add_refusal
from lms.delivery.models import Session, Training
from lms.delivery.permissions import trainings_seen_by, user_can_run_training

from .access import (
    person_of,
    refuse_unless,
    session_or_404,
    trainer_page,
    training_or_404,
)
from .kept import keeps_what_was_typed, take_kept

#: What to say, and the sessions that are new or elsewhere now.
Done = tuple[str, Sequence[Session]]


@keeps_what_was_typed
@trainer_page
@require_http_methods(["GET", "HEAD", "POST"])
def session_generate(request: HttpRequest, code: str) -> HttpResponse:
    training = training_or_404(request, code)
    refuse_unless(user_can_run_training(request.user, training))
    kept = take_kept(request)
    form = GenerateSessionsForm(_sent(request, kept), training=training)

    def deed() -> Done:
        added = generate_sessions(
            training,
            days=form.cleaned_data["days"],
            hours=form.hours(),
            title=form.cleaned_data["title"],
            by=person_of(request),
        )
        return _words_of(added), added

    return _page(
        request,
        training,
        form,
        deed,
        heading=_("Add several sessions"),
        button=_("Add the sessions"),
        is_kept=kept is not None,
    )


@keeps_what_was_typed
@trainer_page
@require_http_methods(["GET", "HEAD", "POST"])
def session_copy(request: HttpRequest, code: str) -> HttpResponse:
    training = training_or_404(request, code)
    refuse_unless(user_can_run_training(request.user, training))
    kept = take_kept(request)
    sources = trainings_seen_by(request.user).exclude(pk=training.pk)
    form = CopySessionsForm(_sent(request, kept), sources=sources)

    def deed() -> Done:
        source = form.cleaned_data["source"]
        added = copy_sessions(training, source=source, by=person_of(request))
        return _words_of(added), added

    return _page(
        request,
        training,
        form,
        deed,
        heading=_("Copy the sessions of another training"),
        button=_("Copy the sessions"),
        is_kept=kept is not None,
    )


@keeps_what_was_typed
@trainer_page
@require_http_methods(["GET", "HEAD", "POST"])
def session_move(request: HttpRequest, pk: int) -> HttpResponse:
    session = session_or_404(request, pk)
    refuse_unless(user_can_run_training(request.user, session.training))
    kept = take_kept(request)
    before = {"date": session.date, "starts": session.starts, "ends": session.ends}
    form = MoveSessionForm(_sent(request, kept), initial=before)

    def deed() -> Done:
        facts = dict(form.cleaned_data)
        day = facts.pop("date")
        moved = move_session(session, day=day, by=person_of(request), **facts)
        words = _("The session is now on %(day)s, %(starts)s–%(ends)s.") % {
            "day": date_format(moved.date),
            "starts": f"{moved.starts:%H:%M}",
            "ends": f"{moved.ends:%H:%M}",
        }
        return words, [moved]

    return _page(
        request,
        session.training,
        form,
        deed,
        session=session,
        heading=_("Move the session"),
        button=_("Move the session"),
        is_kept=kept is not None,
    )


@keeps_what_was_typed
@trainer_page
@require_http_methods(["GET", "HEAD", "POST"])
def session_call_off(request: HttpRequest, pk: int) -> HttpResponse:
    """Calls a session off; one that is called off is put back by the same page."""
    session = session_or_404(request, pk)
    refuse_unless(user_can_run_training(request.user, session.training))
    if session.is_cancelled:
        return _put_back(request, session)
    kept = take_kept(request)
    form = CallOffForm(_sent(request, kept))

    def deed() -> Done:
        call_off_session(
            session,
            reason=form.cleaned_data["reason"],
            by=person_of(request),
            now=timezone.now(),
        )
        words = _("The session on %(day)s is called off.")
        return words % {"day": date_format(session.date)}, []

    return _page(
        request,
        session.training,
        form,
        deed,
        session=session,
        heading=_("Call off the session"),
        explanation=_(
            "Marks that were taken are kept, and nothing is counted from them. You can "
            "put the session back."
        ),
        button=_("Call off the session"),
        is_kept=kept is not None,
    )


def _put_back(request: HttpRequest, session: Session) -> HttpResponse:
    def deed() -> Done:
        put_back_session(session, by=person_of(request))
        words = _("The session on %(day)s takes place again.")
        return words % {"day": date_format(session.date)}, []

    return _page(
        request,
        session.training,
        forms.Form(_sent(request)),
        deed,
        session=session,
        heading=_("Put the session back"),
        explanation=reason_called_off(session),
        button=_("Put the session back"),
    )


def _sent(request: HttpRequest, kept: QueryDict | None = None) -> QueryDict | None:
    """What fills the form: sent now, or kept over a lost login."""
    return request.POST if request.method == "POST" else kept


def _page(
    request: HttpRequest,
    training: Training,
    form: forms.Form,
    deed: Callable[[], Done],
    **context: Any,
) -> HttpResponse:
    """The form; or what it asks for, done, and back to the training."""
    if request.method == "POST" and form.is_valid():
        try:
            words, changed = deed()
        except TrainingRefused as refusal:
            add_refusal(form, refusal)
        else:
            return _to_training(request, training, words, changed=changed)
    context |= {"training": training, "form": form}
    return render(request, "lms_delivery/session_form.html", context)


def _words_of(added: list[Session]) -> str:
    if not added:
        return _("All these sessions were there already.")
    return ngettext(
        "%(count)s session is added.", "%(count)s sessions are added.", len(added)
    ) % {"count": len(added)}


def _to_training(
    request: HttpRequest,
    training: Training,
    words: str,
    *,
    changed: Sequence[Session],
) -> HttpResponse:
    messages.success(request, words)
    for warning in near_clashes(training, sessions=changed):
        messages.warning(request, warning)
    return redirect("lms_delivery:training", code=training.code)
