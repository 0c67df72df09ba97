from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSet
from wagtail.log_actions import LogActionRegistry

from .viewsets import TrainerPoolViewSetGroup, chooser_viewsets


@hooks.register("register_admin_viewset")
def register_viewsets() -> list[ViewSet | TrainerPoolViewSetGroup]:
    return [TrainerPoolViewSetGroup(), *chooser_viewsets]


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    actions.register_action(
        "trainers_pool.admit", _("Admit"), _("Admitted to the trainer pool")
    )
    actions.register_action(
        "trainers_pool.status", _("Change status"), _("Status changed")
    )
    actions.register_action(
        "trainers_pool.accredit", _("Accredit"), _("Accredited for a module")
    )
