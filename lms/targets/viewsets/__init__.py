from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.model import ModelViewSetGroup

from .indicator import IndicatorViewSet
from .link import IndicatorLinkViewSet
from .progress import ProgressViewSet
from .staff_number import StaffNumberViewSet


class TargetsViewSetGroup(ModelViewSetGroup):
    menu_label = _("Targets")
    menu_icon = "success"
    menu_order = 100
    items = (
        ProgressViewSet,
        IndicatorViewSet,
        IndicatorLinkViewSet,
        StaffNumberViewSet,
    )


__all__ = ["TargetsViewSetGroup"]
