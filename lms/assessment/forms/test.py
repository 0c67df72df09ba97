from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _
from wagtail.admin.forms.models import WagtailAdminModelForm

from curriculum.models import ModuleEdition

from .objectives import offer_objectives


class TestForm(WagtailAdminModelForm):
    """A test in the admin; what it draws is of its module."""

    __test__ = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["edition"].queryset = ModuleEdition.objects.select_related("module")
        of_module = None
        if self.instance.pk:
            of_module = Q(module__editions=self.instance.edition_id)
            self.fields["edition"].disabled = True
        if rules := self.formsets.get("draw_rules"):
            offer_objectives(rules.form.base_fields["objective"], only=of_module)

    def is_valid(self) -> bool:
        is_valid: bool = super().is_valid()
        edition = self.cleaned_data.get("edition") if is_valid else None
        if edition is None:
            return is_valid
        for form in self.formsets["draw_rules"].forms:
            objective = form.cleaned_data.get("objective")
            if objective and objective.module_id != edition.module_id:
                form.add_error(
                    "objective",
                    ValidationError(
                        _("This objective is not one of %(module)s.")
                        % {"module": edition.module.code}
                    ),
                )
                is_valid = False
        return is_valid
