from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lms.assessment.domain.observing import (
    Criterion,
    Seen,
    criteria_of,
    frozen_criteria,
    is_own_trainer,
)
from lms.assessment.models import Rubric
from lms.delivery.models import Session, Training
from trainers_pool.models import Trainer


class ObservationForm(forms.Form):
    """What an assessor saw: a level for each criterion of the rubric, and words."""

    observed_on = forms.DateField(label=_("Day"), widget=forms.DateInput())
    session = forms.ModelChoiceField(
        Session.objects.none(), label=_("Session"), required=False
    )
    assessor = forms.ModelChoiceField(Trainer.objects.none(), label=_("Assessor"))
    own_trainer_reason = forms.CharField(
        label=_("Why the own trainer assessed"),
        help_text=_("Needed only if the assessor teaches in this training."),
        required=False,
        max_length=255,
    )

    def __init__(
        self,
        *args: Any,
        training: Training,
        rubric: Rubric,
        assessor: Trainer | None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = criteria_of(frozen_criteria(rubric))
        fields: dict[str, Any] = self.fields
        fields["session"].queryset = Session.objects.filter(training=training)
        trainers = Trainer.objects.select_related("professional")
        if assessor is not None:
            trainers = trainers.filter(pk=assessor.pk)
            fields["assessor"].initial = assessor
            fields["assessor"].disabled = True
            fields["own_trainer_reason"].required = is_own_trainer(assessor, training)
        fields["assessor"].queryset = trainers
        for one in self.criteria:
            fields[f"level-{one.key}"] = _level_field(one)
        fields["strengths"] = _text(_("What went well"))
        fields["advice"] = _text(_("Advice for the next time"))

    @property
    def seen(self) -> Seen:
        said = self.cleaned_data
        return Seen(
            levels={one.key: int(said[f"level-{one.key}"]) for one in self.criteria},
            strengths=said["strengths"],
            advice=said["advice"],
            observed_on=said["observed_on"],
            own_trainer_reason=said["own_trainer_reason"],
        )


def _level_field(criterion: Criterion) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=criterion.name,
        choices=[
            (str(number), f"{number} · {text}")
            for number, text in enumerate(criterion.levels, start=1)
        ],
        help_text=_("Level %(needed)s is needed.") % {"needed": criterion.needed},
        widget=forms.RadioSelect(),
    )


def _text(label: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=_("The trainee reads it. No names of victims, and no cases."),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
