from __future__ import annotations

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter, ModelChoiceFilter
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, ObjectList
from wagtail.admin.ui.tables import Column

from curriculum.models import ModuleEdition
from curriculum.viewsets.base import GuardedChooserViewSet, RegisterViewSet
from trainers_pool.enums import TrainerStatus
from trainers_pool.forms import TrainerForm
from trainers_pool.models import Accreditation, Trainer
from trainers_pool.models.trainer import TrainerQuerySet

from .professional import professional_chooser_viewset
from .search import PeopleIndexView, TrainerChooseResultsView, TrainerChooseView


class TrainerFilterSet(WagtailFilterSet):
    status = ChoiceFilter(
        label=_("Status"), choices=TrainerStatus.choices, field_name="status_now"
    )
    edition = ModelChoiceFilter(
        label=_("Accredited for"),
        queryset=ModuleEdition.objects.select_related("module"),
        method="accredited",
    )

    class Meta:
        model = Trainer
        fields = ("status", "edition")

    def accredited(self, trainers: QuerySet, name: str, value: Any) -> QuerySet:
        return trainers.filter(
            pk__in=Accreditation.objects.filter(edition=value).values("trainer")
        )


def _status_label(status: str | None) -> str:
    return str(TrainerStatus(status).label) if status else ""


def _edition_labels(accreditations: list[Accreditation]) -> str:
    return ", ".join(given.edition.short_label for given in accreditations)


class TrainerIndexView(PeopleIndexView):
    person_prefix = "professional__"
    custom_field_preprocess = {
        "status_now": dict.fromkeys(PeopleIndexView.FORMATS, _status_label),
        "accredited_for": dict.fromkeys(PeopleIndexView.FORMATS, _edition_labels),
    }

    def get_base_queryset(self) -> QuerySet:
        editions = Accreditation.objects.select_related("edition__module")
        trainers: TrainerQuerySet = super().get_base_queryset()  # type: ignore[assignment]  # the model's own
        return (
            trainers.with_status()
            .select_related("professional")
            .prefetch_related(
                Prefetch("accreditations", editions, to_attr="accredited_for")
            )
        )


def _status(trainer: Trainer) -> str:
    return _status_label(trainer.status_now)


def _editions(trainer: Trainer) -> str:
    return _edition_labels(trainer.accredited_for)


class TrainerViewSet(RegisterViewSet):
    model = Trainer
    icon = "group"
    menu_label = _("Trainers")
    add_to_reference_index = False
    index_view_class = TrainerIndexView
    filterset_class = TrainerFilterSet
    list_display = (
        Column("professional", label=_("Name"), sort_key="professional__folded_name"),
        Column("status", label=_("Status"), accessor=_status, sort_key="status_now"),
        Column("accredited", label=_("Accredited for"), accessor=_editions),
        Column("joined_on", label=_("Joined on"), sort_key="joined_on"),
    )
    list_export = (
        "professional.full_name", "professional.email", "professional.phone",
        "status_now", "accredited_for", "joined_on",
    )  # fmt: skip
    export_headings = {
        "professional.full_name": _("Name"),
        "professional.email": _("E-mail"),
        "professional.phone": _("Telephone"),
        "status_now": _("Status"),
        "accredited_for": _("Accredited for"),
    }
    export_filename = "trainers"
    inspect_view_fields = ("professional", "languages", "joined_on")

    @cached_property
    def edit_handler(self) -> ObjectList:
        return ObjectList(
            [
                FieldPanel(
                    "professional", widget=professional_chooser_viewset.widget_class
                ),
                FieldPanel("languages"),
                FieldPanel("joined_on"),
                InlinePanel(
                    "status_periods",
                    heading=_("Status and reasons"),
                    panels=[
                        FieldPanel("status"),
                        FieldRowPanel(
                            [FieldPanel("start_date"), FieldPanel("end_date")]
                        ),
                        FieldPanel("reason"),
                    ],
                ),
                InlinePanel(
                    "accreditations",
                    heading=_("Accreditations"),
                    panels=[
                        FieldPanel("edition"),
                        FieldRowPanel(
                            [FieldPanel("start_date"), FieldPanel("end_date")]
                        ),
                        FieldPanel("evidence"),
                    ],
                ),
            ],
            base_form_class=TrainerForm,
        )


class TrainerChooserViewSet(GuardedChooserViewSet):
    model = Trainer
    icon = "group"
    choose_view_class = TrainerChooseView
    choose_results_view_class = TrainerChooseResultsView
    choose_one_text = _("Choose a trainer")
    choose_another_text = _("Choose another trainer")
    edit_item_text = _("Edit this trainer")


trainer_chooser_viewset = TrainerChooserViewSet("trainer_chooser")
