"""The training in the admin, with the rules of its sessions and facilitators."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms.models import WagtailAdminModelForm

from curriculum.models import ModuleEdition
from lms.delivery.domain.clashes import reason_double_booked
from lms.delivery.domain.facilitation import reason_against
from lms.delivery.domain.training import (
    TrainingRefused,
    reason_called_off,
    reason_closed,
    refuse_code,
    refuse_days,
)
from lms.delivery.enums import FacilitatorAnswer, TrainingStatus
from lms.delivery.models import Facilitator, Mark, Session, Training
from trainers_pool.enums import Language

#: What a closed training was decided on; the rest may still be put right.
FIXED_WHEN_CLOSED = ("code", "start_date", "end_date", "editions")
#: A session with another one of these has moved.
SLOT = {"date", "starts", "ends"}


class TrainingAdminForm(WagtailAdminModelForm):
    """Refusals stand at the field; a cancelled training only shows what it was."""

    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Languages"),
        choices=Language.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        editions = ModuleEdition.objects.select_related("module")
        self.fields["editions"].queryset = editions
        if facilitators := self.formsets.get("facilitators"):
            facilitators.form.base_fields["editions"].queryset = editions
        self._lock_called_off()
        fixed: tuple[str, ...] = ()
        if self.instance.status == TrainingStatus.CLOSED:
            fixed = FIXED_WHEN_CLOSED
        elif self.instance.status == TrainingStatus.CANCELLED:
            fixed = tuple(self.fields)
        for name in fixed:
            if name in self.fields:
                self.fields[name].disabled = True

    def _lock_called_off(self) -> None:
        """They are put back on the page of the training, not edited here."""
        if sessions := self.formsets.get("sessions"):
            for form in sessions.forms:
                if form.instance.is_cancelled:
                    for field in form.fields.values():
                        field.disabled = field.disabled or not field.widget.is_hidden
                    words = reason_called_off(form.instance)
                    form.fields["date"].help_text = words

    def save(self, commit: bool = True) -> Training:
        for form in self._rows("sessions"):
            if form.instance.pk and SLOT & set(form.changed_data):
                form.instance.revision += 1
        for form in self._rows("facilitators"):
            if "answer" in form.changed_data:
                self._date_answer(form.instance)
        return super().save(commit)

    def _date_answer(self, facilitator: Facilitator) -> None:
        """A question has a moment, and so has the answer the office notes to it."""
        if facilitator.answer == FacilitatorAnswer.ASKED:
            facilitator.asked_at, facilitator.answered_at = timezone.now(), None
        elif facilitator.asked_at:
            facilitator.answered_at = timezone.now()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        code = cleaned.get("code", "")
        start, end = cleaned.get("start_date"), cleaned.get("end_date")
        try:
            if code and code.lower() != self.initial.get("code", "").lower():
                refuse_code(code)
            if start and end:
                refuse_days(start, end)
        except TrainingRefused as refusal:
            self.add_error(refusal.field, str(refusal))
        if start:
            self._check_editions(cleaned)
        return cleaned

    def _check_editions(self, cleaned: dict[str, Any]) -> None:
        modules = set()
        for edition in cleaned.get("editions") or ():
            if edition.valid_from > cleaned["start_date"]:
                self.add_error(
                    "editions",
                    _("%(edition)s is not valid yet on the first day.")
                    % {"edition": edition},
                )
            if edition.module_id in modules:
                self.add_error(
                    "editions",
                    _("Choose one edition only of module %(code)s.")
                    % {"code": edition.module.code},
                )
            modules.add(edition.module_id)

    def is_valid(self) -> bool:
        """After the fields and the rows, what they mean for each other."""
        if not super().is_valid():
            return False
        if reason := reason_closed(self.instance):
            if any(formset.has_changed() for formset in self.formsets.values()):
                self.add_error(None, reason)
        else:
            self._check_sessions()
            self._check_facilitators()
        return not self.errors and not any(
            form.errors for rows in self.formsets for form in self._rows(rows)
        )

    def _rows(self, name: str) -> Iterator[Any]:
        """The rows of an inline panel that stay and are filled in."""
        if formset := self.formsets.get(name):
            for form in formset.forms:
                if form not in formset.deleted_forms and form.cleaned_data:
                    yield form

    def _check_sessions(self) -> None:
        training: Training = self.instance
        taken: list[tuple[Any, Any, Any]] = []
        for form in self._rows("sessions"):
            if form.instance.is_cancelled:
                continue
            day, starts, ends = (
                form.cleaned_data[k] for k in ("date", "starts", "ends")
            )
            if not training.start_date <= day <= training.end_date:
                form.add_error("date", _("This day is outside the training."))
            if any(day == d and starts < e and s < ends for d, s, e in taken):
                form.add_error("starts", _("Another session is at the same time."))
            taken.append((day, starts, ends))
            if training.pk and SLOT & set(form.changed_data):
                slot = Session(date=day, starts=starts, ends=ends)
                if reason := reason_double_booked(training, sessions=[slot]):
                    form.add_error("starts", reason)
        formset = self.formsets.get("sessions")
        gone = [form.instance.pk for form in formset.deleted_forms] if formset else []
        if Mark.objects.filter(session__in=[pk for pk in gone if pk]).exists():
            self.add_error(
                None,
                _("A session with attendance stays. Undo its removal and save again."),
            )

    def _sessions_wanted(self) -> list[Session]:
        return [
            Session(**{name: form.cleaned_data[name] for name in SLOT})
            for form in self._rows("sessions")
            if not (form.errors or form.instance.is_cancelled)
        ]

    def _check_facilitators(self) -> None:
        """Only what was touched: an old choice does not block another correction."""
        of_training = list(self.cleaned_data.get("editions") or ())
        touched = {"start_date", "end_date", "editions"} & set(self.changed_data)
        for form in self._rows("facilitators"):
            if not (touched or form.has_changed()):
                continue
            if form.cleaned_data["answer"] == FacilitatorAnswer.DECLINED:
                continue
            chosen = list(form.cleaned_data.get("editions") or ())
            if any(edition not in of_training for edition in chosen):
                form.add_error(
                    "editions", _("Choose only modules that this training teaches.")
                )
                continue
            reason = reason_against(
                form.cleaned_data["trainer"],
                training=self.instance,
                role=form.cleaned_data["role"],
                editions=chosen or of_training,
            )
            if reason := reason or reason_double_booked(
                self.instance,
                sessions=self._sessions_wanted(),
                person=form.cleaned_data["trainer"].professional,
            ):
                form.add_error("trainer", reason)
