"""Sessions by days and hours, from an earlier training, moved, called off."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
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


@keeps_what_was_typed
@trainer_page
@require_http_methods(["GET", "HEAD", "POST"])
def session_generate(request: HttpRequest, code: str) -> HttpResponse:
    training = training_or_404(request, code)
    refuse_unless(user_can_run_training(request.user, training))
    kept = take_kept(request)
    form = GenerateSessionsForm(
        request.POST if request.method == "POST" else kept, training=training
    )
    if request.method == "POST" and form.is_valid():
        try:
            added = generate_sessions(
                training,
                days=form.cleaned_data["days"],
                hours=form.hours(),
                title=form.cleaned_data["title"],
                by=person_of(request),
            )
        except TrainingRefused as refusal:
            _add_refusal(form, refusal)
        else:
            return _to_training(request, training, _words_of(added), changed=added)
    context = {
        "training": training,
        "form": form,
        "is_kept": kept is not None,
        "heading": _("Add several sessions"),
        "button": _("Add the sessions"),
    }
    return render(request, "lms_delivery/session_form.html", context)


@keeps_what_was_typed
@trainer_page
@require_http_methods(["GET", "HEAD", "POST"])
def session_copy(request: HttpRequest, code: str) -> HttpResponse:
    training = training_or_404(request, code)
    refuse_unless(user_can_run_training(request.user, training))
    kept = take_kept(request)
    form = CopySessionsForm(
        request.POST if request.method == "POST" else kept,
        sources=trainings_seen_by(request.user).exclude(pk=training.pk),
    )
    if request.method == "POST" and form.is_valid():
        source = form.cleaned_data["source"]
        try:
            added = copy_sessions(training, source=source, by=person_of(request))
        except TrainingRefused as refusal:
            _add_refusal(form, refusal)
        else:
            return _to_training(request, training, _words_of(added), changed=added)
    context = {
        "training": training,
        "form": form,
        "is_kept": kept is not None,
        "heading": _("Copy the sessions of another training"),
        "button": _("Copy the sessions"),
    }
    return render(request, "lms_delivery/session_form.html", context)


@keeps_what_was_typed
@trainer_page
@require_http_methods(["GET", "HEAD", "POST"])
def session_move(request: HttpRequest, pk: int) -> HttpResponse:
    session = session_or_404(request, pk)
    refuse_unless(user_can_run_training(request.user, session.training))
    kept = take_kept(request)
    form = MoveSessionForm(
        request.POST if request.method == "POST" else kept,
        initial={
            "date": session.date,
            "starts": session.starts,
            "ends": session.ends,
        },
    )
    if request.method == "POST" and form.is_valid():
        facts = dict(form.cleaned_data)
        day = facts.pop("date")
        try:
            session = move_session(session, day=day, by=person_of(request), **facts)
        except TrainingRefused as refusal:
            _add_refusal(form, refusal)
        else:
            words = _("The session is now on %(day)s, %(starts)s–%(ends)s.") % {
                "day": date_format(session.date),
                "starts": f"{session.starts:%H:%M}",
                "ends": f"{session.ends:%H:%M}",
            }
            return _to_training(request, session.training, words, changed=[session])
    context = {
        "training": session.training,
        "session": session,
        "form": form,
        "is_kept": kept is not None,
        "heading": _("Move the session"),
        "button": _("Move the session"),
    }
    return render(request, "lms_delivery/session_form.html", context)


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
    form = CallOffForm(request.POST if request.method == "POST" else kept)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            call_off_session(
                session, reason=reason, by=person_of(request), now=timezone.now()
            )
        except TrainingRefused as refusal:
            _add_refusal(form, refusal)
        else:
            words = _("The session on %(day)s is called off.") % {
                "day": date_format(session.date)
            }
            return _to_training(request, session.training, words)
    context = {
        "training": session.training,
        "session": session,
        "form": form,
        "is_kept": kept is not None,
        "heading": _("Call off the session"),
        "explanation": _(
            "Marks that were taken are kept, and nothing is counted from them. You can "
            "put the session back."
        ),
        "button": _("Call off the session"),
    }
    return render(request, "lms_delivery/session_form.html", context)


def _put_back(request: HttpRequest, session: Session) -> HttpResponse:
    form = forms.Form(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            put_back_session(session, by=person_of(request))
        except TrainingRefused as refusal:
            _add_refusal(form, refusal)
        else:
            words = _("The session on %(day)s takes place again.") % {
                "day": date_format(session.date)
            }
            return _to_training(request, session.training, words)
    context = {
        "training": session.training,
        "session": session,
        "form": form,
        "heading": _("Put the session back"),
        "explanation": reason_called_off(session),
        "button": _("Put the session back"),
    }
    return render(request, "lms_delivery/session_form.html", context)


def _add_refusal(form: forms.Form, refusal: TrainingRefused) -> None:
    form.add_error(
        refusal.field if refusal.field in form.fields else None, str(refusal)
    )


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
    changed: Sequence[Session] = (),
) -> HttpResponse:
    messages.success(request, words)
    for warning in near_clashes(training, sessions=changed):
        messages.warning(request, warning)
    return redirect("lms_delivery:training", code=training.code)
