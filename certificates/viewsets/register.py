"""The register: everything that was issued, and what became of it."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_filters import ChoiceFilter, ModelChoiceFilter, NumberFilter
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.widgets.button import Button, HeaderButton

from certificates.domain.codes import as_written
from certificates.enums import CertificateState
from certificates.models import Certificate, CertificateKind
from certificates.models.certificate import LIVING
from curriculum.folding import fold
from curriculum.viewsets.base import RegisterIndexView, RegisterInspectView
from lms.assessment.viewsets.base import LedgerViewSet
from lms.delivery.models import Training

from .book import BookView
from .deeds import ReplaceView, VoidView


class CertificateFilterSet(WagtailFilterSet):
    state = ChoiceFilter(label=gettext_lazy("State"), choices=CertificateState.choices)
    kind = ModelChoiceFilter(
        label=gettext_lazy("Kind"), queryset=CertificateKind.objects.all()
    )
    training = ModelChoiceFilter(
        label=gettext_lazy("Training"),
        queryset=Training.objects.closed(),
        field_name="enrolment__training",
    )
    year = NumberFilter(label=gettext_lazy("Year"))

    class Meta:
        model = Certificate
        fields = ("state", "kind", "training", "year")


class CertificateButtons(PermissionCheckedMixin):
    """What can be done with a certificate, for the listing and for its page."""

    void_url_name = ""
    replace_url_name = ""

    def buttons_of(self, certificate: Certificate) -> list[Button]:
        download = reverse("certificates:download", args=[certificate.pk])
        buttons = [Button(_("Download"), url=download, icon_name="download")]
        if certificate.state in LIVING and self.user_has_permission("void"):
            url = reverse(self.void_url_name, args=[certificate.pk])
            buttons.append(Button(_("Make void"), url=url, icon_name="cross"))
        replaceable = certificate.state != CertificateState.REPLACED
        if replaceable and self.user_has_permission("issue"):
            url = reverse(self.replace_url_name, args=[certificate.pk])
            buttons.append(Button(_("Replace"), url=url, icon_name="redirect"))
        return buttons


class CertificateIndexView(CertificateButtons, RegisterIndexView):
    is_searchable = True

    def search_queryset(self, queryset: QuerySet) -> QuerySet:
        """By number, by code, or by the name with or without its letters."""
        if not self.is_searching:
            return queryset
        text = self.search_query.strip()
        names = Q()
        for word in fold(text).split():
            names &= Q(enrolment__professional__folded_name__contains=word)
        return queryset.filter(
            names
            | Q(holder_name__icontains=text)
            | Q(number__icontains=text)
            | Q(code=as_written(text))
        )

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        url = reverse("certificate:book")
        book = HeaderButton(_("Register book"), url=url, icon_name="list-ul")
        return [*super().header_buttons, book]

    def get_list_more_buttons(self, instance: Certificate) -> list[Any]:
        return [*super().get_list_more_buttons(instance), *self.buttons_of(instance)]


class CertificateInspectView(CertificateButtons, RegisterInspectView):
    page_title = gettext_lazy("Certificate")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context["printings"] = self.object.printings.select_related("printed_by")
        return context

    def get_code_display_value(self) -> str:
        """With what everybody else sees of it."""
        url = reverse("certificates:verify", args=[self.object.code])
        return format_html('<a href="{}">{}</a>', url, self.object.code)

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        return [
            HeaderButton(button.label, url=button.url, icon_name=button.icon_name)
            for button in self.buttons_of(self.object)
        ]


class CertificateViewSet(LedgerViewSet):
    """Never edited, never deleted: made void with a reason, or replaced."""

    model = Certificate
    icon = "doc-full"
    menu_label = gettext_lazy("Register")
    index_view_class = CertificateIndexView
    inspect_view_class = CertificateInspectView
    inspect_template_name = "certificates/admin/certificate.html"
    filterset_class = CertificateFilterSet
    select_related = (
        "kind",
        "enrolment__professional",
        "enrolment__training",
        "issued_by",
        "replaces",
        "replaced_by",
    )
    ordering = ("-year", "kind", "-sequence")
    list_display = (
        Column("number", label=gettext_lazy("Number"), sort_key="number"),
        Column("holder_name", label=gettext_lazy("Holder"), sort_key="holder_name"),
        Column(
            "training",
            label=gettext_lazy("Training"),
            accessor="enrolment.training",
            sort_key="enrolment__training__code",
        ),
        Column("kind", label=gettext_lazy("Kind"), sort_key="kind__code"),
        Column(
            "state",
            label=gettext_lazy("State"),
            accessor="state_now.label",
            sort_key="state",
        ),
        Column("state_reason", label=gettext_lazy("Reason")),
        Column("issued_on", label=gettext_lazy("Issued on"), sort_key="issued_on"),
        Column(
            "valid_until", label=gettext_lazy("Valid until"), sort_key="valid_until"
        ),
    )
    list_export = (
        "number", "holder_name", "kind.name", "enrolment.training.code",
        "enrolment.training.title", "state_now.label", "state_reason", "issued_on",
        "valid_until", "issued_by", "replaces", "successor", "code", "sha256",
    )  # fmt: skip
    export_headings = {
        "kind.name": gettext_lazy("Kind"),
        "enrolment.training.code": gettext_lazy("Training"),
        "enrolment.training.title": gettext_lazy("Title"),
        "state_now.label": gettext_lazy("State"),
        "successor": gettext_lazy("Replaced by"),
    }
    export_filename = "certificates"
    inspect_view_labels = {"successor": gettext_lazy("Replaced by")}
    inspect_view_fields = (
        "number", "holder_name", "kind", "enrolment", "state", "state_reason",
        "issued_on", "valid_until", "issued_by", "replaces", "successor", "code", "sha256",
    )  # fmt: skip

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_common_view_kwargs(
            void_url_name=self.get_url_name("void"),
            replace_url_name=self.get_url_name("replace"),
            **kwargs,
        )

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            *super().get_urlpatterns(),
            path("void/<int:pk>/", self.construct_view(VoidView), name="void"),
            path("replace/<int:pk>/", self.construct_view(ReplaceView), name="replace"),
            path("book/", self.construct_view(BookView), name="book"),
        ]
