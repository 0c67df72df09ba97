from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.model import ModelViewSetGroup

from .desk import DeskViewSet
from .kinds import CertificateKindViewSet
from .register import CertificateViewSet
from .templates import CertificateTemplateViewSet


class CertificatesViewSetGroup(ModelViewSetGroup):
    menu_label = _("Certificates")
    menu_icon = "doc-full"
    menu_order = 150
    items = (
        DeskViewSet,
        CertificateViewSet,
        CertificateKindViewSet,
        CertificateTemplateViewSet,
    )


__all__ = ["CertificatesViewSetGroup"]
