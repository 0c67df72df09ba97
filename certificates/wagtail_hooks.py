from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry

from lms.assessment.obstacles import HOOK as OBSTACLES
from lms.delivery.enums import TrainingStatus
from lms.delivery.links import HOOK, TrainingLink
from lms.delivery.models import Training
from lms.delivery.packing import HOOK as PACK

from .models import Certificate
from .pack import pack_parts
from .permissions import user_can_issue
from .viewsets import CertificatesViewSetGroup

if TYPE_CHECKING:
    from django.contrib.auth.models import _User as User


@hooks.register("register_admin_viewset")
def register_viewsets() -> CertificatesViewSetGroup:
    return CertificatesViewSetGroup()


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    actions.register_action("certificates.issue", _("Issue"), _("Certificate issued"))
    actions.register_action(
        "certificates.void", _("Make void"), _("Certificate made void")
    )
    actions.register_action(
        "certificates.replace", _("Replace"), _("Certificate replaced")
    )
    actions.register_action(
        "certificates.print_ahead", _("Print ahead"), _("Certificate printed ahead")
    )
    actions.register_action(
        "certificates.confirm", _("Confirm"), _("Certificate became valid")
    )
    actions.register_action(
        "certificates.expire", _("Expire"), _("Certificate expired")
    )


@hooks.register(HOOK)
def training_links(user: User, training: Training) -> list[TrainingLink]:
    """From a closed training to its certificates."""
    if not user_can_issue(user):
        return []
    if training.status == TrainingStatus.CLOSED:
        url = reverse("certificate_desk:training", args=[training.pk])
        return [TrainingLink(gettext("Certificates"), url)]
    if training.is_open:
        url = reverse("certificate_desk:ahead", args=[training.pk])
        return [TrainingLink(gettext("Print certificates ahead"), url)]
    return []


@hooks.register(OBSTACLES)
def certificates_stand(training: Training) -> str:
    """What a certificate says of a closed training stays true while it is valid."""
    count = Certificate.objects.valid().filter(enrolment__training=training).count()
    if not count:
        return ""
    return ngettext(
        "%(count)s certificate of training %(code)s is valid. Make it void first.",
        "%(count)s certificates of training %(code)s are valid. Make them void first.",
        count,
    ) % {"count": count, "code": training.code}


hooks.register(PACK, pack_parts)
