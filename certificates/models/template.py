from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.contrib.contenttypes.fields import GenericRelation
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.images import get_image_model_string
from wagtail.models import (
    DraftStateMixin,
    Orderable,
    PreviewableMixin,
    Revision,
    RevisionMixin,
)

from certificates import conf
from certificates.pdf.apart import draw_apart
from certificates.pdf.pictures import address_of
from certificates.pdf.refusal import TemplateRefused
from certificates.pdf.samples import LABELS, sample
from certificates.pdf.templates import Source
from curriculum.conf import public_url
from curriculum.models.names import LANGUAGE_SUFFIXES, in_language

from .certificate import CertificateKind

_STARTER = Path(__file__).resolve().parents[1] / "data"


def starter_html() -> str:
    """A page that can be published as it is, to begin with."""
    return (_STARTER / "starter.html").read_text()


def starter_css() -> str:
    return (_STARTER / "starter.css").read_text()


class CertificateTemplate(
    PreviewableMixin, DraftStateMixin, RevisionMixin, ClusterableModel
):
    """How the certificates of a kind look, as the office wrote it.

    While none of a kind is live, its certificates are set as built in. What was issued
    is a file and never set anew, so a template changes only what comes after.
    """

    kind = models.ForeignKey(
        CertificateKind,
        on_delete=models.PROTECT,
        related_name="templates",
        verbose_name=_("kind"),
        help_text=_("The certificates that are printed with it once it is published."),
    )
    name = models.CharField(_("name"), max_length=80)
    html = models.TextField(
        "HTML",
        default=starter_html,
        help_text=_("What stands on the page; names in {{ }} become facts."),
    )
    css = models.TextField(
        "CSS", blank=True, default=starter_css, help_text=_("How it looks and where.")
    )

    _revisions = GenericRelation(
        Revision,
        content_type_field="content_type",
        object_id_field="object_id",
        related_query_name="certificate_template",
        for_concrete_model=False,
    )

    class Meta:
        verbose_name = _("certificate template")
        verbose_name_plural = _("certificate templates")
        ordering = ("kind", "name", "pk")
        permissions = (
            ("publish_certificatetemplate", _("Can publish certificate templates")),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("kind",),
                condition=Q(live=True),
                name="one_live_template_per_kind",
                violation_error_message=_(
                    "Another template of this kind is published. Unpublish that one first."
                ),
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def revisions(self) -> Any:
        return self._revisions

    def source(self) -> Source:
        """What is drawn; raises TemplateRefused where a picture cannot be printed."""
        pictures = {one.name: address_of(one.image) for one in self.images.all()}
        return Source(self.html, self.css, pictures)

    def samples(self, names: tuple[str, ...] = ()) -> dict[str, Mapping[str, Any]]:
        kind = {
            suffix: in_language(self.kind, "name", language)
            for language, suffix in LANGUAGE_SUFFIXES.items()
        }
        return {
            name: sample(
                name,
                kind=kind,
                issuer=conf.issuer(),
                signatory=conf.signatory(),
                public_url=public_url(),
            )
            for name in names or LABELS
        }

    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        return list(LABELS.items())

    @property
    def preview_sizes(self) -> list[dict[str, Any]]:
        """A page of paper looks the same everywhere."""
        desktop = PreviewableMixin.DEFAULT_PREVIEW_SIZES[-1]
        return [{**desktop, "device_width": 800}]

    @property
    def default_preview_size(self) -> str:
        return "desktop"

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """The sample as PDF; in the panel beside the form, a page that holds it."""
        if getattr(request, "in_preview_panel", False):
            return TemplateResponse(
                request, "certificates/admin/preview.html", {"mode": mode_name}
            )
        if mode_name not in LABELS:
            mode_name = self.default_preview_mode
        try:
            pdf = draw_apart(self.source(), self.samples((mode_name,)))
        except TemplateRefused as refusal:
            return TemplateResponse(
                request, "certificates/admin/preview.html", {"refusal": refusal}
            )
        return HttpResponse(pdf, content_type="application/pdf")


class TemplateImage(Orderable):
    """A picture of a template, under the name by which its HTML calls it."""

    template = ParentalKey(
        CertificateTemplate, on_delete=models.CASCADE, related_name="images"
    )
    name = models.CharField(
        _("name"),
        max_length=30,
        validators=(RegexValidator(r"^[a-z][a-z0-9_]*\Z"),),
        help_text=_("As in logo of {{ images.logo }}: small letters and digits."),
    )
    image = models.ForeignKey(
        get_image_model_string(),
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("picture"),
    )

    class Meta(Orderable.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")

    def __str__(self) -> str:
        return self.name
