"""What the desk shows of trainings: what waits, and the sessions of this week."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from wagtail.admin.ui.components import Component

from lms.delivery.domain.overview import sessions_between
from lms.delivery.domain.waiting import how_many_wait


class WaitingPanel(Component):
    name = "waiting"
    template_name = "lms_delivery/admin/waiting_panel.html"
    order = 40

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        return {
            "counts": how_many_wait(now=timezone.now()),
            "waiting_url": reverse("lms_delivery_waiting:index"),
        }


class WeekPanel(Component):
    """Monday to Sunday, as the weeks of all three languages go."""

    name = "week"
    template_name = "lms_delivery/admin/week_panel.html"
    order = 60

    class Media:
        css = {"all": ["lms_delivery/stacked.css"]}

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        now = timezone.now()
        today = timezone.localdate(now)
        monday = today - timedelta(days=today.weekday())
        return {
            "sessions": sessions_between(monday, monday + timedelta(days=6)),
            "today": today,
        }
