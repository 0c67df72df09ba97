from __future__ import annotations

import re

from django import forms
from django.utils.translation import gettext_lazy as _

from lms.delivery.domain.check_in import Claim
from lms.delivery.enums import CheckInRefusal


class HereForm(forms.Form):
    """Who is here, of those who are not signed in."""

    first_name = forms.CharField(
        label=_("First name"),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
    )
    last_name = forms.CharField(
        label=_("Last name"),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "family-name"}),
    )
    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        help_text=_("The one with which you were enrolled."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def claim(self) -> Claim:
        return Claim(**self.cleaned_data)


class NumbersField(forms.TypedMultipleChoiceField):
    """Numbers of rows, as many as were shown; which of them exist is asked later."""

    def __init__(self) -> None:
        super().__init__(coerce=int, required=False)

    def valid_value(self, value: str) -> bool:
        return bool(re.fullmatch(r"[0-9]{1,18}", value))


class ArrivalsForm(forms.Form):
    """One button of the list of those who wait, as in "all" or "confirm 12"."""

    VERBS = ("confirm", *CheckInRefusal.values)

    shown = NumbersField()
    deed = forms.RegexField(rf"^(all|({'|'.join(VERBS)}) [0-9]{{1,18}})$")

    def verb_and_number(self) -> tuple[str, int]:
        verb, _space, number = self.cleaned_data["deed"].partition(" ")
        return verb, int(number or 0)
