"""Who may open a package: whoever takes part in a training with its edition, whoever
teaches there, and the office. Asked again for every file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from lms.delivery.enums import EnrolmentStatus, TrainingStatus
from lms.delivery.models import Enrolment
from lms.delivery.permissions import trainings_seen_by
from lms.packages.models import Package

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser, _User

    User = _User | AnonymousUser

_TAKE_PART = (
    EnrolmentStatus.ENROLLED,
    EnrolmentStatus.COMPLETED,
    EnrolmentStatus.NOT_COMPLETED,
)


def enrolments_of(user: User) -> QuerySet[Enrolment]:
    """Where the person takes part, the newest training first."""
    return (
        Enrolment.objects.filter(professional__user=user.pk, status__in=_TAKE_PART)
        .exclude(training__status=TrainingStatus.CANCELLED)
        .order_by("-training__start_date", "-pk")
    )


def enrolment_for(user: User, package: Package) -> Enrolment | None:
    """The enrolment under which a person's work with the package is kept."""
    return enrolments_of(user).filter(training__editions=package.edition_id).first()


def packages_open_to(user: User) -> QuerySet[Package]:
    """Active packages that `user` may open."""
    if not user.is_authenticated or not user.is_active:
        return Package.objects.none()
    packages = Package.objects.active()
    if user_can_see_packages(user):
        return packages
    # Of a training that was called off its trainer has no use of it either.
    taught = trainings_seen_by(user).exclude(status=TrainingStatus.CANCELLED)
    trainings = Q(edition__trainings__in=taught.values("pk")) | Q(
        edition__trainings__in=enrolments_of(user).order_by().values("training")
    )
    return packages.filter(trainings).distinct()


def user_can_see_packages(user: User) -> bool:
    """The office, which looks at every package."""
    return user.has_perm("lms_packages.view_package")
