from __future__ import annotations

from typing import Any, cast

from django.db.models import Q, QuerySet
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_filters import DateFromToRangeFilter
from wagtail.admin import messages
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
)
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import DeleteView, EditView
from wagtail.admin.widgets.button import Button

from curriculum.viewsets.base import RegisterIndexView, RegisterViewSet
from lms.delivery.domain.enrolment import fill_places
from lms.delivery.domain.overview import with_people
from lms.delivery.domain.training import TrainingRefused, cancel_training
from lms.delivery.forms import CancelForm, TrainingAdminForm
from lms.delivery.models import Training
from lms.delivery.models.training import TrainingQuerySet
from lms.delivery.views.access import person_of
from trainers_pool.viewsets import trainer_chooser_viewset

from .deeds import DeedView


class TrainingFilterSet(WagtailFilterSet):
    start_date = DateFromToRangeFilter(
        label=gettext_lazy("First day"), widget=DateRangePickerWidget
    )

    class Meta:
        model = Training
        fields = ("status", "kind", "municipality", "start_date", "actions")


class TrainingIndexView(RegisterIndexView):
    is_searchable = True

    def get_base_queryset(self) -> QuerySet[Training]:
        return with_people(cast("TrainingQuerySet", super().get_base_queryset()))

    def search_queryset(self, queryset: QuerySet[Training]) -> QuerySet[Training]:
        words = self.search_query.split() if self.is_searching else []
        for word in words:
            queryset = queryset.filter(
                Q(code__icontains=word)
                | Q(title__icontains=word)
                | Q(place__icontains=word)
            )
        return queryset

    def get_list_more_buttons(self, instance: Training) -> list[Button]:
        page = reverse("lms_delivery:training", args=[instance.code])
        buttons = [
            Button(_("Sessions and people"), page, icon_name="group", priority=5),
            *super().get_list_more_buttons(instance),
        ]
        if instance.is_open and self.user_has_permission("change"):
            sheet = reverse("lms_delivery:sheet_import", args=[instance.code])
            cancel = reverse("training:cancel", args=[instance.pk])
            buttons += [
                Button(_("Import a sheet"), sheet, icon_name="upload", priority=6),
                Button(_("Cancel"), cancel, icon_name="circle-xmark", priority=40),
            ]
        return buttons


class TrainingEditView(EditView):
    def save_instance(self) -> Training:
        """More places than before go to whoever waits for one."""
        training = super().save_instance()
        moved = fill_places(training, by=person_of(self.request), now=timezone.now())
        if moved:
            names = ", ".join(str(one.professional) for one in moved)
            messages.success(
                self.request, _("Moved up from the waiting list: %s.") % names
            )
        return training


class TrainingDeleteView(DeleteView):
    """Only a training that nobody ever entered is deleted; others are cancelled."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.user_has_permission("delete") or not self._is_used():
            return super().dispatch(request, *args, **kwargs)
        messages.error(
            request,
            _(
                "%(training)s has participants or files and stays in the register. "
                "Cancel it instead, with the reason."
            )
            % {"training": self.object},
        )
        return redirect("training:index")

    def _is_used(self) -> bool:
        return self.object.enrolments.exists() or self.object.evidence.exists()


class CancelView(DeedView):
    page_title = gettext_lazy("Cancel")
    header_icon = "circle-xmark"
    question = gettext_lazy(
        "The training is called off. It stays in the register with the reason, nothing "
        "in it changes any more, and nothing is counted from it."
    )
    button_label = gettext_lazy("Cancel the training")
    refused = TrainingRefused
    form_class = CancelForm

    def act(self) -> str:
        reason = self.form.cleaned_data["reason"]
        cancel_training(self.object, reason=reason, by=self.person)
        return _("Training %(code)s is cancelled.") % {"code": self.object.code}


class TrainingViewSet(RegisterViewSet):
    model = Training
    icon = "calendar-alt"
    menu_label = gettext_lazy("Trainings")
    add_to_reference_index = False
    index_view_class = TrainingIndexView
    is_deletable = True
    edit_view_class = TrainingEditView
    delete_view_class = TrainingDeleteView
    filterset_class = TrainingFilterSet
    list_display = (
        "code",
        Column("title", label=gettext_lazy("Title"), sort_key="title"),
        Column("start_date", label=gettext_lazy("First day"), sort_key="start_date"),
        Column("place", label=gettext_lazy("Place"), sort_key="place"),
        Column("people", label=gettext_lazy("People"), sort_key="people"),
        Column("get_status_display", label=gettext_lazy("Status"), sort_key="status"),
    )
    select_related = ("municipality", "organiser", "funder")
    prefetch_related = ("editions__module", "actions")
    list_export = (
        "code", "title", "get_kind_display", "get_status_display", "start_date",
        "end_date", "place", "municipality", "organiser", "funder", "people",
        "modules_taught", "actions_served", "cancel_reason",
    )  # fmt: skip
    export_headings = {
        "get_kind_display": gettext_lazy("Kind"),
        "get_status_display": gettext_lazy("Status"),
        "people": gettext_lazy("People"),
        "modules_taught": gettext_lazy("Modules"),
        "actions_served": gettext_lazy("Action rows"),
    }
    export_filename = "trainings"
    inspect_view_fields = (
        "code", "title", "kind", "status", "start_date", "end_date", "place",
        "municipality", "organiser", "funder", "capacity", "is_open_for_signup",
        "signup_until", "prerequisites_are_required", "editions", "actions",
        "approval", "closed_at",
        "cancel_reason",
    )  # fmt: skip

    @cached_property
    def edit_handler(self) -> ObjectList:
        return ObjectList(
            [
                FieldRowPanel([FieldPanel("code"), FieldPanel("kind")]),
                FieldPanel("title"),
                FieldRowPanel([FieldPanel("start_date"), FieldPanel("end_date")]),
                FieldRowPanel([FieldPanel("place"), FieldPanel("municipality")]),
                MultiFieldPanel(
                    [FieldPanel("organiser"), FieldPanel("funder")],
                    heading=gettext_lazy("Organiser and funder"),
                ),
                FieldPanel("capacity"),
                MultiFieldPanel(
                    [
                        FieldPanel("is_open_for_signup"),
                        FieldPanel("signup_until"),
                        FieldPanel("prerequisites_are_required"),
                    ],
                    heading=gettext_lazy("Sign-up"),
                ),
                FieldPanel("languages"),
                FieldPanel("editions", widget=CheckboxSelectMultiple),
                FieldPanel("actions"),
                InlinePanel(
                    "sessions",
                    heading=gettext_lazy("Sessions"),
                    panels=[
                        FieldRowPanel(
                            [
                                FieldPanel("date"),
                                FieldPanel("starts"),
                                FieldPanel("ends"),
                            ]
                        ),
                        FieldPanel("title"),
                        FieldPanel("is_debrief"),
                    ],
                ),
                InlinePanel(
                    "facilitators",
                    heading=gettext_lazy("Facilitators"),
                    panels=[
                        FieldPanel(
                            "trainer", widget=trainer_chooser_viewset.widget_class
                        ),
                        FieldPanel("role"),
                        FieldPanel("answer"),
                        FieldPanel("answer_note"),
                        FieldPanel("editions", widget=CheckboxSelectMultiple),
                    ],
                ),
            ],
            base_form_class=TrainingAdminForm,
        )

    @property
    def cancel_view(self) -> Any:
        return self.construct_view(CancelView)

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            *super().get_urlpatterns(),
            path("cancel/<int:pk>/", self.cancel_view, name="cancel"),
        ]
