from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lms.delivery.domain.trainer_report import Cost, Days
from lms.delivery.models import CostLine, TrainerReport
from trainers_pool.models import Institution

TEXT_MAX = 4000
#: Empty lines below the costs that are known.
MORE_COSTS = 4


def _text(label: Any, help_text: Any = "", *, required: bool = False) -> Any:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=required,
        max_length=TEXT_MAX,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class TrainerReportForm(forms.Form):
    """The words of the report; no names of victims, and no cases."""

    went_well = _text(_("What went well"), required=True)
    difficulties = _text(_("Difficulties"))
    risks = _text(_("Risks"), _("What may stand in the way of what was learned."))
    follow_up = _text(
        _("Follow-up"), _("What has to happen next, who does it, and by when.")
    )
    planned_days = forms.IntegerField(
        label=_("Planned days"), required=False, min_value=0, max_value=365
    )
    held_days = forms.IntegerField(
        label=_("Days held"), required=False, min_value=0, max_value=365
    )

    def __init__(
        self, *args: Any, report: TrainerReport | None, days: Days, **kwargs: Any
    ) -> None:
        if report:
            kwargs["initial"] = {
                name: getattr(report, name) for name in self.base_fields
            }
        super().__init__(*args, **kwargs)
        text = _("Empty: %(days)s, as the sessions say.")
        self.fields["planned_days"].help_text = text % {"days": days.planned}
        self.fields["held_days"].help_text = text % {"days": days.held}


class AmountField(forms.DecimalField):
    """Euro and cents, with a comma or a point between them in every language."""

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            value = value.replace(" ", "").replace(",", ".")
        return super().to_python(value)


def _amount(label: Any) -> Any:
    return AmountField(
        label=label,
        required=False,
        min_value=0,
        max_digits=10,
        decimal_places=2,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "size": 10}),
    )


class CostForm(forms.Form):
    what = forms.CharField(label=_("What"), max_length=120, required=False)
    planned = _amount(_("Planned, €"))
    actual = _amount(_("Paid, €"))
    funder = forms.ModelChoiceField(
        label=_("Funder"),
        queryset=Institution.objects.none(),
        required=False,
        empty_label="–",
    )

    def __init__(self, *args: Any, funders: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["funder"].choices = funders  # type: ignore[attr-defined]  # a choice field

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        others = [cleaned.get(name) for name in ("planned", "actual", "funder")]
        if not cleaned.get("what") and any(one not in (None, "") for one in others):
            self.add_error("what", _("Say what the money is for."))
        return cleaned


_CostFormSet = forms.formset_factory(
    CostForm, extra=MORE_COSTS, max_num=60, absolute_max=60
)


class CostsForm(_CostFormSet):  # type: ignore[misc, valid-type]  # a class made above
    """Every cost a line; a line without a text is taken out."""

    def __init__(self, *args: Any, lines: list[CostLine], **kwargs: Any) -> None:
        kwargs["initial"] = [
            {
                "what": line.what,
                "planned": line.planned,
                "actual": line.actual,
                "funder": line.funder_id,
            }
            for line in lines
        ]
        kwargs["prefix"] = "costs"
        super().__init__(*args, **kwargs)

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        return {**super().get_form_kwargs(index), "funders": self._funders()}

    def _funders(self) -> list[tuple[Any, str]]:
        """The same choices for every line, asked for once."""
        if not hasattr(self, "_choices"):
            institutions = Institution.objects.all()
            named = [(one.pk, str(one)) for one in institutions]
            self._choices = [("", "–"), *named]
        return self._choices

    def costs(self) -> list[Cost]:
        return [
            Cost(**form.cleaned_data) for form in self if form.cleaned_data.get("what")
        ]
