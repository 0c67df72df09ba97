"""What apps on the floors above add to the page of a training.

They register a function with Wagtail's hook ``lms_delivery_training_links``; it is
called with the user and the training and returns a list of `TrainingLink`. Links to a
deed that lists of trainings offer, too, come from ``lms_delivery_training_deeds``: such
a function asks nothing of the database but what the user may do.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wagtail import hooks

from lms.delivery.models import Training

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser, _User

HOOK = "lms_delivery_training_links"
DEEDS = "lms_delivery_training_deeds"


#: The deed of a link that closes the training.
CLOSE = "close"


@dataclass(frozen=True)
class TrainingLink:
    label: str
    url: str
    #: What it does, where another page offers the deed by itself.
    deed: str = ""


def links_of(user: _User | AnonymousUser, training: Training) -> list[TrainingLink]:
    links = [
        link for function in hooks.get_hooks(HOOK) for link in function(user, training)
    ]
    return [*links, *deeds_of(user, training)]


def deeds_of(user: _User | AnonymousUser, training: Training) -> list[TrainingLink]:
    return [
        link for function in hooks.get_hooks(DEEDS) for link in function(user, training)
    ]
