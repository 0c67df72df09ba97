"""Finding people by a name typed with or without its letters, on every database."""

from __future__ import annotations

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.views.generic.chooser import ChooseResultsView, ChooseView

from curriculum.folding import fold
from curriculum.viewsets.base import RegisterIndexView


def find_people(queryset: QuerySet, words: str, *, prefix: str = "") -> QuerySet:
    """Rows whose person has every word in the name, or the text in the e-mail.

    `prefix` leads from the row to the professional, as in "professional__".
    """
    names = Q()
    for word in fold(words).split():
        names &= Q(**{f"{prefix}folded_name__contains": word})
    return queryset.filter(names | Q(**{f"{prefix}email__icontains": words.strip()}))


class PeopleIndexView(RegisterIndexView):
    """A listing of people, or of rows that belong to one (`person_prefix`)."""

    person_prefix = ""
    is_searchable = True

    def search_queryset(self, queryset: QuerySet) -> QuerySet:
        if not self.is_searching:
            return queryset
        return find_people(queryset, self.search_query, prefix=self.person_prefix)


class PeopleFilterForm(BaseFilterForm):
    """The search field of a chooser of people."""

    person_prefix = ""
    q = forms.CharField(
        label=_("Name or e-mail"),
        widget=forms.TextInput(attrs={"placeholder": _("Name or e-mail")}),
        required=False,
    )

    def filter(self, objects: QuerySet) -> QuerySet:
        words = self.cleaned_data.get("q", "").strip()
        if not words:
            return objects
        self.is_searching, self.search_query = True, words
        return find_people(objects, words, prefix=self.person_prefix)


class ProfessionalChooseView(ChooseView):
    filter_form_class = PeopleFilterForm


class ProfessionalChooseResultsView(ChooseResultsView):
    filter_form_class = PeopleFilterForm


class TrainerFilterForm(PeopleFilterForm):
    person_prefix = "professional__"


class TrainerChooseView(ChooseView):
    filter_form_class = TrainerFilterForm


class TrainerChooseResultsView(ChooseResultsView):
    filter_form_class = TrainerFilterForm
