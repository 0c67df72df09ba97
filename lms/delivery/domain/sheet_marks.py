"""What counts as present and as absent on a sheet; nothing else does."""

from __future__ import annotations

from lms.delivery.enums import MarkValue

from .sheet_grid import Value, text_of

_YES = ("p", "x", "✓", "✔", "1", "yes", "po", "da", "prisutan", "prisutna")
_PRESENT = frozenset((*_YES, "да", "присутан", "присутна"))
_ABSENT = frozenset(("", "m", "-", "–", "—", "0", "no", "jo", "ne", "не"))


def mark_of(value: Value) -> str | None:
    """Present or absent; None where the cell says something else."""
    if isinstance(value, bool):
        return None
    text = text_of(value).replace("\ufe0f", "").casefold()
    if text in _PRESENT:
        return MarkValue.PRESENT
    if text in _ABSENT:
        return MarkValue.ABSENT
    return None
