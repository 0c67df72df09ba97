"""What a participant's phone shows after the code on the wall: nobody's name but its own."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from typing import Any

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from curriculum.throttling import count_unknown
from lms.delivery import conf
from lms.delivery.domain.check_in import check_in, enrolment_of, reason_too_late
from lms.delivery.domain.wall_code import CheckInRefused, Scan, read_token
from lms.delivery.forms import HereForm
from lms.delivery.models import Session

from .access import person_of

View = Callable[..., HttpResponse]

SCAN_COOKIE, PHONE_COOKIE = "check_in", "check_in_phone"
SCAN_SALT, PHONE_SALT = "lms_delivery.scan", "lms_delivery.phone"
#: The phone is told from others that long; the scan is asked for its age anyway.
PHONE_SECONDS, SCAN_SECONDS = 180 * 24 * 60 * 60, 60 * 60


def discreet(view: View) -> View:
    """In no index, in no cache, in no other site's log."""

    @never_cache
    @wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["X-Robots-Tag"] = "noindex, nofollow"
        response["Referrer-Policy"] = "same-origin"
        return response

    return wrapper


@require_safe
@discreet
def here_link(request: HttpRequest, token: str) -> HttpResponse:
    """The address in the code: the moment of the scan is noted, then the form opens."""
    phone = _phone_of(request)
    try:
        scan = read_token(token, phone=phone, now=timezone.now())
    except CheckInRefused as refusal:
        return _bad_code(request, str(refusal))
    response = redirect("lms_delivery:here")
    signed = signing.dumps(phone, salt=PHONE_SALT)
    _keep(request, response, PHONE_COOKIE, signed, PHONE_SECONDS)
    _keep_scan(request, response, scan)
    return response


@discreet
@require_http_methods(["GET", "HEAD", "POST"])
def here(request: HttpRequest) -> HttpResponse:
    """One tap for who is signed in and enrolled, a name for others, thanks for all."""
    scan, is_done = _scan_of(request)
    if scan is None:
        return render(request, "lms_delivery/here.html")
    session = get_object_or_404(
        Session.objects.select_related("training"), pk=scan.session
    )
    context: dict[str, Any] = {
        "session": session,
        "training": session.training,
        "is_done": is_done,
    }
    if is_done:
        return render(request, "lms_delivery/here.html", context)
    if reason := reason_too_late(scan, now=timezone.now()):
        return render(request, "lms_delivery/here.html", {"refusal": reason})
    data = request.POST if request.method == "POST" else None
    enrolment = enrolment_of(request.user, session.training)
    form = None if enrolment else HereForm(data)
    context |= {"enrolment": enrolment, "form": form}
    if data is not None and (form is None or form.is_valid()):
        by = person_of(request) if request.user.is_authenticated else None
        claim = form.claim() if form else None
        try:
            check_in(scan, claim=claim, by=by, now=timezone.now())
        except CheckInRefused as refusal:
            return render(request, "lms_delivery/here.html", {"refusal": str(refusal)})
        response = redirect(request.path)
        _keep_scan(request, response, scan, is_done=True)
        return response
    return render(request, "lms_delivery/here.html", context)


def _bad_code(request: HttpRequest, refusal: str) -> HttpResponse:
    limit, seconds = conf.unknown_codes()
    wait = count_unknown(request, "lms_delivery:code", limit=limit, seconds=seconds)
    if wait:
        refusal = _(
            "Too many codes were tried. Wait some minutes, or tell your trainer."
        )
    response = render(
        request,
        "lms_delivery/here.html",
        {"refusal": refusal},
        status=429 if wait else 403,
    )
    if wait:
        response["Retry-After"] = str(wait)
    return response


def _phone_of(request: HttpRequest) -> str:
    """What this browser is called here, a new name if it has none of ours."""
    try:
        return signing.loads(request.COOKIES.get(PHONE_COOKIE, ""), salt=PHONE_SALT)
    except signing.BadSignature:
        return secrets.token_urlsafe(16)


def _scan_of(request: HttpRequest) -> tuple[Scan | None, bool]:
    """The scan that this browser made, and whether it was used."""
    try:
        session, made, scanned, phone, is_done = signing.loads(
            request.COOKIES.get(SCAN_COOKIE, ""), salt=SCAN_SALT
        )
    except signing.BadSignature:
        return None, False
    scan = Scan(
        session=session,
        code_made_at=datetime.fromtimestamp(made, tz=UTC),
        scanned_at=datetime.fromtimestamp(scanned, tz=UTC),
        phone=phone,
    )
    return scan, is_done


def _keep_scan(
    request: HttpRequest, response: HttpResponse, scan: Scan, *, is_done: bool = False
) -> None:
    moments = scan.code_made_at.timestamp(), scan.scanned_at.timestamp()
    value = signing.dumps([scan.session, *moments, scan.phone, is_done], salt=SCAN_SALT)
    _keep(request, response, SCAN_COOKIE, value, SCAN_SECONDS)


def _keep(
    request: HttpRequest, response: HttpResponse, name: str, value: str, seconds: int
) -> None:
    response.set_cookie(
        name,
        value,
        max_age=seconds,
        httponly=True,
        samesite="Lax",
        secure=request.is_secure(),
    )
