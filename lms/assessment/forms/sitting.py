from __future__ import annotations

from collections.abc import Container, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lms.assessment.domain.paper import questions_on_paper
from lms.assessment.domain.presenting import ShownPart, ShownQuestion
from lms.assessment.enums import FormLetter, QuestionKind, Stage
from lms.assessment.models import Sitting, Test
from lms.delivery.models import Enrolment, Training


class OpenSittingForm(forms.Form):
    """Which test of the training, at which stage, and whether it opens or closes."""

    test = forms.ModelChoiceField(Test.objects.none())
    stage = forms.ChoiceField(choices=Stage.choices)
    deed = forms.ChoiceField(choices=[("open", "open"), ("close", "close")])

    def __init__(self, *args: Any, training: Training, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        tests = Test.objects.filter(edition__in=training.editions.all())
        self.fields["test"].queryset = tests  # type: ignore[attr-defined]  # of a model choice


class PaperEntryForm(forms.Form):
    """One sheet: the person, the form, and for every part what was written there."""

    person = forms.ChoiceField(label=_("Person"))
    form = forms.ChoiceField(label=_("Form"), choices=FormLetter.choices)
    is_empty = forms.BooleanField(
        label=_("The sheet is empty: nothing was answered"), required=False
    )

    def __init__(
        self,
        *args: Any,
        sitting: Sitting,
        letter: FormLetter,
        people: Sequence[Enrolment],
        done: Container[int],
        chosen: str,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.letter = letter
        self._people = {str(one.pk): one for one in people}
        waiting = [one for one in people if one.pk not in done]
        person = self.fields["person"]
        person.choices = [  # type: ignore[attr-defined]  # of a choice field
            (str(one.pk), one.professional.full_name) for one in people
        ]
        first = str(waiting[0].pk) if waiting else ""
        person.initial = chosen if chosen in self._people else first
        self.fields["form"].initial = letter
        self.questions = questions_on_paper(sitting, letter)
        for shown in self.questions:
            for place, part in enumerate(shown.parts):
                self.fields[_name(shown, place)] = _field(shown, place, part)

    def clean(self) -> dict[str, Any]:
        """A sheet that is sent before anything is typed is a slip, and no 0 %."""
        data = super().clean() or {}
        is_typed = any(
            str(data.get(one.name) or "").strip() for one in self.answer_fields
        )
        if not is_typed and not self.errors and not data["is_empty"]:
            self.add_error(
                "is_empty", _("No answer is typed. If the sheet is empty, say so here.")
            )
        return data

    @property
    def enrolment(self) -> Enrolment:
        return self._people[self.cleaned_data["person"]]

    @property
    def typed(self) -> dict[tuple[int, int], str]:
        return {
            (shown.place.pk, place): self.cleaned_data[_name(shown, place)]
            for shown in self.questions
            for place, _part in enumerate(shown.parts)
        }

    @property
    def answer_fields(self) -> list[forms.BoundField]:
        return [
            self[_name(shown, place)]
            for shown in self.questions
            for place, _part in enumerate(shown.parts)
        ]


def _name(shown: ShownQuestion, place: int) -> str:
    return f"{shown.place.pk}-{place}"


def _field(shown: ShownQuestion, place: int, part: ShownPart) -> forms.CharField:
    number = str(shown.number)
    if len(shown.parts) > 1:
        number = f"{number}.{place + 1}"
    is_text = part.kind == QuestionKind.SHORT_TEXT
    return forms.CharField(
        label=number,
        required=False,
        max_length=200 if is_text else 20,
        help_text=_HINTS[QuestionKind(part.kind)],
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "none", "size": 12}
        ),
    )


_HINTS = {
    QuestionKind.SINGLE: _("one letter"),
    QuestionKind.TRUE_FALSE: _("a or b"),
    QuestionKind.MULTIPLE: _("one or more letters"),
    QuestionKind.MATCHING: _("letters for 1, 2, 3 …"),
    QuestionKind.ORDERING: _("letters in their order"),
    QuestionKind.SHORT_TEXT: _("what is written"),
}
