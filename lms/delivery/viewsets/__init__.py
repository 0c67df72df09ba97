from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.model import ModelViewSetGroup

from .briefing import BriefingViewSet
from .enrolment import EnrolmentViewSet
from .letter import LetterViewSet
from .lists import ActionViewSet, EvidenceViewSet, HeadcountViewSet
from .review import ReviewViewSet
from .sheets import KnownHeadingViewSet, SheetImportViewSet
from .trainer_report import CostLineViewSet, TrainerReportViewSet
from .training import TrainingViewSet
from .waiting import WaitingViewSet


class DeliveryViewSetGroup(ModelViewSetGroup):
    menu_label = _("Trainings")
    menu_icon = "calendar-alt"
    menu_order = 110
    items = (
        WaitingViewSet,
        TrainingViewSet,
        EnrolmentViewSet,
        LetterViewSet,
        ReviewViewSet,
        SheetImportViewSet,
        KnownHeadingViewSet,
        EvidenceViewSet,
        ActionViewSet,
        HeadcountViewSet,
        BriefingViewSet,
        TrainerReportViewSet,
        CostLineViewSet,
    )


__all__ = ["DeliveryViewSetGroup"]
