"""Behind a proxy every request seems to come from the proxy; this says who asks."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse


def client_address(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Sets REMOTE_ADDR to what the outermost of our own proxies saw.

    Only the last `FENER_PROXIES` entries of X-Forwarded-For are ours; whatever stands
    before them the visitor may have written, so it is never read.
    """
    proxies = settings.FENER_PROXIES

    def middleware(request: HttpRequest) -> HttpResponse:
        forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
        if 0 < proxies <= len(forwarded) and forwarded[-proxies].strip():
            request.META["REMOTE_ADDR"] = forwarded[-proxies].strip()
        return get_response(request)

    return middleware
