"""Who may see whom. Coordinators and administrators hold model permissions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from trainers_pool.models import Affiliation, Institution, Professional

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser, AnonymousUser


def professional_of(user: AbstractUser | AnonymousUser) -> Professional | None:
    """The person behind a login, if there is one."""
    return getattr(user, "professional", None) if user.is_authenticated else None


def institutions_of_focal_point(
    user: AbstractUser | AnonymousUser,
) -> models.QuerySet[Institution]:
    """The institutions whose people a focal point may see; empty for anybody else."""
    professional = professional_of(user)
    if not professional or not user.has_perm("trainers_pool.view_institution_people"):
        return Institution.objects.none()
    return Institution.objects.filter(
        pk__in=Affiliation.objects.current()
        .filter(professional=professional, is_focal_point=True)
        .values("institution")
    )
