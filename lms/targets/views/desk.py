"""The numbers of the desk, each of which opens."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, TitleColumn

from lms.targets.domain.counting import count, overlap
from lms.targets.domain.figures import IndicatorCount

from .columns import OpeningColumn
from .counting import CountingReport


def percent_words(counted: IndicatorCount) -> str:
    """The percentage, or why there is none."""
    if counted.is_out_of_scope:
        return gettext("out of scope")
    if counted.needs_staff_number:
        return gettext("needs staff number")
    if counted.percent is None:
        return ""
    return f"{number_format(counted.percent, 1)} %"


class ProgressListView(CountingReport):
    """All indicators: people, participations, trainings, headcount, target, percent."""

    page_title = _("Progress")
    header_icon = "success"
    template_name = "lms_targets/admin/progress.html"
    paginate_by = None
    index_url_name = "lms_targets_progress:index"
    index_results_url_name = "lms_targets_progress:index_results"
    list_export = (
        "code", "name", "people", "participations", "trainings", "headcount",
        "target", "percent", "left", "period.start", "period.end",
    )  # fmt: skip
    export_headings = {
        "code": _("Code"),
        "name": _("Name"),
        "people": _("People"),
        "participations": _("Participations"),
        "trainings": _("Trainings"),
        "headcount": _("Headcount, not verified one by one"),
        "target": _("Target"),
        "percent": _("Percent"),
        "left": _("Not counted"),
        "period.start": _("From"),
        "period.end": _("To"),
    }
    export_filename = "progress"

    def get_queryset(self) -> list[IndicatorCount]:
        return count(on=self.on)

    @cached_property
    def columns(self) -> list[Column]:
        return [
            TitleColumn("code", label=_("Code"), get_url=self._opens("people")),
            Column("name", label=_("Name")),
            OpeningColumn("people", label=_("People"), get_url=self._opens("people")),
            OpeningColumn(
                "participations",
                label=_("Participations"),
                get_url=self._opens("participations"),
            ),
            OpeningColumn(
                "trainings", label=_("Trainings"), get_url=self._opens("trainings")
            ),
            Column("headcount", label=_("Headcount*")),
            Column("target", label=_("Target")),
            Column("percent", label=_("Percent"), accessor=percent_words),
            OpeningColumn(
                "left", label=_("Not counted"), get_url=self._opens("not_counted")
            ),
        ]

    def _opens(self, name: str) -> Callable[[IndicatorCount], str]:
        return lambda counted: self.address(name, counted.indicator.pk)

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(*args, **kwargs),
            "on": self.on,
            "overlap": overlap(on=self.on),
        }
