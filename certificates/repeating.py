"""The page of a certificate, made once for the many who look at it in a minute.

What it shows that can change is asked from the register at every visit, so nothing old
is ever told. The pages stay in the memory of the process: they hold names, which are to
be in no file of a cache.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from hashlib import sha256

from django.core.cache.backends.locmem import LocMemCache
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language

from certificates import conf
from curriculum.visiting import is_plain_visit

from .domain.verifying import what_may_change

View = Callable[[HttpRequest, str], HttpResponse]

_PAGES = LocMemCache("certificates.pages", {"OPTIONS": {"MAX_ENTRIES": 500}})


def repeated(view: View) -> View:
    """Keep what a visitor gets for CERTIFICATES_PAGE_SECONDS (0: keep nothing)."""

    @wraps(view)
    def make_or_repeat(request: HttpRequest, code: str) -> HttpResponse:
        seconds = conf.page_seconds()
        if not seconds or not is_plain_visit(request):
            return view(request, code)
        facts = what_may_change(code)
        if facts is None:
            return view(request, code)
        place = (request.scheme, request.get_host(), request.path, get_language())
        # Hashed: a key may come to stand in a warning, and there is a name in it.
        shown = repr((place, timezone.localdate(), facts))
        key = sha256(shown.encode()).hexdigest()
        content = _PAGES.get(key)
        if content is not None:
            repetition = HttpResponse(content)
            patch_vary_headers(repetition, ["Cookie"])
            return repetition
        response = view(request, code)
        _PAGES.set(key, response.content, seconds)
        return response

    return make_or_repeat
