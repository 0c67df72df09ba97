"""Forms for many sessions at once, and for one that moves or is called off."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, cast

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from lms.delivery import conf
from lms.delivery.domain.sessions import Hours
from lms.delivery.models import Session, Training
from lms.delivery.models.training import TrainingQuerySet

from .trainer import DayField, HourField

#: Of a training that goes on for longer, the first so many days are offered.
MOST_DAYS = 92


class GenerateSessionsForm(forms.Form):
    days = forms.TypedMultipleChoiceField(
        label=_("Days"),
        coerce=date.fromisoformat,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one day.")},
    )
    starts = HourField(label=_("From"), initial=conf.session_starts)
    ends = HourField(label=_("To"), initial=conf.session_ends)
    break_starts = HourField(
        label=_("Break from"),
        required=False,
        help_text=_("With a break, each day gets two sessions with a roll call each."),
    )
    break_ends = HourField(label=_("Break to"), required=False)
    title = forms.CharField(
        label=_("Title"),
        max_length=255,
        required=False,
        help_text=_("What the session is about; may stay empty."),
    )

    def __init__(self, *args: Any, training: Training, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        number = (training.end_date - training.start_date).days + 1
        days = [
            training.start_date + timedelta(days=later)
            for later in range(min(number, MOST_DAYS))
        ]
        field = cast("forms.TypedMultipleChoiceField", self.fields["days"])
        field.choices = [
            (day.isoformat(), f"{date_format(day, 'l')}, {date_format(day)}")
            for day in days
        ]
        field.initial = [day.isoformat() for day in days if day.isoweekday() < 6]

    def hours(self) -> Hours:
        cleaned = self.cleaned_data
        return Hours(
            starts=cleaned["starts"],
            ends=cleaned["ends"],
            break_starts=cleaned["break_starts"],
            break_ends=cleaned["break_ends"],
        )


class CopySessionsForm(forms.Form):
    source = forms.ModelChoiceField(
        label=_("Training"),
        queryset=Training.objects.none(),
        help_text=_(
            "Its sessions are copied with their hours and titles, as many days after "
            "the first day as there."
        ),
    )

    def __init__(self, *args: Any, sources: TrainingQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast("forms.ModelChoiceField", self.fields["source"])
        taking_place = Session.objects.taking_place()
        field.queryset = sources.filter(pk__in=taking_place.values("training"))


class MoveSessionForm(forms.Form):
    date = DayField(label=_("Day"))
    starts = HourField(label=_("From"))
    ends = HourField(label=_("To"))


class CallOffForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=255,
        help_text=_("Everybody who opens the training reads it."),
    )
