"""The brake for those who try codes of certificates."""

from __future__ import annotations

from django.http import HttpRequest

from certificates import conf
from curriculum import throttling


def count_unknown(request: HttpRequest) -> int:
    """Seconds to wait when the address of this request is over its limit, else 0."""
    limit, seconds = conf.unknown_codes()
    return throttling.count_unknown(
        request, "certificates:unknown", limit=limit, seconds=seconds
    )
