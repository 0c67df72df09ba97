from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_filters import BooleanFilter, DateFromToRangeFilter
from wagtail.admin import messages
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import CreateView
from wagtail.admin.widgets import BooleanRadioSelect
from wagtail.admin.widgets.button import Button

from curriculum.viewsets.base import RegisterViewSet
from lms.delivery.domain.clashes import near_clashes
from lms.delivery.domain.enrolment import (
    NOT_YET_ENROLLED,
    EnrolmentRefused,
    enrol,
    withdraw,
)
from lms.delivery.enums import EnrolmentStatus
from lms.delivery.forms import EnrolmentForm
from lms.delivery.models import Enrolment
from lms.delivery.models.enrolment import EnrolmentQuerySet
from lms.delivery.permissions import user_can_see_all_trainings
from lms.delivery.views.access import person_of
from trainers_pool.viewsets import professional_chooser_viewset
from trainers_pool.viewsets.search import PeopleIndexView

from .deeds import DeedView


class EnrolmentFilterSet(WagtailFilterSet):
    held = DateFromToRangeFilter(
        label=gettext_lazy("First day of the training"),
        field_name="training__start_date",
        widget=DateRangePickerWidget,
    )
    unreachable = BooleanFilter(
        label=gettext_lazy("Coming, and without an e-mail"),
        widget=BooleanRadioSelect,
        method="only_unreachable",
    )

    class Meta:
        model = Enrolment
        fields = ("status", "training", "institution", "profession", "municipality")

    def only_unreachable(
        self, enrolments: EnrolmentQuerySet, name: str, value: bool
    ) -> EnrolmentQuerySet:
        found = Enrolment.objects.unreachable(today=timezone.localdate())
        if value:
            return enrolments.filter(pk__in=found.values("pk"))
        return enrolments.exclude(pk__in=found.values("pk"))


class EnrolmentIndexView(PeopleIndexView):
    person_prefix = "professional__"

    def get_list_more_buttons(self, instance: Enrolment) -> list[Button]:
        buttons = super().get_list_more_buttons(instance)
        if user_can_see_all_trainings(self.request.user):
            place = [instance.training.code, instance.pk]
            url = reverse("lms_delivery:attendance", args=place)
            buttons.append(Button(_("Attendance"), url, icon_name="tasks", priority=4))
        if not (instance.training.is_open and self.user_has_permission("change")):
            return buttons
        if instance.status == EnrolmentStatus.NOMINATED:
            code = instance.training.code
            url = reverse("lms_delivery:nominations_decide", args=[code])
            buttons.append(Button(_("Decide"), url, icon_name="check", priority=5))
        elif instance.status in NOT_YET_ENROLLED:
            url = reverse("enrolment:enrol", args=[instance.pk])
            buttons.append(Button(_("Enrol"), url, icon_name="plus", priority=5))
        if instance.status in (EnrolmentStatus.ENROLLED, EnrolmentStatus.WAITING):
            url = reverse("enrolment:withdraw", args=[instance.pk])
            buttons.append(Button(_("Withdraw"), url, icon_name="minus", priority=40))
        return buttons


def warn_of_near_clashes(request: HttpRequest, enrolment: Enrolment) -> None:
    for warning in near_clashes(enrolment.training, person=enrolment.professional):
        messages.warning(request, warning)


class EnrolmentCreateView(CreateView):
    def save_instance(self) -> Enrolment:
        cleaned = self.form.cleaned_data
        person, training = cleaned["professional"], cleaned["training"]
        enrolment = enrol(
            person, training=training, by=person_of(self.request), now=timezone.now()
        )
        if enrolment.status == EnrolmentStatus.WAITING:
            messages.warning(self.request, waiting_words(enrolment))
        warn_of_near_clashes(self.request, enrolment)
        return enrolment


def waiting_words(enrolment: Enrolment) -> str:
    return _("%(enrolment)s: all places are taken, so on the waiting list.") % {
        "enrolment": enrolment
    }


class WithdrawView(DeedView):
    page_title = gettext_lazy("Withdraw")
    header_icon = "minus"
    question = gettext_lazy("The person does not take part after all.")
    button_label = gettext_lazy("Withdraw the enrolment")
    refused = EnrolmentRefused

    def act(self) -> str:
        withdraw(self.object, by=self.person, now=timezone.now())
        return _("%(enrolment)s: withdrawn.") % {"enrolment": self.object}


class EnrolView(DeedView):
    page_title = gettext_lazy("Enrol")
    header_icon = "plus"
    question = gettext_lazy(
        "The person gets a place in the training, or one on the waiting list where "
        "all places are taken."
    )
    button_label = gettext_lazy("Enrol")
    refused = EnrolmentRefused

    def act(self) -> str:
        place = enrol(
            self.object.professional,
            training=self.object.training,
            by=self.person,
            now=timezone.now(),
        )
        warn_of_near_clashes(self.request, place)
        if place.status == EnrolmentStatus.WAITING:
            return waiting_words(place)
        return _("%(enrolment)s: enrolled.") % {"enrolment": place}


class EnrolmentViewSet(RegisterViewSet):
    model = Enrolment
    icon = "group"
    menu_label = gettext_lazy("Enrolments")
    add_to_reference_index = False
    index_view_class = EnrolmentIndexView
    add_view_class = EnrolmentCreateView
    filterset_class = EnrolmentFilterSet
    list_display = (
        "professional",
        Column("training.code", label=gettext_lazy("Training"), sort_key="training__code"),
        Column(
            "training.start_date",
            label=gettext_lazy("First day"),
            sort_key="training__start_date",
        ),
        Column("institution", label=gettext_lazy("Institution"), sort_key="institution__name_sq"),
        Column("profession", label=gettext_lazy("Position"), sort_key="profession__name_sq"),
        Column("get_status_display", label=gettext_lazy("Status"), sort_key="status"),
    )  # fmt: skip
    select_related = (
        "professional", "training", "institution", "profession", "municipality",
    )  # fmt: skip
    list_export = (
        "professional.first_name", "professional.last_name",
        "professional.get_sex_display", "professional.email", "training.code",
        "training.start_date", "institution", "profession", "municipality",
        "get_status_display",
    )  # fmt: skip
    export_headings = {
        "professional.first_name": gettext_lazy("First name"),
        "professional.last_name": gettext_lazy("Last name"),
        "professional.get_sex_display": gettext_lazy("Sex"),
        "professional.email": gettext_lazy("E-mail"),
        "training.code": gettext_lazy("Training"),
        "training.start_date": gettext_lazy("First day"),
        "get_status_display": gettext_lazy("Status"),
    }
    export_filename = "enrolments"
    inspect_view_fields = (
        "professional", "training", "status", "institution", "profession",
        "municipality", "nominated_by", "nominated_at", "waiting_since", "decided_by",
        "decided_at", "decision_note", "enrolled_at",
    )  # fmt: skip

    @cached_property
    def _new_handler(self) -> Any:
        panels = [
            FieldPanel("training"),
            FieldPanel(
                "professional", widget=professional_chooser_viewset.widget_class
            ),
        ]
        return ObjectList(panels, base_form_class=EnrolmentForm).bind_to_model(
            self.model
        )

    @cached_property
    def edit_handler(self) -> ObjectList:
        """What was recorded of the day; the place itself changes by its own deeds."""
        return ObjectList(
            [
                FieldPanel("institution"),
                FieldPanel("profession"),
                FieldPanel("municipality"),
            ],
            base_form_class=EnrolmentForm,
        )

    def get_add_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_add_view_kwargs(**kwargs),
            "panel": self._new_handler,
            "form_class": self._new_handler.get_form_class(),
        }

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            *super().get_urlpatterns(),
            path("enrol/<int:pk>/", self.construct_view(EnrolView), name="enrol"),
            path(
                "withdraw/<int:pk>/",
                self.construct_view(WithdrawView),
                name="withdraw",
            ),
        ]
