"""Asking a supervisor, the supervisor's answer, and a sign-off on paper."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from lms.delivery.forms.briefing import ParticipantField
from lms.delivery.forms.trainer import DayField
from lms.delivery.models import Enrolment
from lms.learning.models import PracticeStep
from lms.learning.models.practice import PracticeStepQuerySet
from trainers_pool.enums import Language


class AskForm(forms.Form):
    step = forms.ModelChoiceField(label=_("Step"), queryset=PracticeStep.objects.none())
    done_on = DayField(label=_("Done on"))
    name = forms.CharField(label=_("Name of the supervisor"), max_length=200)
    email = forms.EmailField(
        label=_("E-mail of the supervisor"),
        help_text=_("The letter with the link goes there. It cannot be your own."),
    )
    language = forms.ChoiceField(
        label=_("Language of the letter"), choices=Language.choices
    )

    def __init__(self, *args: Any, steps: PracticeStepQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ModelChoiceField", self.fields["step"]).queryset = steps


class SignOffForm(forms.Form):
    words = forms.CharField(
        label=_("What you saw"),
        max_length=1000,
        help_text=_("A sentence or two. No names, and nothing about a case."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class PaperPracticeForm(forms.Form):
    enrolment = ParticipantField(label=_("Who"), queryset=Enrolment.objects.none())
    step = forms.ModelChoiceField(label=_("Step"), queryset=PracticeStep.objects.none())
    done_on = DayField(label=_("Done on"))
    name = forms.CharField(label=_("Name of the supervisor"), max_length=200)
    words = forms.CharField(
        label=_("Note"),
        max_length=1000,
        help_text=_("What the signed paper says, and where it is kept."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(
        self, *args: Any, enrolments: Any, steps: PracticeStepQuerySet, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ModelChoiceField", self.fields["enrolment"]).queryset = enrolments
        cast("forms.ModelChoiceField", self.fields["step"]).queryset = steps
