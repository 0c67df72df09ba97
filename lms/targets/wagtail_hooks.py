from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.ui.components import Component
from wagtail.log_actions import LogActionRegistry

from .permissions import user_can_open_numbers
from .views.home_panel import TargetsPanel
from .viewsets import TargetsViewSetGroup


@hooks.register("register_admin_viewset")
def register_viewsets() -> TargetsViewSetGroup:
    return TargetsViewSetGroup()


@hooks.register("construct_homepage_panels")
def add_targets_panel(request: HttpRequest, panels: list[Component]) -> None:
    if user_can_open_numbers(request.user):
        panels.append(TargetsPanel())


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    deeds = {
        "accept_link": (_("Accept"), _("Link accepted: its trainings count")),
        "reject_link": (_("Reject"), _("Link rejected: its trainings do not count")),
        "return_link": (_("Return"), _("Link returned: it is a proposal again")),
    }
    for deed, (label, message) in deeds.items():
        actions.register_action(f"lms_targets.{deed}", label, message)
