from __future__ import annotations

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter, ModelChoiceFilter
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import EditView
from wagtail.admin.widgets.button import Button

from curriculum.viewsets.base import (
    GuardedChooserViewSet,
    RegisterInspectView,
    RegisterViewSet,
)
from trainers_pool.enums import Region, Sex
from trainers_pool.forms import ProfessionalForm
from trainers_pool.links import links_of
from trainers_pool.models import Affiliation, Institution, Profession, Professional

from .search import (
    PeopleIndexView,
    ProfessionalChooseResultsView,
    ProfessionalChooseView,
)


class ProfessionalFilterSet(WagtailFilterSet):
    institution = ModelChoiceFilter(
        label=_("Institution"),
        queryset=Institution.objects.all(),
        method="at_institution",
    )
    profession = ModelChoiceFilter(
        label=_("Profession"), queryset=Profession.objects.all(), method="of_profession"
    )
    region = ChoiceFilter(label=_("Region"), choices=Region.choices, method="in_region")
    sex = ChoiceFilter(label=_("Sex"), choices=Sex.choices[:2])

    class Meta:
        model = Professional
        fields = ("institution", "profession", "region", "sex")

    def at_institution(self, people: QuerySet, name: str, value: Any) -> QuerySet:
        return self._now(people, institution=value)

    def of_profession(self, people: QuerySet, name: str, value: Any) -> QuerySet:
        return self._now(people, profession=value)

    def in_region(self, people: QuerySet, name: str, value: Any) -> QuerySet:
        return self._now(people, municipality__region=value)

    def _now(self, people: QuerySet, **conditions: Any) -> QuerySet:
        works = Affiliation.objects.current().filter(**conditions)
        return people.filter(pk__in=works.values("professional"))


class ProfessionalIndexView(PeopleIndexView):
    def get_base_queryset(self) -> QuerySet:
        works = Affiliation.objects.current().select_related(
            "institution", "profession", "municipality"
        )
        return (
            super()
            .get_base_queryset()
            .prefetch_related(Prefetch("affiliations", works, to_attr="works_now"))
        )


def _work(attribute: str) -> Any:
    def value(person: Professional) -> str:
        return ", ".join(
            str(getattr(work, attribute))
            for work in person.works_now
            if getattr(work, attribute)
        )

    return value


def _buttons(view: Any) -> list[Button]:
    """What apps on the floors above can do for the person."""
    return [
        Button(link.label, url=link.url, icon_name=link.icon, priority=60)
        for link in links_of(view.request.user, view.object)
    ]


class ProfessionalEditView(EditView):
    @cached_property
    def header_more_buttons(self) -> list[Button]:
        return [*super().header_more_buttons, *_buttons(self)]


class ProfessionalInspectView(RegisterInspectView):
    @cached_property
    def header_more_buttons(self) -> list[Button]:
        return [*super().header_more_buttons, *_buttons(self)]


class ProfessionalViewSet(RegisterViewSet):
    """People; never deleted."""

    model = Professional
    icon = "user"
    menu_label = _("People")
    add_to_reference_index = False
    index_view_class = ProfessionalIndexView
    edit_view_class = ProfessionalEditView
    inspect_view_class = ProfessionalInspectView
    filterset_class = ProfessionalFilterSet
    list_display = (
        Column("full_name", label=_("Name"), sort_key="folded_name"),
        Column("institution", label=_("Institution"), accessor=_work("institution")),
        Column("profession", label=_("Profession"), accessor=_work("profession")),
        Column("email", label=_("E-mail"), sort_key="email"),
    )
    list_export = (
        "first_name", "last_name", "get_sex_display", "email", "phone",
        "get_language_display", "works_now",
    )  # fmt: skip
    export_headings = {"works_now": _("Works as"), "get_sex_display": _("Sex")}
    export_filename = "people"
    inspect_view_labels = {"created_at": _("In the register since")}
    inspect_view_fields = (
        "first_name", "last_name", "sex", "email", "phone", "language", "is_protected",
        "created_at",
    )  # fmt: skip
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("first_name"), FieldPanel("last_name")]),
            FieldRowPanel([FieldPanel("sex"), FieldPanel("language")]),
            FieldRowPanel([FieldPanel("email"), FieldPanel("phone")]),
            FieldPanel("is_protected"),
            InlinePanel(
                "affiliations",
                heading=_("Where the person works"),
                panels=[
                    FieldPanel("institution"),
                    FieldPanel("profession"),
                    FieldPanel("municipality"),
                    FieldRowPanel([FieldPanel("start_date"), FieldPanel("end_date")]),
                    FieldPanel("is_focal_point"),
                ],
            ),
        ],
        base_form_class=ProfessionalForm,
    )


class ProfessionalChooserViewSet(GuardedChooserViewSet):
    model = Professional
    icon = "user"
    choose_view_class = ProfessionalChooseView
    choose_results_view_class = ProfessionalChooseResultsView
    choose_one_text = _("Choose a person")
    choose_another_text = _("Choose another person")
    edit_item_text = _("Edit this person")


professional_chooser_viewset = ProfessionalChooserViewSet("professional_chooser")
