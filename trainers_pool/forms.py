from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm

from trainers_pool.enums import Language


class TrainerForm(WagtailAdminModelForm):
    languages = forms.MultipleChoiceField(
        label=_("Languages of teaching"),
        choices=Language.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


class ProfessionalForm(WagtailAdminModelForm):
    """Says in words that an address is taken, whatever its case."""

    def clean_email(self) -> str:
        email = self.cleaned_data["email"].strip()
        taken = self._meta.model.objects.exclude(pk=self.instance.pk)
        if email and (person := taken.filter(email__iexact=email).first()):
            raise forms.ValidationError(
                _("%(person)s already has this address. Is it the same person?"),
                params={"person": person},
            )
        return email

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("email", "phone"):
            if name in self.fields:
                self.fields[name].widget.attrs["autocomplete"] = "off"
