from __future__ import annotations

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column

from curriculum.viewsets.base import RegisterViewSet
from lms.learning.models import PracticeStep


class PracticeStepViewSet(RegisterViewSet):
    """What people of a blended training do at their work, by edition."""

    model = PracticeStep
    icon = "clipboard-list"
    menu_label = _("Practice steps")
    add_to_reference_index = False
    list_display = (
        Column("title", label=_("Title")),
        Column("edition", label=_("Module edition"), sort_key="edition__module__code"),
        Column("order", label=_("Order"), sort_key="order"),
        Column("due_days", label=_("Days until it is due"), sort_key="due_days"),
    )
    select_related = ("edition__module",)
    list_export = (
        "edition", "order", "title_sq", "title_sr", "title_en", "due_days",
    )  # fmt: skip
    export_filename = "practice-steps"
    ordering = ("edition__module__code", "order")
    inspect_view_fields = (
        "edition", "order", "title_sq", "title_sr", "title_en", "description_sq",
        "description_sr", "description_en", "due_days",
    )  # fmt: skip

    @cached_property
    def edit_handler(self) -> ObjectList:
        return ObjectList(
            [
                FieldPanel("edition"),
                FieldRowPanel([FieldPanel("order"), FieldPanel("due_days")]),
                MultiFieldPanel(
                    [FieldPanel(f"title_{code}") for code in ("sq", "sr", "en")],
                    heading=_("Title"),
                ),
                MultiFieldPanel(
                    [FieldPanel(f"description_{code}") for code in ("sq", "sr", "en")],
                    heading=_("Description"),
                ),
            ]
        )
