"""An upload between its preview and its application: private, bound, short-lived."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.core.files.base import ContentFile
from django.utils.translation import gettext as _

from lms.delivery import conf
from lms.delivery.models import PendingSheet, Training

from .sheet_grid import SheetRefused
from .sheet_said import Said

if TYPE_CHECKING:
    from django.contrib.auth.models import _User as User


def keep_pending(
    content: bytes,
    name: str,
    *,
    training: Training,
    by: User,
    now: datetime,
) -> PendingSheet:
    """Store an upload for its user and training; what has expired goes."""
    for old in PendingSheet.objects.filter(uploaded_at__lt=now - conf.pending_for()):
        drop_pending(old)
    return PendingSheet.objects.create(
        training=training,
        uploaded_by=by,
        name=name[-255:],
        file=ContentFile(content, name),
        uploaded_at=now,
    )


def pending_of(
    pk: UUID, *, training: Training, by: User, now: datetime
) -> PendingSheet:
    """The upload, if it is this user's, for this training, and not too old."""
    pending = PendingSheet.objects.filter(
        pk=pk,
        training=training,
        uploaded_by=by,
        uploaded_at__gte=now - conf.pending_for(),
    ).first()
    if not pending:
        raise SheetRefused(
            _("The uploaded sheet is not here any more. Choose the file again.")
        )
    return pending


def said_of(pending: PendingSheet, *, may_decide: bool) -> Said:
    """What was said in the preview; who people are counts from whoever may decide."""
    people = pending.people if may_decide else {}
    return Said(
        columns=pending.columns,
        fixes=pending.fixes,
        people={int(row): person for row, person in people.items()},
    )


def keep_said(pending: PendingSheet, said: Said) -> None:
    """Remember what was said until the sheet is applied."""
    pending.columns, pending.fixes = dict(said.columns), dict(said.fixes)
    pending.people = {str(row): person for row, person in said.people.items()}
    pending.save(update_fields=["columns", "fixes", "people"])


def drop_pending(pending: PendingSheet) -> None:
    pending.file.delete(save=False)
    pending.delete()
