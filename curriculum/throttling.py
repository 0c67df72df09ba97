"""A brake for those who try codes.

It counts only what is unknown, per address, in Django's cache: with the local-memory
cache per process, with a shared cache for the whole site. What is genuine is always
answered, also to an address over the limit: a code is far too long to be found by
trying, while a whole office may share one address.
"""

from __future__ import annotations

from django.core.cache import cache
from django.http import HttpRequest


def count_unknown(request: HttpRequest, what: str, *, limit: int, seconds: int) -> int:
    """Seconds to wait when the address of this request is over its limit, else 0.

    `what` is a key of the app that asks, as in "certificates:unknown".
    """
    key = f"{what}:{request.META.get('REMOTE_ADDR', '')}"
    cache.add(key, 0, timeout=seconds)
    try:
        count = cache.incr(key)
    except ValueError:
        # It expired between the two calls: a new window has begun.
        return 0
    return seconds if count > limit else 0
