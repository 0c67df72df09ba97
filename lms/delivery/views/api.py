"""The roll call of a phone: JSON in, JSON out, and a page that works without network."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import activate
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from lms.delivery.domain.roll_call import Answer, Handover, receive
from lms.delivery.domain.roster import state_of
from lms.delivery.domain.training import reason_called_off, reason_closed
from lms.delivery.forms.handover import BatchRefused, read_batch
from lms.delivery.models import Session
from lms.delivery.permissions import trainings_seen_by, user_can_run_training

from .access import person_of

#: Stands in every answer of ours, and in no page of a hotel's network.
MARKER = "fener-roll-call-1"
#: A batch of two hundred words with walk-ins is smaller.
MOST_BYTES = 256 * 1024

View = Callable[..., HttpResponse]


def phone_page(view: View) -> View:
    """`view(request, session)` for who takes or sees this roll call; JSON otherwise."""

    @never_cache
    @wraps(view)
    def wrapper(request: HttpRequest, pk: int) -> HttpResponse:
        # The address has no language; the page that asks says in which it is read.
        if (language := request.headers.get("X-Language")) in dict(settings.LANGUAGES):
            activate(language)
        if not request.user.is_authenticated:
            return _refusal(401, _("Sign in again; the marks wait on this phone."))
        session = (
            Session.objects.select_related("training")
            .filter(pk=pk, training__in=trainings_seen_by(request.user).values("pk"))
            .first()
        )
        if session is None:
            return _refusal(
                404,
                _(
                    "You have no access to this session any more. The marks stay on "
                    "this phone; ask the coordinator's office."
                ),
            )
        return view(request, session)

    return wrapper


@require_safe
@phone_page
def api_roll_call(request: HttpRequest, session: Session) -> HttpResponse:
    """The names and marks of a session; 304 if the phone has them already."""
    training = session.training
    can_mark = user_can_run_training(request.user, training)
    content = {
        "marker": MARKER,
        "session": session.pk,
        "owner": person_of(request).pk,
        "code": training.code,
        "title": training.title,
        "day": date_format(session.date, "l, j.n.Y"),
        "hours": f"{time_format(session.starts, 'H:i')}–{time_format(session.ends, 'H:i')}",
        "place": training.place,
        "can_mark": can_mark,
        "closed": reason_closed(training) or reason_called_off(session),
        **state_of(session),
    }
    text = json.dumps(content, ensure_ascii=False)
    etag = f'"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'
    if request.headers.get("If-None-Match", "").removeprefix("W/") == etag:
        response = HttpResponse(status=304)
    else:
        response = HttpResponse(text, content_type="application/json")
    response["ETag"] = etag
    # The page sends it back with the marks, however long that takes.
    response["X-Csrf"] = get_token(request)
    return response


@require_POST
@phone_page
def api_marks(request: HttpRequest, session: Session) -> HttpResponse:
    """Words about marks, and an answer about each of them."""
    if not user_can_run_training(request.user, session.training):
        return _refusal(
            403,
            _(
                "You do not teach in this training any more. The marks stay on this "
                "phone; ask the lead trainer or the coordinator's office."
            ),
        )
    # What the header says comes first: Django itself reads no more than a little.
    length = request.META.get("CONTENT_LENGTH") or "0"
    if int(length) > MOST_BYTES or len(request.body) > MOST_BYTES:
        return _refusal(413, _("Too many marks were sent at once."))
    try:
        batch = read_batch(request.body)
    except BatchRefused as refusal:
        return _refusal(400, str(refusal))
    answers = receive(
        session,
        batch.words,
        came=batch.came,
        handover=Handover(
            device=batch.device,
            sent_at=batch.sent_at,
            by=person_of(request),
            now=timezone.now(),
        ),
    )
    return JsonResponse(
        {
            "marker": MARKER,
            "session": session.pk,
            "answers": [_as_data(answer) for answer in answers],
        }
    )


def _as_data(answer: Answer) -> dict[str, Any]:
    data: dict[str, Any] = {"id": str(answer.id), "kept": answer.is_kept}
    return data if answer.is_kept else {**data, "reason": answer.reason}


def _refusal(status: int, words: str) -> JsonResponse:
    return JsonResponse({"marker": MARKER, "reason": words}, status=status)
