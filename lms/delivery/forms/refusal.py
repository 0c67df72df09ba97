from __future__ import annotations

from django import forms

from lms.delivery.domain.refusal import FieldRefused


def add_refusal(form: forms.BaseForm, refusal: FieldRefused) -> None:
    """Show why the deed was refused: at its field, or above the form without one."""
    field = refusal.field if refusal.field in form.fields else None
    form.add_error(field, str(refusal))
