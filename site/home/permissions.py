"""Who may make logins: whoever keeps the register of people."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.contrib.auth.models import _AnyUser as AnyUser


def user_can_invite(user: AnyUser) -> bool:
    return user.has_perm("trainers_pool.change_professional")


def user_can_invite_training(user: AnyUser) -> bool:
    """The page of the training asks for the right to change it as well."""
    return user_can_invite(user) and user.has_perm("lms_delivery.change_training")


def user_can_print_records(user: AnyUser) -> bool:
    """The office, which reads every record anyway."""
    return user.has_perm("trainers_pool.view_professional")
