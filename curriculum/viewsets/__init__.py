from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.model import ModelViewSetGroup

from .glossary import GlossaryTermViewSet
from .module import ModuleEditionViewSet, ModuleViewSet


class CurriculumViewSetGroup(ModelViewSetGroup):
    menu_label = _("Curriculum")
    menu_icon = "openquote"
    menu_order = 110
    items = (ModuleViewSet, ModuleEditionViewSet, GlossaryTermViewSet)


__all__ = ["CurriculumViewSetGroup"]
