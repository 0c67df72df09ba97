from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.assessment.domain.reopening import ReopeningRefused, reopen_training
from lms.delivery.forms import CancelForm
from lms.delivery.viewsets.deeds import DeedView


class ReopenView(DeedView):
    """The way back from a closed training, with the reason; the coordinator's alone."""

    page_title = gettext_lazy("Open again")
    header_icon = "lock-open"
    permission_required = "reopen"
    question = gettext_lazy(
        "Attendance and scores may change again. Who completed is decided anew when "
        "the training is closed again; until then nobody is counted from it."
    )
    button_label = gettext_lazy("Open the training again")
    refused = ReopeningRefused
    form_class = CancelForm
    close_url_name = ""

    def act(self) -> str:
        reopen_training(
            self.object,
            reason=self.form.cleaned_data["reason"],
            by=self.person,
            now=timezone.now(),
        )
        return _("Training %(code)s is open again.") % {"code": self.object.code}

    @property
    def index_url(self) -> str:
        """The page that closes it: what closing would decide, or was decided."""
        return reverse(self.close_url_name, args=[self.object.pk])

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse(self.index_url_name), "label": _("Trainings to close")},
            {"url": self.index_url, "label": self.object.code},
            {"url": "", "label": self.page_title},
        ]
