"""Making a certificate void and replacing it; both ask for a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from certificates.domain.changing import ChangeRefused, replace, void
from certificates.forms import ReasonForm
from certificates.models import Certificate
from curriculum.viewsets.base import GuardedMixin

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class ReasonView(GuardedMixin, WagtailAdminTemplateMixin, FormView):
    """A deed on one certificate, after a reason was given."""

    model = Certificate
    index_url_name = ""
    inspect_url_name = ""
    form_class = ReasonForm
    template_name = "certificates/admin/reason.html"
    what_happens: StrOrPromise = ""
    button_label: StrOrPromise = ""

    def setup(self, request: Any, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.certificate = get_object_or_404(
            Certificate.objects.with_chain(), pk=kwargs["pk"]
        )

    def get_page_subtitle(self) -> str:
        return self.certificate.number

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse(self.index_url_name), "label": _("Certificates")},
            {
                "url": "",
                "label": self.get_page_title(),
                "sublabel": self.get_page_subtitle(),
            },
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            certificate=self.certificate,
            what_happens=self.what_happens,
            button_label=self.button_label,
            **kwargs,
        )

    def form_valid(self, form: ReasonForm) -> HttpResponse:
        try:
            certificate = self.do(form.cleaned_data["reason"])
        except ChangeRefused as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        return redirect(reverse(self.inspect_url_name, args=[certificate.pk]))

    def do(self, reason: str) -> Certificate:
        raise NotImplementedError


class VoidView(ReasonView):
    permission_required = "void"
    page_title = gettext_lazy("Make void")
    header_icon = "cross"
    what_happens = gettext_lazy(
        "The certificate stays in the register. Whoever verifies it reads from now on "
        "that it is not valid."
    )
    button_label = gettext_lazy("Make void")

    def do(self, reason: str) -> Certificate:
        certificate = void(self.certificate, reason=reason, by=self.request.user)
        messages.success(
            self.request, _("%(number)s is void.") % {"number": certificate.number}
        )
        return certificate


class ReplaceView(ReasonView):
    permission_required = "issue"
    page_title = gettext_lazy("Replace")
    header_icon = "redirect"
    what_happens = gettext_lazy(
        "A new certificate with a number of its own is issued from what is known "
        "today, so correct the name or the training first. It names the certificate "
        "it replaces, and that one is not valid any more."
    )
    button_label = gettext_lazy("Issue the replacement")

    def do(self, reason: str) -> Certificate:
        new = replace(
            self.certificate, reason=reason, by=self.request.user, now=timezone.now()
        )
        messages.success(
            self.request,
            _("%(number)s replaces %(old)s.")
            % {"number": new.number, "old": self.certificate.number},
        )
        return new
