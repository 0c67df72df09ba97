from __future__ import annotations

from typing import Any

from django.forms import CheckboxSelectMultiple
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
)
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.views.generic import CreateView

from curriculum.viewsets.base import RegisterViewSet
from lms.targets.domain.indicators import link_to_itself
from lms.targets.models import Indicator


class IndicatorCreateView(CreateView):
    def save_instance(self) -> Indicator:
        indicator = super().save_instance()
        link_to_itself(indicator)
        return indicator


def _targets() -> ObjectList:
    return ObjectList(
        [
            FieldPanel("kind"),
            InlinePanel(
                "targets",
                heading=_("Targets"),
                label=_("Target"),
                panels=[
                    FieldRowPanel([FieldPanel("operator"), FieldPanel("value")]),
                    FieldPanel("kind"),
                    FieldPanel("due_on"),
                    FieldPanel("audience", widget=CheckboxSelectMultiple),
                ],
            ),
        ],
        heading=_("Targets"),
    )


def _audience() -> ObjectList:
    return ObjectList(
        [
            FieldPanel("audience_restricts"),
            FieldPanel("audience", widget=CheckboxSelectMultiple),
        ],
        heading=_("Audience"),
    )


def _period() -> ObjectList:
    return ObjectList(
        [
            FieldRowPanel([FieldPanel("counted_from"), FieldPanel("counted_to")]),
            FieldPanel("due_on"),
            FieldPanel("is_headline"),
            FieldPanel("is_out_of_scope"),
            FieldPanel("lead_institutions"),
            MultiFieldPanel(
                [FieldPanel(f"note_{language}") for language in ("sq", "sr", "en")],
                heading=_("Note"),
                help_text=_("Public: it stands beside the number."),
            ),
        ],
        heading=_("Period and note"),
    )


class IndicatorViewSet(RegisterViewSet):
    model = Indicator
    icon = "list-ul"
    menu_label = _("Indicators")
    add_to_reference_index = False
    add_view_class = IndicatorCreateView
    list_per_page = 50
    list_display = (
        Column("code", label=_("Code"), sort_key="action__order"),
        Column("name", label=_("Name"), sort_key="action__name_sq"),
        Column("get_kind_display", label=_("Kind"), sort_key="kind"),
        BooleanColumn(
            "audience_restricts",
            label=_("Only this audience counts"),
            sort_key="audience_restricts",
        ),
        Column("counted_from", label=_("From"), sort_key="counted_from"),
        Column("counted_to", label=_("To"), sort_key="counted_to"),
        Column("due_on", label=_("Due on"), sort_key="due_on"),
    )
    select_related = ("action",)
    list_filter = ("kind", "audience_restricts", "is_headline", "is_out_of_scope")
    search_fields = ("action__code", "action__name_sq", "action__name_sr")
    list_export = (
        "code", "name", "get_kind_display", "audience_restricts", "counted_from",
        "counted_to", "due_on", "is_out_of_scope", "note",
    )  # fmt: skip
    export_headings = {
        "code": _("Code"),
        "name": _("Name"),
        "get_kind_display": _("Kind"),
        "note": _("Note"),
    }
    export_filename = "indicators"
    ordering = ("action__order", "action__code")
    inspect_view_fields = (
        "action", "kind", "targets", "audience_restricts", "audience", "counted_from",
        "counted_to", "due_on", "is_headline", "is_out_of_scope", "lead_institutions",
        "note_sq", "note_sr", "note_en",
    )  # fmt: skip

    @cached_property
    def edit_handler(self) -> TabbedInterface:
        """The code of an indicator stays what it is."""
        return TabbedInterface([_targets(), _audience(), _period()])

    @cached_property
    def _new_handler(self) -> Any:
        code = ObjectList([FieldPanel("action")], heading=_("Code"))
        handler = TabbedInterface([code, _targets(), _audience(), _period()])
        return handler.bind_to_model(self.model)

    def get_add_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_add_view_kwargs(**kwargs),
            "panel": self._new_handler,
            "form_class": self._new_handler.get_form_class(),
        }
