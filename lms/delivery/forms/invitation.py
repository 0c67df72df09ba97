from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class InvitationForm(forms.Form):
    note = forms.CharField(
        label=_("Words with it"),
        max_length=255,
        required=False,
        help_text=_("If you decline, say why; who sees the training reads it."),
    )
