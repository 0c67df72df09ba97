"""Forms of the trainer's own pages; refusals of the domain land at the field."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from curriculum.models import Module
from lms.delivery import conf
from lms.delivery.enums import EvidenceKind, TrainingKind
from lms.delivery.models import Action, Session, Training
from lms.delivery.models.training import validate_code
from trainers_pool.enums import Language
from trainers_pool.models import Municipality

DATE_FORMATS = ["%d.%m.%Y", "%d.%m.%Y.", "%d/%m/%Y", "%d-%m-%Y", "%Y-%m-%d"]


class DayField(forms.DateField):
    """A day typed as day.month.year, on every device and in every language."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput(
            format="%d.%m.%Y",
            attrs={"placeholder": "31.12.2026", "autocomplete": "off", "size": 10},
        )
        super().__init__(
            input_formats=DATE_FORMATS,
            widget=widget,
            error_messages={
                "invalid": _("This is no day. Write it as day.month.year.")
            },
            **kwargs,
        )


class HourField(forms.TimeField):
    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TimeInput(format="%H:%M", attrs={"type": "time"})
        super().__init__(
            widget=widget,
            error_messages={"invalid": _("This is no time. Write it as 09:00.")},
            **kwargs,
        )


class TrainingForm(forms.Form):
    """A training as its trainer describes it."""

    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        help_text=_("As in TIT-2026-01."),
        validators=[validate_code],
    )
    title = forms.CharField(
        label=_("Title"),
        max_length=255,
        required=False,
        help_text=_("Empty: the names of the modules."),
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=TrainingKind.choices)
    modules = forms.ModelMultipleChoiceField(
        label=_("Modules"),
        queryset=Module.objects.order_by("code"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("You have to be accredited for each of them on every day."),
    )
    start_date = DayField(label=_("First day"))
    end_date = DayField(label=_("Last day"))
    place = forms.CharField(label=_("Place"), max_length=255, required=False)
    municipality = forms.ModelChoiceField(
        label=_("Municipality"), queryset=Municipality.objects.all(), required=False
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages"),
        choices=Language.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    actions = forms.ModelMultipleChoiceField(
        label=_("Action rows"),
        queryset=Action.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "folded"}),
        help_text=_(
            "Rows of the Strategy that this training serves, if you know them."
        ),
    )

    def facts(self) -> dict[str, Any]:
        """The cleaned values as `create_training` takes them."""
        cleaned = dict(self.cleaned_data)
        return {
            "modules": [module.code for module in cleaned.pop("modules")],
            "actions": [action.code for action in cleaned.pop("actions")],
            "start": cleaned.pop("start_date"),
            "end": cleaned.pop("end_date"),
            **cleaned,
        }


class SessionForm(forms.Form):
    date = DayField(label=_("Day"))
    starts = HourField(label=_("From"), initial=conf.session_starts)
    ends = HourField(label=_("To"), initial=conf.session_ends)
    title = forms.CharField(
        label=_("Title"),
        max_length=255,
        required=False,
        help_text=_("What the session is about; may stay empty."),
    )
    is_debrief = forms.BooleanField(
        label=_("Debrief"),
        required=False,
        help_text=_("People come back and talk about what they did in the field."),
    )


class SheetForm(forms.Form):
    file = forms.FileField(
        label=_("Attendance sheet"),
        help_text=_("An .xlsx or .csv file with one row a person."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xlsm,.csv,.txt,.tsv"}),
        error_messages={
            "required": _("Choose a file."),
            "empty": _("The file is empty."),
        },
    )

    def clean_file(self) -> Any:
        """Refuse by size before anything is read into memory."""
        file = self.cleaned_data["file"]
        return _not_larger(file, conf.sheet_max_bytes())


class EvidenceForm(forms.Form):
    file = forms.FileField(
        label=_("File"),
        error_messages={
            "required": _("Choose a file."),
            "empty": _("The file is empty."),
        },
    )
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=[
            choice
            for choice in EvidenceKind.choices
            if choice[0] != EvidenceKind.ATTENDANCE_SHEET
        ],
    )
    session = forms.ModelChoiceField(
        label=_("Session"),
        queryset=Session.objects.none(),
        required=False,
        empty_label=_("The whole training"),
    )

    def __init__(self, *args: Any, training: Training, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast("forms.ModelChoiceField", self.fields["session"])
        sessions = Session.objects.filter(training=training).taking_place()
        field.queryset = sessions.select_related("training")

    def clean_file(self) -> Any:
        return _not_larger(self.cleaned_data["file"], conf.evidence_max_bytes())


def _not_larger(file: Any, most: int) -> Any:
    if file.size > most:
        raise forms.ValidationError(
            _("The file has %(size)s MB; at most %(most)s MB are possible."),
            params={
                "size": f"{file.size / 1024 / 1024:.1f}",
                "most": f"{most / 1024 / 1024:.1f}",
            },
        )
    return file
