from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest
from django.http.response import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lms.delivery.domain.calendar import calendar_of, etag_of
from lms.delivery.domain.calendar_feed import (
    FeedRefused,
    feed_of,
    make_feed,
    sessions_of,
)
from lms.delivery.domain.facilitation import not_yet_answered
from lms.delivery.models import Session, Training
from lms.delivery.permissions import trainer_of

from .access import person_of, trainer_page, training_or_404


@trainer_page
@require_safe
def training_calendar(request: HttpRequest, code: str) -> HttpResponseBase:
    """The sessions of a training as a file, for its facilitators and the office."""
    training = training_or_404(request, code)
    trainer = trainer_of(request.user)
    content = calendar_of(
        Session.objects.filter(training=training).for_calendar(),
        name=training.title,
        address=addresses(request),
        tentative=not_yet_answered(trainer) if trainer else (),
        now=timezone.now(),
    )
    return calendar_response(request, content, name=training.code)


@require_safe
def calendar_feed(request: HttpRequest, token: str) -> HttpResponseBase:
    """A trainer's sessions for a calendar, which cannot sign in: the token opens it.

    A token that never was and one that was renewed are answered alike.
    """
    now = timezone.now()
    today = timezone.localdate(now)
    feed = feed_of(token, on=today)
    if feed is None:
        raise Http404
    content = calendar_of(
        sessions_of(feed.trainer, on=today),
        name=_("My trainings"),
        address=addresses(request),
        tentative=not_yet_answered(feed.trainer),
        now=now,
    )
    return calendar_response(request, content, name="calendar")


@trainer_page
@require_POST
def calendar_address(request: HttpRequest) -> HttpResponse:
    """Make a trainer's own address, or another one in the place of the old."""
    trainer = trainer_of(request.user)
    if trainer is None:
        raise Http404
    try:
        make_feed(trainer, by=person_of(request), now=timezone.now())
    except FeedRefused as refusal:
        messages.error(request, str(refusal))
    else:
        words = _("Your calendar has a new address. Add it to your calendar below.")
        messages.success(request, words)
    return redirect("lms_delivery:today")


def addresses(request: HttpRequest) -> Callable[[Training], str]:
    def address(training: Training) -> str:
        page = reverse("lms_delivery:training", args=[training.code])
        return request.build_absolute_uri(page)

    return address


def calendar_response(
    request: HttpRequest, content: bytes, *, name: str
) -> HttpResponseBase:
    """A calendar for one person; who has it already is told that nothing changed."""
    etag = etag_of(content)
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'inline; filename="{name}.ics"'
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    response["X-Robots-Tag"] = "noindex"
    response["X-Content-Type-Options"] = "nosniff"
    return get_conditional_response(request, etag=etag, response=response) or response
