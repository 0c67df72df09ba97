from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lms.delivery.models import WalkIn
from trainers_pool.models import Institution, Profession

#: The entries of each list, by the name of the field.
Choices = dict[str, list[tuple[Any, str]]]


class NewPersonForm(forms.Form):
    """Whoever was written down with one line, as a person of the register."""

    first_name = forms.CharField(label=_("First name"), max_length=100)
    last_name = forms.CharField(label=_("Last name"), max_length=100)
    institution = forms.ModelChoiceField(
        label=_("Institution"), queryset=Institution.objects.all(), empty_label="–"
    )
    profession = forms.ModelChoiceField(
        label=_("Position"), queryset=Profession.objects.all(), empty_label="–"
    )
    email = forms.EmailField(label=_("E-mail"), required=False)

    def __init__(
        self, *args: Any, walk_in: WalkIn, choices: Choices, **kwargs: Any
    ) -> None:
        first, _space, last = walk_in.name.partition(" ")
        kwargs["initial"] = {"first_name": first, "last_name": last}
        kwargs["prefix"] = f"new-{walk_in.pk}"
        super().__init__(*args, **kwargs)
        for name, entries in choices.items():
            self.fields[name].choices = entries  # type: ignore[attr-defined]  # a choice field


def choices_of_lists() -> Choices:
    """What the lists of all forms of a page offer, asked for once."""
    return {
        name: [("", "–"), *((one.pk, str(one)) for one in model.objects.all())]
        for name, model in (("institution", Institution), ("profession", Profession))
    }
