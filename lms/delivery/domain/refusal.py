"""What a deed says no with: words, and the field of a form that they are about."""

from __future__ import annotations


class FieldRefused(Exception):
    """Carries the reason in words fit for the person; `field` is "" for no field."""

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.field = field
