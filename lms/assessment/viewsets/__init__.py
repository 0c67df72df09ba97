from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.model import ModelViewSetGroup

from .closing import ClosingViewSet
from .completion import CompletionViewSet, PostTestScoreViewSet
from .defaults import CompletionDefaultViewSet
from .item_analysis import ItemAnalysisViewSet
from .knowledge import KnowledgeViewSet
from .observation import ObservationViewSet, RubricViewSet
from .question import QuestionViewSet, TopicViewSet
from .test import TestViewSet


class AssessmentViewSetGroup(ModelViewSetGroup):
    menu_label = _("Assessment")
    menu_icon = "tick-inverse"
    menu_order = 140
    items = (
        ClosingViewSet,
        QuestionViewSet,
        TestViewSet,
        TopicViewSet,
        RubricViewSet,
        ObservationViewSet,
        ItemAnalysisViewSet,
        KnowledgeViewSet,
        CompletionViewSet,
        PostTestScoreViewSet,
        CompletionDefaultViewSet,
    )


__all__ = ["AssessmentViewSetGroup"]
