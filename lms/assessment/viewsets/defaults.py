from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.admin.ui.tables import Column

from curriculum.viewsets.base import RegisterViewSet
from lms.assessment.models import CompletionDefault


class CompletionDefaultViewSet(RegisterViewSet):
    """What editions without numbers of their own ask, from a day on."""

    model = CompletionDefault
    icon = "date"
    menu_label = _("Completion defaults")
    add_to_reference_index = False
    list_display = (
        Column("valid_from", label=_("Valid from"), sort_key="valid_from"),
        Column(
            "attendance_share",
            label=_("Attendance share, %"),
            sort_key="attendance_share",
        ),
        Column("pass_mark", label=_("Pass mark, %"), sort_key="pass_mark"),
    )
    list_export = ("valid_from", "attendance_share", "pass_mark")
    export_filename = "completion-defaults"
    inspect_view_fields = ("valid_from", "attendance_share", "pass_mark")
    panels = [
        FieldPanel("valid_from"),
        FieldRowPanel([FieldPanel("attendance_share"), FieldPanel("pass_mark")]),
    ]
