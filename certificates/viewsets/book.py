"""The register book of a kind and year, to read, to print and to go on with."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.permissions import ModelPermissionPolicy

from certificates.domain.book import HEADINGS, Book, book_of, years_of_register
from certificates.models import Certificate, CertificateKind
from certificates.pdf.book import draw_book
from curriculum.spreadsheet import xlsx_response

LABELS = {
    "number": _("Number"),
    "issued_on": _("Issued on"),
    "holder": _("Holder"),
    "training": _("Training"),
    "state": _("State"),
    "remark": _("Remark"),
    "issued_by": _("Issued by"),
    "sha256": "SHA-256",
}


class BookForm(forms.Form):
    kind = forms.ModelChoiceField(
        label=_("Kind"),
        queryset=CertificateKind.objects.all(),
        to_field_name="code",
        empty_label=None,
    )
    year = forms.TypedChoiceField(label=_("Year"), coerce=int)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        years = years_of_register() or [timezone.localdate().year]
        field = cast("forms.TypedChoiceField", self.fields["year"])
        field.choices = [(year, year) for year in years]


class BookView(PermissionCheckedMixin, WagtailAdminTemplateMixin, View):
    permission_policy = ModelPermissionPolicy(Certificate)
    permission_required = "view"
    page_title = _("Register book")
    header_icon = "list-ul"
    template_name = "certificates/admin/book.html"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        register = {"url": reverse("certificate:index"), "label": _("Certificates")}
        here = {"url": "", "label": self.get_page_title()}
        return [*self.breadcrumbs_items, register, here]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = BookForm(request.GET or _newest())
        if not form.is_valid():
            return render(request, self.template_name, self.get_context_data(form=form))
        book = book_of(form.cleaned_data["kind"], year=form.cleaned_data["year"])
        if request.GET.get("as") == "pdf":
            return _as_pdf(book)
        if request.GET.get("as") == "xlsx":
            return _as_xlsx(book)
        context = self.get_context_data(form=form, book=book)
        return render(request, self.template_name, context)


def _newest() -> dict[str, Any] | None:
    """The book that was written in last; None while all are empty."""
    last = Certificate.objects.select_related("kind").order_by("issued_at").last()
    return {"kind": last.kind.code, "year": last.year} if last else None


def _name(book: Book) -> str:
    return f"register-{book.kind.code}-{book.year}"


def _as_pdf(book: Book) -> HttpResponse:
    pdf = draw_book(book, now=timezone.now())
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{_name(book)}.pdf"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _as_xlsx(book: Book) -> HttpResponse:
    rows = [[getattr(one, name) for name in HEADINGS] for one in book.entries]
    return xlsx_response(_name(book), [LABELS[name] for name in HEADINGS], rows)
