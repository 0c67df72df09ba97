from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry

from lms.delivery.enums import TrainingStatus
from lms.delivery.links import CLOSE, HOOK, TrainingLink
from lms.delivery.models import Training
from lms.delivery.packing import HOOK as PACK

from .pack import pack_parts
from .permissions import user_can_close, user_can_enter_scores, user_can_reopen
from .viewsets import AssessmentViewSetGroup

if TYPE_CHECKING:
    from django.contrib.auth.models import _User as User


@hooks.register("register_admin_viewset")
def register_viewsets() -> AssessmentViewSetGroup:
    return AssessmentViewSetGroup()


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    actions.register_action(
        "lms_assessment.record_scores", _("Enter scores"), _("Post-test scores entered")
    )
    actions.register_action("lms_assessment.close", _("Close"), _("Training closed"))
    actions.register_action(
        "lms_assessment.reopen", _("Open again"), _("Training opened again")
    )
    actions.register_action(
        "lms_assessment.decide",
        _("Decide completion"),
        _("Completion decided for a person who came in late"),
    )


@hooks.register(HOOK)
def training_links(user: User, training: Training) -> list[TrainingLink]:
    """To scores while they may change, and to closing or what it decided."""
    links = []
    args = [training.code]
    if training.is_open and user_can_enter_scores(user, training):
        url = reverse("lms_assessment:scores", args=args)
        links.append(TrainingLink(gettext("Post-test scores"), url))
    if training.status != TrainingStatus.CANCELLED and user_can_close(user, training):
        label = gettext("Close") if training.is_open else gettext("Who completed")
        deed = CLOSE if training.is_open else ""
        url = reverse("lms_assessment:close", args=args)
        links.append(TrainingLink(label, url, deed))
    if training.status == TrainingStatus.CLOSED and user_can_reopen(user):
        url = reverse("closing:reopen", args=[training.pk])
        links.append(TrainingLink(gettext("Open again"), url))
    return links


hooks.register(PACK, pack_parts)
