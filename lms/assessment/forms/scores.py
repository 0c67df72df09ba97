from __future__ import annotations

from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from curriculum.models import ModuleEdition
from lms.assessment.domain.scores import Place
from lms.delivery.models import Enrolment


class ScoresForm(forms.Form):
    """A score for every person and tested module of a training; empty is no score."""

    def __init__(
        self,
        *args: Any,
        enrolments: list[Enrolment],
        editions: list[ModuleEdition],
        scores: dict[Place, int],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.enrolments, self.editions = enrolments, editions
        self.places: dict[str, Place] = {}
        for enrolment in enrolments:
            for edition in editions:
                place = (enrolment.pk, edition.pk)
                name = f"score-{enrolment.pk}-{edition.pk}"
                self.places[name] = place
                self.fields[name] = forms.IntegerField(
                    label=_("%(name)s, %(module)s, score in %%")
                    % {"name": enrolment.professional, "module": edition.module.code},
                    min_value=0,
                    max_value=100,
                    required=False,
                    initial=scores.get(place),
                    widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
                )

    @property
    def rows(self) -> list[tuple[Enrolment, list[tuple[ModuleEdition, BoundField]]]]:
        """A person, and for each edition the field of that person."""
        return [
            (
                enrolment,
                [
                    (edition, self[f"score-{enrolment.pk}-{edition.pk}"])
                    for edition in self.editions
                ],
            )
            for enrolment in self.enrolments
        ]

    @property
    def scores(self) -> dict[Place, int | None]:
        """What was sent; somebody who joined since the page was opened is left alone."""
        return {
            place: self.cleaned_data[name]
            for name, place in self.places.items()
            if name in self.data
        }
