from __future__ import annotations

from typing import Any

from wagtail.admin.ui.tables import TitleColumn


class OpeningColumn(TitleColumn):
    """A number that leads to what it counts, or words to what they speak of.

    Nought leads nowhere.
    """

    cell_template_name = "lms_targets/admin/_opening_cell.html"

    def get_link_url(self, instance: Any, parent_context: Any) -> str | None:
        if not self.get_value(instance):
            return None
        return super().get_link_url(instance, parent_context)
