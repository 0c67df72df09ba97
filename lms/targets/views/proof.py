from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from lms.delivery.models import Enrolment
from lms.targets.domain.evidence import proof_of
from lms.targets.domain.people import RELATED
from lms.targets.enums import LinkStatus

from .counting import CountingView


class ProofView(CountingView, WagtailAdminTemplateMixin, TemplateView):
    """One enrolment down to the marks, the sheet, the files and who entered what."""

    template_name = "lms_targets/admin/proof.html"
    header_icon = "doc-full"

    @cached_property
    def enrolment(self) -> Enrolment:
        """In a training that is linked to the indicator; others are not found here."""
        linked = Enrolment.objects.filter(
            training__actions__indicator_links__indicator=self.indicator,
            training__actions__indicator_links__status=LinkStatus.ACCEPTED,
        )
        return get_object_or_404(
            Enrolment.objects.filter(pk__in=linked.values("pk")).select_related(
                *RELATED, "municipality", "completion__last_session"
            ),
            pk=self.kwargs["enrolment"],
        )

    def get_page_title(self) -> str:
        return self.enrolment.professional.full_name

    def get_page_subtitle(self) -> str:
        return self.enrolment.training.code

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": self.address("index"), "label": _("Progress")},
            {
                "url": self.address("people", self.indicator.pk),
                "label": self.indicator.code,
            },
            {
                "url": "",
                "label": self.get_page_title(),
                "sublabel": self.get_page_subtitle(),
            },
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        finder = AdminURLFinder(self.request.user)
        return {
            **super().get_context_data(**kwargs),
            "indicator": self.indicator,
            "proof": proof_of(self.enrolment),
            "enrolment": self.enrolment,
            "completion": getattr(self.enrolment, "completion", None),
            "person_url": finder.get_edit_url(self.enrolment.professional),
            "training_url": finder.get_edit_url(self.enrolment.training),
        }
