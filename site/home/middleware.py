from __future__ import annotations

import re

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.utils.translation import get_language, get_language_from_path

#: Whoever reads one of these reads Serbian in Latin script.
_READS_SERBIAN = re.compile(r"\b(?:bs|hr|cnr|me|sh)(?:-\w+)*", re.IGNORECASE)
_A_YEAR = 365 * 24 * 60 * 60


class VisitorLanguageMiddleware(LocaleMiddleware):
    """The language of a visitor: asked from the browser once, then remembered.

    The language a page was read in is saved in Django's language cookie, so `/` and
    the addresses without a language open in it the next time.
    """

    def process_request(self, request: HttpRequest) -> None:
        wish = request.META.get("HTTP_ACCEPT_LANGUAGE", "")
        request.META["HTTP_ACCEPT_LANGUAGE"] = _READS_SERBIAN.sub("sr-latn", wish)
        super().process_request(request)

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if response.status_code == 404 and request.resolver_match:
            # A view has said no. Django would look for the address in a language, and
            # Wagtail's pattern takes every address, so the answer would be lost.
            response.headers.setdefault("Content-Language", get_language())
            return response
        response = super().process_response(request, response)
        if response.status_code == 200:
            self._remember(request, response)
        return response

    def _remember(self, request: HttpRequest, response: HttpResponseBase) -> None:
        language = get_language_from_path(request.path_info)
        if language and language != request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME):
            response.set_cookie(
                settings.LANGUAGE_COOKIE_NAME,
                language,
                max_age=_A_YEAR,
                samesite="Lax",
                secure=request.is_secure(),
                httponly=True,
            )
