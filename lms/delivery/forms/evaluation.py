from __future__ import annotations

import uuid
from typing import Any

from django import forms

from lms.delivery.domain.evaluation import Answer
from lms.delivery.domain.evaluation_form import SCALE, STATEMENTS, TEXTS

TEXT_MAX = 1000
#: Lines of the grid for answers on paper.
PAPER_LINES = 10


def _answer(cleaned: dict[str, Any]) -> Answer:
    ratings = {code: int(cleaned[code]) for code in STATEMENTS if cleaned.get(code)}
    return Answer(ratings, *(cleaned.get(name, "") for name in TEXTS))


class EvaluationForm(forms.Form):
    """The form of a participant; nothing has to be answered."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, words in STATEMENTS.items():
            self.fields[code] = forms.ChoiceField(
                label=words,  # type: ignore[arg-type]  # read when the page is written
                choices=[(str(rating), str(rating)) for rating in SCALE],
                required=False,
                widget=forms.RadioSelect,
            )
        for name, words in TEXTS.items():
            self.fields[name] = forms.CharField(
                label=words,  # type: ignore[arg-type]  # as above
                required=False,
                max_length=TEXT_MAX,
                widget=forms.Textarea(attrs={"rows": 3}),
            )

    def answer(self) -> Answer:
        return _answer(self.cleaned_data)


class PaperLineForm(forms.Form):
    """An answer on paper as a line of numbers."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, words in STATEMENTS.items():
            self.fields[code] = forms.IntegerField(
                label=words,  # type: ignore[arg-type]  # read when the page is written
                min_value=SCALE[0],
                max_value=SCALE[-1],
                required=False,
                widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
            )
        for name, words in TEXTS.items():
            self.fields[name] = forms.CharField(
                label=words,  # type: ignore[arg-type]  # as above
                required=False,
                max_length=TEXT_MAX,
            )


class BatchForm(forms.Form):
    """What tells a grid sent twice from two grids."""

    batch = forms.UUIDField(initial=uuid.uuid4, widget=forms.HiddenInput)


_PaperFormSet = forms.formset_factory(
    PaperLineForm, extra=PAPER_LINES, max_num=PAPER_LINES, absolute_max=PAPER_LINES
)


class PaperForm(_PaperFormSet):  # type: ignore[misc, valid-type]  # a class made above
    def answers(self) -> list[Answer]:
        return [_answer(form.cleaned_data) for form in self]
