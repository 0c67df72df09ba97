from __future__ import annotations

from django.forms import CheckboxSelectMultiple
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
)
from wagtail.admin.ui.tables import Column

from curriculum.viewsets.base import RegisterViewSet
from lms.learning.models import LearningPath


class LearningPathViewSet(RegisterViewSet):
    model = LearningPath
    icon = "list-ol"
    menu_label = _("Learning paths")
    add_to_reference_index = False
    list_display = (Column("name", label=_("Name"), sort_key="name_sq"),)
    list_export = ("name_sq", "name_sr", "name_en")
    export_filename = "learning-paths"
    inspect_view_fields = ("name_sq", "name_sr", "name_en", "professions")

    @cached_property
    def edit_handler(self) -> ObjectList:
        return ObjectList(
            [
                MultiFieldPanel(
                    [FieldPanel(f"name_{code}") for code in ("sq", "sr", "en")],
                    heading=_("Name"),
                ),
                FieldPanel("professions", widget=CheckboxSelectMultiple),
                InlinePanel(
                    "modules",
                    heading=_("Modules"),
                    panels=[
                        FieldRowPanel([FieldPanel("module"), FieldPanel("is_required")])
                    ],
                ),
            ]
        )
