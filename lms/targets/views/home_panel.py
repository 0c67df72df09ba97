from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils import timezone
from wagtail.admin.ui.components import Component

from lms.targets.domain.attention import attention
from lms.targets.domain.counting import headline
from lms.targets.permissions import LINK_POLICY


class TargetsPanel(Component):
    """The big counters on the desk, and what keeps them from moving."""

    name = "targets"
    template_name = "lms_targets/admin/home_panel.html"
    order = 50

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        user = parent_context["request"].user
        on = timezone.localdate()
        context = {
            "on": on,
            "counters": headline(on=on),
            "progress_url": reverse("lms_targets_progress:index"),
        }
        if LINK_POLICY.user_has_permission(user, "change"):
            context["attention"] = attention(on=on)
        return context
