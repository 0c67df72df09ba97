from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.model import ModelViewSetGroup

from .lists import (
    InstitutionViewSet,
    MunicipalityViewSet,
    ProfessionViewSet,
    institution_chooser_viewset,
)
from .professional import ProfessionalViewSet, professional_chooser_viewset
from .trainer import TrainerViewSet, trainer_chooser_viewset


class TrainerPoolViewSetGroup(ModelViewSetGroup):
    menu_label = _("Trainer pool")
    menu_icon = "group"
    menu_order = 120
    items = (
        TrainerViewSet,
        ProfessionalViewSet,
        InstitutionViewSet,
        ProfessionViewSet,
        MunicipalityViewSet,
    )


chooser_viewsets = (
    institution_chooser_viewset,
    professional_chooser_viewset,
    trainer_chooser_viewset,
)

__all__ = [
    "TrainerPoolViewSetGroup",
    "chooser_viewsets",
    "professional_chooser_viewset",
    "trainer_chooser_viewset",
]
