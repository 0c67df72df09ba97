"""Who may do what with certificates; the office holds permissions of the model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certificates.models import Certificate

if TYPE_CHECKING:
    from django.contrib.auth.models import _AnyUser as User


def user_can_issue(user: User) -> bool:
    return user.has_perm("certificates.issue_certificate")


def user_can_void(user: User) -> bool:
    return user.has_perm("certificates.void_certificate")


def user_can_see_register(user: User) -> bool:
    return user.has_perm("certificates.view_certificate")


def user_can_download(user: User, certificate: Certificate) -> bool:
    """The holder, and the office; nobody else, not even the trainers."""
    if user_can_see_register(user):
        return True
    return (
        user.is_authenticated and certificate.enrolment.professional.user_id == user.pk
    )
