from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from .objectives import offer_objectives
from .stream import StreamForm


class QuestionForm(StreamForm):
    """A question of the bank; its objectives are of its module."""

    streams = ("parts",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        of_module = None
        if self.instance.pk:
            of_module = Q(module=self.instance.module_id)
            self.fields["module"].disabled = True
        offer_objectives(self.fields["objectives"], only=of_module)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        module = cleaned.get("module")
        foreign = [
            objective
            for objective in cleaned.get("objectives", ())
            if module and objective.module_id != module.pk
        ]
        if module and foreign:
            self.add_error(
                "objectives",
                ValidationError(
                    _("Choose objectives of %(module)s only.") % {"module": module.code}
                ),
            )
        return cleaned
