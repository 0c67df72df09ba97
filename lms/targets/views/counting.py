"""What the views of the desk that count have in common."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.views.reports import ReportView

from curriculum.viewsets.base import defuse
from lms.targets.models import Indicator
from lms.targets.permissions import INDICATOR_POLICY, LOOKING

NAMESPACE = "lms_targets_progress"


class CountingView(PermissionCheckedMixin):
    """Asks for permission; reads the day from `?on=`, today where it is no date."""

    permission_policy = INDICATOR_POLICY
    any_permission_required = LOOKING

    @cached_property
    def on(self) -> date:
        try:
            return date.fromisoformat(self.request.GET.get("on", ""))
        except ValueError:
            return timezone.localdate()

    @cached_property
    def indicator(self) -> Indicator:
        return get_object_or_404(Indicator, pk=self.kwargs["pk"])

    def address(self, name: str, *args: Any) -> str:
        """Of another view of these, for the same day."""
        url = reverse(f"{NAMESPACE}:{name}", args=args)
        if self.on == timezone.localdate():
            return url
        return f"{url}?{urlencode({'on': self.on.isoformat()})}"


class CountingReport(CountingView, ReportView):
    """A report whose export holds no live formula."""

    def preprocess_field_value(self, field: str, value: Any, export_format: str) -> Any:
        return defuse(super().preprocess_field_value(field, value, export_format))
