"""Verification by anybody, and the holder's own file."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from .domain.codes import as_written
from .domain.verifying import as_data, face_of, verify_code
from .models import Certificate
from .permissions import user_can_download
from .throttling import count_unknown

View = Callable[..., HttpResponse]

#: Notice of each state.
_TONES = {
    "issued": "good",
    "void": "bad",
    "replaced": "warn",
    "expired": "warn",
}


def discreet(view: View) -> View:
    """In no index, in no cache, in no other site's log."""

    @wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["X-Robots-Tag"] = "noindex, nofollow"
        response["Cache-Control"] = "no-store"
        response["Referrer-Policy"] = "no-referrer"
        return response

    return wrapper


@discreet
@require_safe
def verify_search(request: HttpRequest) -> HttpResponse:
    """The form; a code leads to the page of the code."""
    if "code" not in request.GET:
        return render(request, "certificates/verify_search.html")
    if code := as_written(request.GET["code"]):
        return redirect("certificates:verify", code=code)
    return _unknown(request)


@discreet
@require_safe
def verify(request: HttpRequest, code: str) -> HttpResponse:
    """Valid or not in one glance, then the facts."""
    certificate = verify_code(code).certificate
    if certificate is None:
        return _unknown(request)
    context = {
        "certificate": certificate,
        "face": face_of(certificate),
        "tone": _TONES[certificate.state],
    }
    return render(request, "certificates/verify.html", context)


@discreet
@require_safe
def api_certificate(request: HttpRequest, code: str) -> JsonResponse:
    certificate = verify_code(code).certificate
    if certificate is None and (wait := count_unknown(request)):
        response = JsonResponse({"detail": _("Too many unknown codes.")}, status=429)
        response["Retry-After"] = str(wait)
        return response
    return JsonResponse(as_data(certificate), status=200 if certificate else 404)


@login_required
@require_safe
def download(request: HttpRequest, pk: int) -> HttpResponse:
    """The stored bytes, as they were issued."""
    certificate = get_object_or_404(
        Certificate.objects.select_related("file", "enrolment__professional"), pk=pk
    )
    if not user_can_download(request.user, certificate):
        raise Http404
    response = HttpResponse(bytes(certificate.file.pdf), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{certificate.number}.pdf"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def _unknown(request: HttpRequest) -> HttpResponse:
    """One answer to codes of nobody and to what is no code at all."""
    if wait := count_unknown(request):
        response = render(request, "certificates/verify_later.html", status=429)
        response["Retry-After"] = str(wait)
        return response
    return render(request, "certificates/verify_unknown.html", status=404)
