"""The kinds of certificates and their rules."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn, Column

from certificates.models import CertificateKind
from curriculum.viewsets.base import RegisterViewSet


class CertificateKindViewSet(RegisterViewSet):
    model = CertificateKind
    icon = "tag"
    menu_label = _("Kinds")
    ordering = ("code",)
    list_display = (
        Column("name", label=_("Name"), accessor=str),
        Column("prefix", label=_("Prefix"), sort_key="prefix"),
        Column(
            "rests_on",
            label=_("Rests on"),
            accessor="get_rests_on_display",
            sort_key="rests_on",
        ),
        Column("valid_months", label=_("Valid for months"), sort_key="valid_months"),
        BooleanColumn("opens_pool", label=_("Opens the trainer pool")),
    )
    list_export = (
        "code", "prefix", "name_sq", "name_sr", "name_en", "rests_on", "valid_months",
        "opens_pool", "signatory_name", "signatory_sq", "signatory_sr", "signatory_en",
    )  # fmt: skip
    export_filename = "certificate-kinds"
    inspect_view_fields = list_export
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("code"), FieldPanel("prefix")]),
            MultiFieldPanel(
                [FieldPanel("name_sq"), FieldPanel("name_sr"), FieldPanel("name_en")],
                heading=_("Name"),
            ),
            MultiFieldPanel(
                [
                    FieldPanel("rests_on"),
                    FieldPanel("valid_months"),
                    FieldPanel("opens_pool"),
                ],
                heading=_("Rules"),
            ),
            MultiFieldPanel(
                [
                    FieldPanel("signatory_name"),
                    FieldPanel("signatory_sq"),
                    FieldPanel("signatory_sr"),
                    FieldPanel("signatory_en"),
                ],
                heading=_("Who signs"),
            ),
        ]
    )
