"""The page of a certificate: set by the template of its kind, or as built in."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.functional import cached_property
from django.utils.module_loading import import_string

from certificates import conf
from certificates.models import CertificateKind, CertificateTemplate
from certificates.pdf import templates
from certificates.pdf.guard import prove
from certificates.pdf.layout import build_page
from certificates.pdf.templates import Source


class Setter:
    """Sets the pages of a kind as they are set now; refuses with PageRefused.

    `template` goes into the facts: which template it is, in which revision.
    """

    def __init__(self, kind: CertificateKind) -> None:
        self.kind = kind
        self.found = CertificateTemplate.objects.filter(kind=kind, live=True).first()

    @property
    def template(self) -> dict[str, int | None] | None:
        if not self.found:
            return None
        return {"id": self.found.pk, "revision": self.found.live_revision_id}

    @cached_property
    def source(self) -> Source | None:
        return self.found.source() if self.found else None

    def check(self, facts: dict[str, Any]) -> None:
        """What would be refused because of the facts alone."""
        if self.source:
            templates.check(self.source, facts)
        else:
            build_page(facts)

    def draw(self, facts: dict[str, Any], *, issued_on: date) -> bytes:
        """The proven page."""
        if self.source:
            return templates.render(self.source, facts)
        page = build_page(facts)
        maker = import_string(conf.renderer())()
        pdf: bytes = maker.render(page, kind=self.kind.code, issued_on=issued_on)
        if not getattr(maker, "proves", False):
            prove(pdf, page)
        return pdf
