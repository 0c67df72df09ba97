from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.admin.ui.tables import Column

from curriculum.viewsets.base import RegisterViewSet
from lms.targets.models import StaffNumber
from trainers_pool.viewsets.lists import institution_chooser_viewset


class StaffNumberViewSet(RegisterViewSet):
    model = StaffNumber
    icon = "group"
    menu_label = _("Staff numbers")
    add_to_reference_index = False
    list_display = (
        Column(
            "indicator.code", label=_("Indicator"), sort_key="indicator__action__order"
        ),
        Column("institution", label=_("Institution"), sort_key="institution__name_sq"),
        Column("people", label=_("People"), sort_key="people"),
        Column("as_of", label=_("As of"), sort_key="as_of"),
        Column("source", label=_("Source"), sort_key="source"),
    )
    select_related = ("indicator__action", "institution")
    list_filter = ("indicator", "institution", "as_of")
    list_export = ("indicator.code", "institution", "people", "as_of", "source")
    export_headings = {"indicator.code": _("Indicator")}
    export_filename = "staff-numbers"
    ordering = ("indicator__action__order", "institution__name_sq", "-as_of")
    panels = [
        FieldPanel("indicator"),
        FieldPanel("institution", widget=institution_chooser_viewset.widget_class),
        FieldRowPanel([FieldPanel("people"), FieldPanel("as_of")]),
        FieldPanel("source"),
    ]
