from __future__ import annotations

from django import forms

from lms.delivery.enums import MarkValue


class DecisionForm(forms.Form):
    """One button of the page of disagreements: about whom, what, and knowing what."""

    enrolment = forms.IntegerField(min_value=1)
    known = forms.IntegerField(min_value=0, max_value=2**53)
    value = forms.ChoiceField(choices=MarkValue.choices)
