"""What apps on the floors above add to the page of a person in the admin.

They register a function with Wagtail's hook ``trainers_pool_person_links``; it is
called with the user and the person and returns a list of `PersonLink`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wagtail import hooks

from trainers_pool.models import Professional

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser, _User

HOOK = "trainers_pool_person_links"


@dataclass(frozen=True)
class PersonLink:
    label: str
    url: str
    #: The name of a Wagtail icon.
    icon: str = "link"


def links_of(user: _User | AnonymousUser, person: Professional) -> list[PersonLink]:
    return [
        link for function in hooks.get_hooks(HOOK) for link in function(user, person)
    ]
