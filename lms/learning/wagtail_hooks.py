from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry

from curriculum.parts import LESSON_HOOK, MODULE_HOOK
from lms.delivery.links import HOOK as LINKS
from lms.delivery.links import TrainingLink
from lms.delivery.models import Training

from .domain.practice import has_practice, practice_steps
from .domain.steps import own_steps
from .next_steps import HOOK
from .permissions import user_can_see_practice
from .views.parts import lesson_part, module_part
from .viewsets import LearningViewSetGroup

if TYPE_CHECKING:
    from django.contrib.auth.models import _User as User


@hooks.register("register_admin_viewset")
def register_viewsets() -> LearningViewSetGroup:
    return LearningViewSetGroup()


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    deeds = {
        "sign_up": (_("Sign up"), _("Signed up")),
        "leave": (_("Leave"), _("Left the training before it began")),
        "ask_supervisor": (_("Ask"), _("Supervisor asked about a practice step")),
        "sign_off_sent": (_("Letter"), _("Letter to the supervisor sent")),
        "sign_off_failed": (_("Letter"), _("Letter to the supervisor failed")),
        "confirm_practice": (_("Confirm"), _("Practice step confirmed")),
        "decline_practice": (_("Decline"), _("Practice step not confirmed")),
        "record_paper_practice": (
            _("Record from paper"),
            _("Practice step recorded from paper"),
        ),
    }
    for deed, (label, message) in deeds.items():
        actions.register_action(f"lms_learning.{deed}", label, message)


@hooks.register(LINKS)
def training_links(user: User, training: Training) -> list[TrainingLink]:
    if not has_practice(training) or not user_can_see_practice(user, training):
        return []
    url = reverse("lms_learning:training_practice", args=[training.code])
    return [TrainingLink(gettext("Practice in the field"), url)]


hooks.register(LESSON_HOOK, lesson_part)
hooks.register(MODULE_HOOK, module_part)
hooks.register(HOOK, own_steps)
hooks.register(HOOK, practice_steps)
