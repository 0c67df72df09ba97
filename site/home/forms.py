from __future__ import annotations

from django import forms
from django.conf import settings
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.utils.translation import gettext_lazy as _


class LinkForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class InviteForm(forms.Form):
    username = forms.CharField(
        label=_("Name to sign in with"),
        required=False,
        max_length=150,
        validators=[UnicodeUsernameValidator()],
        help_text=_("Leave empty to use the e-mail."),
    )


class LanguageForm(forms.Form):
    language = forms.ChoiceField(
        label=_("Language of my pages and letters"), choices=settings.LANGUAGES
    )
