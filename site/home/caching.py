"""Pages that are the same for every visitor are made once a minute."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from hashlib import sha256

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language

from curriculum.visiting import is_plain_visit

Serve = Callable[[HttpRequest, str], HttpResponse]


def same_for_visitors(serve: Serve) -> Serve:
    """Keep what a visitor gets for FENER_PAGE_SECONDS (0: keep nothing).

    A visitor has no session and no message waiting; whoever is signed in, an editor
    above all, is always given a page of this moment. Nothing is kept that asks for
    something in a query or holds a form with a token.
    """

    @wraps(serve)
    def serve_or_repeat(request: HttpRequest, path: str) -> HttpResponse:
        if not settings.FENER_PAGE_SECONDS or not is_plain_visit(request):
            return serve(request, path)
        key = _key(request)
        content = cache.get(key)
        if content is not None:
            return HttpResponse(content)
        response = serve(request, path)
        if response.status_code == 200 and hasattr(response, "render"):
            response.render()
            if not request.META.get("CSRF_COOKIE_NEEDS_UPDATE"):
                cache.set(key, response.content, settings.FENER_PAGE_SECONDS)
        return response

    return serve_or_repeat


def _key(request: HttpRequest) -> str:
    name = f"{request.scheme}://{request.get_host()}{request.path} {get_language()}"
    return f"fener.page.{sha256(name.encode()).hexdigest()}"
