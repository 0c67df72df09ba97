from __future__ import annotations

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from lms.delivery.models import Enrolment
from trainers_pool.enums import Sex
from trainers_pool.models import Affiliation, Institution, Profession

WORDS_MAX = 255


class NominationForm(forms.Form):
    """The people of the own institution who are not in the training yet."""

    people = forms.ModelMultipleChoiceField(
        queryset=Affiliation.objects.none(),
        error_messages={
            "required": _("Choose at least one person."),
            "invalid_choice": _("Choose people of your institution."),
            "invalid_pk_value": _("Choose people of your institution."),
        },
    )

    def __init__(self, *args: Any, works: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ModelMultipleChoiceField", self.fields["people"]).queryset = works


class NewcomerForm(forms.Form):
    """Somebody who is not on the list; no more than the office needs to write to them."""

    first_name = forms.CharField(label=_("First name"), max_length=100)
    last_name = forms.CharField(label=_("Last name"), max_length=100)
    email = forms.EmailField(
        label=_("E-mail"),
        help_text=_("The person's own; invitations and certificates go there."),
    )
    profession = forms.ModelChoiceField(
        label=_("Position"), queryset=Profession.objects.all(), empty_label="–"
    )
    institution = forms.ModelChoiceField(
        label=_("Institution"), queryset=Institution.objects.none(), empty_label=None
    )
    sex = forms.ChoiceField(label=_("Sex"), choices=Sex.choices, required=False)
    phone = forms.CharField(label=_("Telephone"), max_length=40, required=False)

    def __init__(self, *args: Any, institutions: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast("forms.ModelChoiceField", self.fields["institution"])
        field.queryset = institutions
        if institutions.count() == 1:
            field.initial = institutions.get()
            field.widget = field.hidden_widget()


class DecideNominationForm(forms.Form):
    """Accept or decline several at once, with the same words to each."""

    people = forms.ModelMultipleChoiceField(
        queryset=Enrolment.objects.none(),
        error_messages={
            "required": _("Choose at least one person."),
            "invalid_choice": _(
                "Somebody decided about one of these people meanwhile. Look again."
            ),
        },
    )
    words = forms.CharField(
        label=_("Words to the institution and the person"),
        max_length=WORDS_MAX,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "maxlength": WORDS_MAX}),
        help_text=_("Needed where you decline."),
    )

    def __init__(self, *args: Any, enrolments: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast("forms.ModelMultipleChoiceField", self.fields["people"])
        field.queryset = enrolments
