"""Templates of certificates: written, looked at, published and taken back."""

from __future__ import annotations

from typing import Any

from django.urls import URLPattern
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, ObjectList
from wagtail.admin.ui.tables import Column, LiveStatusTagColumn
from wagtail.snippets.views.snippets import (
    PreviewOnCreateView,
    PreviewOnEditView,
    SnippetViewSet,
)

from certificates.forms import TemplateForm
from certificates.models import CertificateTemplate


class _Unproven:
    """The preview says itself what is wrong; proving all samples first would take long."""

    def validate_form(self, form: TemplateForm) -> bool:
        form.is_to_be_proven = False
        return super().validate_form(form)  # type: ignore[misc]


class TemplatePreviewOnCreate(_Unproven, PreviewOnCreateView):
    pass


class TemplatePreviewOnEdit(_Unproven, PreviewOnEditView):
    pass


class CertificateTemplateViewSet(SnippetViewSet):
    model = CertificateTemplate
    icon = "doc-full-inverse"
    menu_label = _("Templates")
    admin_url_namespace = "certificatetemplate"
    base_url_path = "certificatetemplate"
    menu_item_is_registered = True
    ordering = ("kind", "name")
    list_display = (
        Column("name", label=_("Name"), sort_key="name"),
        Column("kind", label=_("Kind"), sort_key="kind__code"),
        LiveStatusTagColumn(),
    )
    preview_on_add_view_class = TemplatePreviewOnCreate
    preview_on_edit_view_class = TemplatePreviewOnEdit
    copy_view_enabled = False
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("name"), FieldPanel("kind")]),
            FieldPanel("html"),
            FieldPanel("css"),
            InlinePanel(
                "images",
                heading=_("Pictures"),
                label=_("Picture"),
                panels=[FieldPanel("name"), FieldPanel("image")],
                help_text=_("Logos, signatures, a background: PNG or JPEG."),
            ),
        ],
        base_form_class=TemplateForm,
    )

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_common_view_kwargs(**kwargs, delete_url_name=None)

    def get_urlpatterns(self) -> list[URLPattern]:
        """Without deleting: a certificate names the template it was set by."""
        gone = ("delete", "revisions_unschedule")
        return [
            pattern for pattern in super().get_urlpatterns() if pattern.name not in gone
        ]

    def register_chooser_viewset(self) -> None:
        """Nothing chooses a template: a kind takes the one that is live."""
