from __future__ import annotations

from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet

from lms.targets.permissions import user_can_open_numbers
from lms.targets.views.counting import NAMESPACE
from lms.targets.views.desk import ProgressListView
from lms.targets.views.people import (
    NotCountedView,
    ParticipationsView,
    PeopleCountedView,
    TrainingsView,
)
from lms.targets.views.proof import ProofView


class ProgressMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return user_can_open_numbers(request.user)


class ProgressViewSet(ViewSet):
    """The numbers, and the way from each of them to the signed sheet."""

    name = NAMESPACE
    url_prefix = "targets/progress"
    icon = "success"
    menu_label = _("Progress")
    menu_name = "targets-progress"
    menu_item_class = ProgressMenuItem

    def get_urlpatterns(self) -> list[URLPattern]:
        lists = (
            ("", "index", ProgressListView),
            ("<int:pk>/", "people", PeopleCountedView),
            ("<int:pk>/participations/", "participations", ParticipationsView),
            ("<int:pk>/trainings/", "trainings", TrainingsView),
            ("<int:pk>/not-counted/", "not_counted", NotCountedView),
        )
        patterns = []
        for route, name, view in lists:
            results = self.construct_view(view, results_only=True)
            patterns += [
                path(route, self.construct_view(view), name=name),
                path(f"{route}results/", results, name=f"{name}_results"),
            ]
        proof = self.construct_view(ProofView)
        return [
            *patterns,
            path("<int:pk>/enrolment/<int:enrolment>/", proof, name="enrolment"),
        ]
