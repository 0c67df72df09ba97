"""The brake for those who try codes, and names to numbers, of certificates."""

from __future__ import annotations

from django.http import HttpRequest

from certificates import conf
from curriculum import throttling

_WHAT = "certificates:unknown"
#: A name is soon guessed, a code never: a wrong name is as many unknown codes.
WEIGHT_OF_A_NAME = 5


def count_unknown(request: HttpRequest, *, by: int = 1) -> int:
    """Seconds to wait when the address of this request is over its limit, else 0."""
    limit, seconds = conf.unknown_codes()
    return throttling.count_unknown(request, _WHAT, limit=limit, seconds=seconds, by=by)


def seconds_to_wait(request: HttpRequest) -> int:
    """Before a name is compared; whoever is over the limit is not told of a right one."""
    limit, _seconds = conf.unknown_codes()
    return throttling.seconds_to_wait(request, _WHAT, limit=limit)
