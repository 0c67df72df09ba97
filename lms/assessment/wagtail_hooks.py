from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry

from lms.delivery.enums import TrainingStatus
from lms.delivery.later import HOOK as LATER
from lms.delivery.links import CLOSE, DEEDS, HOOK, TrainingLink
from lms.delivery.models import Training
from lms.delivery.packing import HOOK as PACK

from .domain.later import later_tests_open
from .models import Test
from .pack import pack_parts
from .permissions import (
    user_can_close,
    user_can_enter_scores,
    user_can_observe,
    user_can_reopen,
    user_can_see_tests,
)
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
        "lms_assessment.open_sitting", _("Open a test"), _("Test opened")
    )
    actions.register_action(
        "lms_assessment.close_sitting", _("Close a test"), _("Test closed")
    )
    actions.register_action(
        "lms_assessment.enter_paper",
        _("Type in a test on paper"),
        _("Test on paper typed in"),
    )
    actions.register_action(
        "lms_assessment.observe",
        _("Record an observation"),
        _("Observation recorded"),
    )
    actions.register_action(
        "lms_assessment.decide",
        _("Decide completion"),
        _("Completion decided for a person who came in late"),
    )


@hooks.register(HOOK)
def training_links(user: User, training: Training) -> list[TrainingLink]:
    """To tests and observed practice, to scores while they may change, to reopening."""
    links = []
    args = [training.code]
    if (
        training.status != TrainingStatus.CANCELLED
        and user_can_see_tests(user, training)
        and Test.objects.filter(edition__in=training.editions.all()).exists()
    ):
        url = reverse("lms_assessment:training_tests", args=args)
        links.append(TrainingLink(gettext("Tests"), url))
    if training.status != TrainingStatus.CANCELLED and (
        user_can_observe(user, training) or user_can_see_tests(user, training)
    ):
        url = reverse("lms_assessment:observations", args=args)
        links.append(TrainingLink(gettext("Observed practice"), url))
    if training.is_open and user_can_enter_scores(user, training):
        url = reverse("lms_assessment:scores", args=args)
        links.append(TrainingLink(gettext("Post-test scores"), url))
    if training.status == TrainingStatus.CLOSED and user_can_reopen(user):
        url = reverse("closing:reopen", args=[training.pk])
        links.append(TrainingLink(gettext("Open again"), url))
    return links


@hooks.register(DEEDS)
def training_deeds(user: User, training: Training) -> list[TrainingLink]:
    """To closing, and afterwards to what it decided."""
    if training.status == TrainingStatus.CANCELLED or not user_can_close(
        user, training
    ):
        return []
    label = gettext("Close") if training.is_open else gettext("Who completed")
    deed = CLOSE if training.is_open else ""
    url = reverse("lms_assessment:close", args=[training.code])
    return [TrainingLink(label, url, deed)]


hooks.register(PACK, pack_parts)
hooks.register(LATER, later_tests_open)
