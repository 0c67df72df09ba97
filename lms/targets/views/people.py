"""The people behind a number, and the people who are not."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.ui.tables import Column, TitleColumn

from curriculum.folding import fold
from lms.delivery.models import Enrolment
from lms.delivery.permissions import user_can_decide_rows
from lms.targets.domain.advice import NotCounted, Remaining, not_counted
from lms.targets.domain.people import (
    participations_counted,
    people_counted,
    trainings_counted,
)
from lms.targets.enums import NotCountedReason

from .columns import OpeningColumn
from .counting import CountingReport

TABS = {
    "people": _("People"),
    "participations": _("Participations"),
    "trainings": _("Trainings"),
    "not_counted": _("Not counted"),
}

#: The queue of rows where a person says who they are.
REVIEW = "lms_delivery_review:index"


class IndicatorListView(CountingReport):
    """A list of what one number counts; the lists are each other's tabs."""

    template_name = "lms_targets/admin/opened.html"
    header_icon = "group"
    is_searchable = True
    paginate_by = 50
    #: The name of the view among the addresses.
    tab = ""

    def get_page_title(self) -> str:
        return self.indicator.code

    def get_index_url(self) -> str:
        return reverse(f"lms_targets_progress:{self.tab}", args=[self.indicator.pk])

    def get_index_results_url(self) -> str:
        return self.address(f"{self.tab}_results", self.indicator.pk)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        *above, here = super().get_breadcrumbs_items()
        return [*above, {"url": self.address("index"), "label": _("Progress")}, here]

    def search_queryset(self, queryset: QuerySet) -> QuerySet:
        for word in fold(self.search_query).split():
            queryset = queryset.filter(professional__folded_name__contains=word)
        return queryset

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        tabs = [
            (name == self.tab, label, self.address(name, self.indicator.pk))
            for name, label in TABS.items()
        ]
        return {
            **super().get_context_data(*args, **kwargs),
            "on": self.on,
            "indicator": self.indicator,
            "tabs": tabs,
        }

    def _opens(self, enrolment: Enrolment) -> str:
        return self.address("enrolment", self.indicator.pk, enrolment.pk)


class PeopleCountedView(IndicatorListView):
    """Name, institution, profession, training, day; each leads to its proof."""

    tab = "people"
    list_export = (
        "professional.full_name", "institution", "profession", "training.code",
        "training.title", "completion.completed_on",
    )  # fmt: skip
    export_headings = {
        "professional.full_name": _("Name"),
        "training.code": _("Training"),
        "training.title": _("Title"),
        "completion.completed_on": _("Completed on"),
    }
    export_filename = "people-counted"

    def get_base_queryset(self) -> QuerySet:
        return people_counted(self.indicator, on=self.on)

    @cached_property
    def columns(self) -> list[Column]:
        return [
            TitleColumn(
                "professional.full_name",
                label=_("Name"),
                sort_key="professional__folded_name",
                get_url=self._opens,
            ),
            Column(
                "institution", label=_("Institution"), sort_key="institution__name_sq"
            ),
            Column("profession", label=_("Profession"), sort_key="profession__name_sq"),
            Column("training.code", label=_("Training"), sort_key="training__code"),
            Column(
                "completion.completed_on",
                label=_("Completed on"),
                sort_key="completion__completed_on",
            ),
        ]


class ParticipationsView(PeopleCountedView):
    """Every enrolment that counts: a person stands here once for each training."""

    tab = "participations"
    export_filename = "participations"

    def get_base_queryset(self) -> QuerySet:
        return participations_counted(self.indicator, on=self.on)


class TrainingsView(IndicatorListView):
    tab = "trainings"
    header_icon = "calendar-alt"
    list_export = (
        "code",
        "title",
        "start_date",
        "end_date",
        "municipality",
        "organiser",
    )
    export_filename = "trainings-counted"

    def get_base_queryset(self) -> QuerySet:
        return trainings_counted(self.indicator, on=self.on)

    def search_queryset(self, queryset: QuerySet) -> QuerySet:
        words = Q(code__icontains=self.search_query)
        return queryset.filter(words | Q(title__icontains=self.search_query))

    @cached_property
    def columns(self) -> list[Column]:
        return [
            TitleColumn(
                "code",
                label=_("Code"),
                sort_key="code",
                get_url=lambda each: reverse("lms_delivery:training", args=[each.code]),
            ),
            Column("title", label=_("Title"), sort_key="title"),
            Column("end_date", label=_("Last day"), sort_key="end_date"),
            Column("municipality", label=_("Municipality")),
            Column("organiser", label=_("Organiser")),
        ]


class NotCountedView(IndicatorListView):
    """Everybody else who took part, with one reason and the one action against it."""

    tab = "not_counted"
    list_export = ("name", "training.code", "reason.label", "detail", "action")
    export_headings = {
        "name": _("Name"),
        "training.code": _("Training"),
        "reason.label": _("Reason"),
        "detail": _("Detail"),
        "action": _("What would change it"),
    }
    export_filename = "not-counted"

    def get_queryset(self) -> Remaining:
        return not_counted(
            self.indicator, on=self.on, reason=self.reason, words=self.search_query
        )

    @cached_property
    def reason(self) -> NotCountedReason | None:
        asked = self.request.GET.get("reason")
        return NotCountedReason(asked) if asked in NotCountedReason.values else None

    @cached_property
    def columns(self) -> list[Column]:
        return [
            TitleColumn("name", label=_("Name"), get_url=self._opens_proof),
            Column("training.code", label=_("Training")),
            Column("reason.label", label=_("Reason")),
            Column("detail", label=_("Detail")),
            OpeningColumn(
                "action", label=_("What would change it"), get_url=self._opens_action
            ),
        ]

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(*args, **kwargs),
            "reason": self.reason,
            "reasons": NotCountedReason,
        }

    @cached_property
    def _finder(self) -> AdminURLFinder:
        return AdminURLFinder(self.request.user)

    def _opens_proof(self, person: NotCounted) -> str | None:
        return self._opens(person.enrolment) if person.enrolment else None

    def _opens_action(self, person: NotCounted) -> str | None:
        """The page where this user could do it, if there is one."""
        user = self.request.user
        if person.row:
            return reverse(REVIEW) if user_can_decide_rows(user) else None
        if person.reason == NotCountedReason.NOT_CLOSED:
            if not user.has_perm("lms_delivery.close_training"):
                return None
            return reverse("closing:close", args=[person.training.pk])
        return self._finder.get_edit_url(person.target)
