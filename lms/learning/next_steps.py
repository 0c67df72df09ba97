"""What a person does next, from every app that has something to ask of them.

An app registers a function with Wagtail's hook ``lms_learning_next_steps``; it is called
with the user and the moment and returns a list of `Step`. The page shows the first one
as its button and the others below it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from wagtail import hooks

if TYPE_CHECKING:
    from django.contrib.auth.models import _User as User

HOOK = "lms_learning_next_steps"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """`due` orders the steps, those without one last; `weight` those of one day."""

    title: str
    #: What it belongs to, as the title of a training.
    about: str = ""
    #: The words on the button, and where it leads. Without words there is nothing to do
    #: but to look; without an address not even that.
    button: str = ""
    url: str = ""
    due: date | None = None
    weight: int = 100


def steps_of(user: User, *, now: datetime) -> list[Step]:
    found = [step for function in hooks.get_hooks(HOOK) for step in function(user, now)]
    return sorted(found, key=lambda step: (step.due or date.max, step.weight))
