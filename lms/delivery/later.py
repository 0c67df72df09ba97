"""Tests that apps on the floors above give months after a training.

They register a function with Wagtail's hook ``lms_delivery_later_tests``; it is called
with the moment and returns what is open then, by the key of the training. The letter
about it is written like any other: once a person, in their language.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from wagtail import hooks

HOOK = "lms_delivery_later_tests"


@dataclass(frozen=True)
class LaterTest:
    opens_at: datetime
    closes_at: datetime
    #: The path of the page where it is taken, in the active language.
    path: Callable[[], str]


def later_tests(now: datetime) -> dict[int, LaterTest]:
    found: dict[int, LaterTest] = {}
    for function in hooks.get_hooks(HOOK):
        found |= function(now)
    return found
