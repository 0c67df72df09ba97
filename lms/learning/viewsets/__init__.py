from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.model import ModelViewSetGroup

from .path import LearningPathViewSet
from .practice import PracticeStepViewSet


class LearningViewSetGroup(ModelViewSetGroup):
    menu_label = _("Learning")
    menu_icon = "openquote"
    menu_order = 145
    items = (LearningPathViewSet, PracticeStepViewSet)


__all__ = ["LearningViewSetGroup"]
