from __future__ import annotations

from typing import Any

from wagtail.admin.forms.models import WagtailAdminModelForm

from lms.delivery.domain.enrolment import reason_against
from lms.delivery.models import Enrolment, Training


class EnrolmentForm(WagtailAdminModelForm):
    """A place for a person; what the person did that day is copied on saving.

    An enrolment that exists keeps its person and training: only what was recorded of
    the day is put right.
    """

    class Meta:
        model = Enrolment
        fields: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "training" in self.fields:
            self.fields["training"].queryset = Training.objects.open()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        person, training = cleaned.get("professional"), cleaned.get("training")
        both = person and training
        if both and (reason := reason_against(person, training=training)):
            self.add_error("professional", reason)
        return cleaned
