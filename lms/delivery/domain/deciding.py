"""Rows in review that somebody decided in the preview, decided as the sheet is applied."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db.models import Q

from lms.delivery.models import SheetRow, Training

from .identity import identity_key
from .planning import Plan
from .reading import read_sheet
from .review import decide_another, decide_same
from .sheet_said import Said

if TYPE_CHECKING:
    from django.contrib.auth.models import _User as User


def keys_decided(
    content: bytes, filename: str, *, training: Training, today: date, said: Said
) -> set[str]:
    """The identities that `said` decides, read before anything is locked."""
    if not said.people:
        return set()
    reading = read_sheet(content, filename, training=training, today=today, said=said)
    return {identity_key(row) for row in reading.rows if row.number in said.people}


def locked_with_alike(training: Training, keys: set[str]) -> Training:
    """The training, with all where rows of these identities wait.

    In one order, the same as when the coordinator decides, so that nobody waits for
    the other.
    """
    waiting = SheetRow.objects.filter(identity_key__in=keys).awaiting_decision()
    concerned = Q(pk=training.pk)
    if keys:
        concerned |= Q(pk__in=waiting.values("sheet_import__training"))
    locked = Training.objects.select_for_update().filter(concerned).order_by("pk")
    return next(one for one in locked if one.pk == training.pk)


def decide_chosen(
    plan: Plan, rows: dict[int, SheetRow], *, by: User | None, now: datetime
) -> None:
    """Decide as the coordinator does afterwards; alike rows go with the first."""
    decided = set()
    for number, person in plan.chosen.items():
        row = rows[number]
        if row.identity_key in decided:
            continue
        decided.add(row.identity_key)
        if person:
            decide_same(row, professional=person, by=by, now=now)
        else:
            decide_another(row, by=by, now=now)
