from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry

from lms.delivery.links import HOOK as TRAINING
from lms.delivery.links import TrainingLink
from lms.delivery.models import Training
from trainers_pool.links import HOOK as PERSON
from trainers_pool.links import PersonLink
from trainers_pool.models import Professional

from .permissions import (
    user_can_invite,
    user_can_invite_training,
    user_can_print_records,
)
from .viewsets import AccountViewSet

if TYPE_CHECKING:
    from django.contrib.auth.models import _User as User


@hooks.register("register_admin_viewset")
def register_viewsets() -> AccountViewSet:
    return AccountViewSet()


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    actions.register_action(
        "home.invite", _("Invite to sign in"), _("Invited to sign in")
    )
    actions.register_action(
        "home.link_sent", _("Send a link to sign in"), _("Link to sign in sent")
    )
    actions.register_action(
        "home.link_failed",
        _("Send a link to sign in"),
        _("Link to sign in could not be sent"),
    )
    actions.register_action(
        "home.choose_password", _("Choose a password"), _("Password chosen")
    )


@hooks.register(PERSON)
def person_links(user: User, person: Professional) -> list[PersonLink]:
    links = []
    if user_can_print_records(user):
        url = reverse("record", args=[person.pk])
        links.append(PersonLink(gettext("Record of trainings"), url, "doc-full"))
    login = person.user
    if (login and login.has_usable_password()) or not user_can_invite(user):
        return links
    url = reverse("account:invite_person", args=[person.pk])
    return [*links, PersonLink(gettext("Invite to sign in"), url, "mail")]


@hooks.register(TRAINING)
def training_links(user: User, training: Training) -> list[TrainingLink]:
    if not training.is_open or not user_can_invite_training(user):
        return []
    url = reverse("account:invite_training", args=[training.pk])
    return [TrainingLink(gettext("Invite to sign in"), url)]
