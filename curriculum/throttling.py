"""A brake for those who try codes.

It counts only what is unknown, per address, in Django's cache: with the local-memory
cache per process, with a shared cache for the whole site. What is genuine is always
answered, also to an address over the limit: a code is far too long to be found by
trying, while a whole office may share one address. What is short enough to be found by
trying asks `seconds_to_wait` before it looks.
"""

from __future__ import annotations

import time

from django.core.cache import cache
from django.http import HttpRequest


def count_unknown(
    request: HttpRequest, what: str, *, limit: int, seconds: int, by: int = 1
) -> int:
    """Seconds to wait when the address of this request is over its limit, else 0.

    `what` is a key of the app that asks, as in "certificates:unknown".
    """
    key = _key(request, what)
    if cache.add(key, 0, timeout=seconds):
        cache.set(f"{key}:until", time.time() + seconds, timeout=seconds)
    try:
        count = cache.incr(key, by)
    except ValueError:
        # It expired between the two calls: a new window has begun.
        return 0
    wait = _seconds_left(key)
    # Where a cache counts by reading and writing, it keeps the sum for its own time.
    cache.touch(key, wait)
    return wait if count > limit else 0


def seconds_to_wait(request: HttpRequest, what: str, *, limit: int) -> int:
    """Asked before an answer that is short enough to be guessed; counts nothing."""
    key = _key(request, what)
    return _seconds_left(key) if cache.get(key, 0) >= limit else 0


def _key(request: HttpRequest, what: str) -> str:
    return f"{what}:{request.META.get('REMOTE_ADDR', '')}"


def _seconds_left(key: str) -> int:
    return max(int(cache.get(f"{key}:until", 0) - time.time()), 0) + 1
