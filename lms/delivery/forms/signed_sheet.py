from __future__ import annotations

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from lms.delivery import conf
from lms.delivery.models import Session
from lms.delivery.models.session import SessionQuerySet

from .trainer import _not_larger


class SignedSheetForm(forms.Form):
    """A signed sheet; the code on it says its session, unless it cannot be read."""

    file = forms.FileField(
        label=_("Photo or scan of the signed sheet"),
        help_text=_(
            "JPEG, PNG or PDF. The code in the corner has to be in the picture."
        ),
        widget=forms.FileInput(
            attrs={"accept": "image/jpeg,image/png,application/pdf"}
        ),
        error_messages={
            "required": _("Choose a file."),
            "empty": _("The file is empty."),
        },
    )
    code = forms.CharField(
        label=_("Code of the sheet"),
        max_length=20,
        required=False,
        help_text=_(
            "Only where the picture cannot be read: it stands under the square."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off", "size": 14}),
    )
    session = forms.ModelChoiceField(
        label=_("Session"),
        queryset=Session.objects.none(),
        required=False,
        empty_label=_("As the code says"),
    )

    def __init__(self, *args: Any, sessions: SessionQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast("forms.ModelChoiceField", self.fields["session"])
        field.queryset = sessions.select_related("training")

    def clean_file(self) -> Any:
        """Refuse by size before anything is read into memory."""
        return _not_larger(self.cleaned_data["file"], conf.evidence_max_bytes())
