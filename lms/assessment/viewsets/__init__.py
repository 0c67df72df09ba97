from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.model import ModelViewSetGroup

from .closing import ClosingViewSet
from .completion import CompletionViewSet, PostTestScoreViewSet
from .defaults import CompletionDefaultViewSet


class AssessmentViewSetGroup(ModelViewSetGroup):
    menu_label = _("Assessment")
    menu_icon = "tick-inverse"
    menu_order = 140
    items = (
        ClosingViewSet,
        CompletionViewSet,
        PostTestScoreViewSet,
        CompletionDefaultViewSet,
    )


__all__ = ["AssessmentViewSetGroup"]
