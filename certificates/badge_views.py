"""Badges, and what those need who check one: the keys and the status list."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial, wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from certificates import conf

from .badge import BadgeRefused, badge_of, status_list
from .badge.issuer import did_document, key_set
from .domain.verifying import verify_code
from .models import Certificate
from .views import discreet, unknown, unknown_as_data

View = Callable[..., HttpResponse]
JWT = "application/vc+jwt"


@discreet
@require_safe
def badge(request: HttpRequest, code: str) -> HttpResponse:
    """The badge as a file, in the language of the page that leads here."""
    certificate = verify_code(code).certificate
    if certificate is None:
        return unknown(request)
    return _file(certificate, refused=partial(_refused_page, request, certificate))


@discreet
@require_safe
def api_badge(request: HttpRequest, code: str) -> HttpResponse:
    """The same for machines, in a language they accept."""
    certificate = verify_code(code).certificate
    if certificate is None:
        return unknown_as_data(request)
    return _file(certificate, refused=_refused)


def open_to_all(view: View) -> View:
    """Names nobody: may be kept a while, and read by the pages of other sites."""

    @wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            response = view(request, *args, **kwargs)
            response["Cache-Control"] = f"public, max-age={conf.page_seconds()}"
        except BadgeRefused as refusal:
            response = _refused(refusal)
        response["X-Robots-Tag"] = "noindex, nofollow"
        response["Access-Control-Allow-Origin"] = "*"
        return response

    return wrapper


@open_to_all
@require_safe
def badge_issuer(request: HttpRequest) -> HttpResponse:
    """The document of the did:web that issues."""
    return JsonResponse(did_document())


@open_to_all
@require_safe
def badge_keys(request: HttpRequest) -> HttpResponse:
    return JsonResponse(key_set())


@open_to_all
@require_safe
def badge_status(request: HttpRequest, block: int) -> HttpResponse:
    """Which certificates do not stand, as the register has it at this moment."""
    return HttpResponse(status_list(block, now=timezone.now()), content_type=JWT)


def _file(
    certificate: Certificate, *, refused: Callable[[BadgeRefused], HttpResponse]
) -> HttpResponse:
    try:
        token = badge_of(certificate, now=timezone.now())
    except BadgeRefused as refusal:
        return refused(refusal)
    response = HttpResponse(token, content_type=JWT)
    response["Content-Disposition"] = f'attachment; filename="{certificate.number}.jwt"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _refused_page(
    request: HttpRequest, certificate: Certificate, refusal: BadgeRefused
) -> HttpResponse:
    context = {"certificate": certificate, "reason": str(refusal)}
    return render(
        request, "certificates/badge_refused.html", context, status=refusal.status
    )


def _refused(refusal: BadgeRefused) -> JsonResponse:
    return JsonResponse({"detail": str(refusal)}, status=refusal.status)
