from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry

from lms.delivery.links import HOOK, TrainingLink
from lms.delivery.models import Training

from .models import Package
from .viewsets import PackagesViewSetGroup

if TYPE_CHECKING:
    from django.contrib.auth.models import _User as User


@hooks.register("register_admin_viewset")
def register_viewsets() -> PackagesViewSetGroup:
    return PackagesViewSetGroup()


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    for name, label, message in (
        ("add", _("Bring in"), _("Package brought in")),
        ("replace", _("Replace"), _("Package replaced")),
        ("activate", _("Take into use"), _("Package taken into use")),
        ("deactivate", _("Take out of use"), _("Package taken out of use")),
    ):
        actions.register_action(f"lms_packages.{name}", label, message)


@hooks.register(HOOK)
def training_links(user: User, training: Training) -> list[TrainingLink]:
    """To what the packages of the training's modules reported."""
    if not Package.objects.filter(edition__trainings=training).exists():
        return []
    url = reverse("lms_packages:reports", args=[training.code])
    return [TrainingLink(gettext("Reports of packages"), url)]
