from __future__ import annotations

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from lms.delivery.models import Enrolment
from lms.delivery.models.briefing import MOST_BRIEFED
from trainers_pool.models import Institution

from .trainer import DayField


class ParticipantField(forms.ModelChoiceField):
    """Enrolments by the person's name alone."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.professional)


class BriefingForm(forms.Form):
    """Who briefed is asked only where somebody enters it for others."""

    enrolment = ParticipantField(
        label=_("Who briefed"), queryset=Enrolment.objects.none()
    )
    people = forms.IntegerField(
        label=_("How many colleagues"),
        min_value=1,
        max_value=MOST_BRIEFED,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    briefed_on = DayField(label=_("Day"))
    institution = forms.ModelChoiceField(
        label=_("Institution"),
        queryset=Institution.objects.all(),
        required=False,
        empty_label="–",
    )
    place = forms.CharField(label=_("Place"), max_length=120, required=False)
    note = forms.CharField(
        label=_("Note"),
        max_length=255,
        required=False,
        help_text=_("What it was about. No names, and nothing about a case."),
    )

    def __init__(self, *args: Any, enrolments: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if enrolments is None:
            del self.fields["enrolment"]
            return
        field = cast("forms.ModelChoiceField", self.fields["enrolment"])
        field.queryset = enrolments
