"""Who may do what with the targets: coordinators decide, administrators look."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wagtail.permissions import ModelPermissionPolicy

from lms.targets.models import Indicator, IndicatorLink

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser, AnonymousUser

    User = AbstractBaseUser | AnonymousUser

INDICATOR_POLICY = ModelPermissionPolicy(Indicator)
LINK_POLICY = ModelPermissionPolicy(IndicatorLink)

#: Any of these on the indicators opens the numbers, down to the marks of a person.
LOOKING = ["add", "change", "delete", "view"]


def user_can_open_numbers(user: User) -> bool:
    return INDICATOR_POLICY.user_has_any_permission(user, LOOKING)


def user_can_decide_link(user: User, link: IndicatorLink) -> bool:
    return LINK_POLICY.user_has_permission(user, "change")
