from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from curriculum.models import Module
from lms.assessment.blocks.texts import LANGUAGES
from lms.assessment.enums import ExchangeFormat


class _QuestionsForm(forms.Form):
    """Questions of one module in one language."""

    module = forms.ModelChoiceField(Module.objects.all(), label=_("Module"))
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES.items())


class ImportQuestionsForm(_QuestionsForm):
    """A file of another system, the module it is about and the language it is in."""

    file = forms.FileField(label=_("File"), help_text=_("GIFT or Moodle XML."))


class ExportQuestionsForm(_QuestionsForm):
    """Which questions to write, in which language and format."""

    as_format = forms.ChoiceField(label=_("Format"), choices=ExchangeFormat.choices)
