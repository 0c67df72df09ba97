from __future__ import annotations

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lms.delivery.enums import ReviewReason, RowOutcome, TrainingStatus
from trainers_pool.models import Professional

from .evidence import Evidence, evidence_storage
from .training import Training


class SheetImport(models.Model):
    """A sheet that was applied to a training."""

    training = models.ForeignKey(
        Training, on_delete=models.PROTECT, related_name="sheet_imports"
    )
    evidence = models.OneToOneField(
        Evidence, on_delete=models.PROTECT, related_name="sheet_import"
    )
    applied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("applied by"),
    )
    applied_at = models.DateTimeField(_("applied at"), auto_now_add=True)
    #: The sheet of a workbook that was read; empty for csv.
    sheet_name = models.CharField(_("sheet"), max_length=64, blank=True)
    #: The letter of the column that a session was marked in: {session pk: letter}.
    day_columns = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("imported sheet")
        verbose_name_plural = _("imported sheets")
        ordering = ("-applied_at", "-pk")

    def __str__(self) -> str:
        return f"{self.training.code}: {self.evidence}"


#: What is read of a row, in the order in which it is shown.
CELLS = (
    "first_name",
    "last_name",
    "sex",
    "institution",
    "profession",
    "municipality",
    "email",
    "phone",
)


class SheetRowQuerySet(models.QuerySet["SheetRow"]):
    def awaiting_decision(self) -> Self:
        """In review and undecided; a cancelled training asks for nothing any more."""
        return self.filter(outcome=RowOutcome.REVIEW, decided_at__isnull=True).exclude(
            sheet_import__training__status=TrainingStatus.CANCELLED
        )

    def decided(self) -> Self:
        return self.filter(decided_at__isnull=False)


class SheetRow(models.Model):
    """A row as it stood on the sheet, and the person it was found to be.

    `data` holds the texts of the cells, `marks` the value per session
    ({session pk: mark}). A row in review has candidates and no professional;
    nothing is counted from it until a person decides. `identity_key` is what makes a
    decision come back for the same row of a later sheet; it is a hash, so that it
    names nobody.
    """

    sheet_import = models.ForeignKey(
        SheetImport, on_delete=models.CASCADE, related_name="rows"
    )
    number = models.PositiveIntegerField(_("row"))
    data = models.JSONField(_("cells"))
    marks = models.JSONField(_("marks"), default=dict)
    #: Cells that were put right in the preview: {cell: [as it stood, as it was read]}.
    fixes = models.JSONField(_("corrected cells"), default=dict)
    outcome = models.CharField(_("outcome"), max_length=8, choices=RowOutcome.choices)
    reason = models.CharField(
        _("reason"), max_length=12, choices=ReviewReason.choices, blank=True
    )
    identity_key = models.CharField(max_length=64, db_index=True)
    professional = models.ForeignKey(
        Professional,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="sheet_rows",
        verbose_name=_("professional"),
    )
    candidates = models.ManyToManyField(
        Professional, related_name="+", verbose_name=_("candidates")
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)

    objects = SheetRowQuerySet.as_manager()

    class Meta:
        verbose_name = _("sheet row")
        verbose_name_plural = _("sheet rows")
        permissions = (("decide_row", _("Can decide who a row is")),)
        ordering = ("sheet_import", "number")
        constraints = (
            models.UniqueConstraint(
                fields=("sheet_import", "number"), name="unique_sheet_row"
            ),
            models.CheckConstraint(
                condition=~Q(outcome=RowOutcome.REVIEW, decided_at__isnull=False)
                | Q(professional__isnull=False),
                name="decided_row_has_a_person",
            ),
        )

    def __str__(self) -> str:
        return f"{self.sheet_import} #{self.number}"

    def cell_of(self, session_pk: int) -> str:
        """Where the mark of a session stands, as in "F12"; "" where nobody knows."""
        letter = self.sheet_import.day_columns.get(str(session_pk))
        return f"{letter}{self.number}" if letter else ""

    @property
    def texts(self) -> list[str]:
        return [self.data[name] for name in CELLS if name in self.data]


def pending_path(pending: PendingSheet, filename: str) -> str:
    return f"pending/{uuid.uuid4().hex}"


class PendingSheet(models.Model):
    """An uploaded sheet between its preview and the decision to apply it.

    It belongs to one user and one training and expires; see `domain.pending`.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    training = models.ForeignKey(
        Training, on_delete=models.CASCADE, related_name="pending_sheets"
    )
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    name = models.CharField(_("file name"), max_length=255)
    file = models.FileField(
        _("file"), storage=evidence_storage, upload_to=pending_path, max_length=255
    )
    uploaded_at = models.DateTimeField(_("uploaded at"), db_index=True)
    #: What the user said in the preview: {column: field}, {cell: text}, and
    #: {row: professional pk, or 0 for a new person}.
    columns = models.JSONField(default=dict)
    fixes = models.JSONField(default=dict)
    people = models.JSONField(default=dict)

    class Meta:
        default_permissions = ()
        verbose_name = _("uploaded sheet")
        verbose_name_plural = _("uploaded sheets")

    def __str__(self) -> str:
        return self.name


class KnownHeading(models.Model):
    """A heading that a user once explained; remembered for the next sheet."""

    folded = models.CharField(_("heading"), max_length=200, unique=True)
    field = models.CharField(_("is"), max_length=32)
    said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("said by"),
    )
    said_at = models.DateTimeField(_("said at"))

    class Meta:
        default_permissions = ("view", "delete")
        verbose_name = _("known heading")
        verbose_name_plural = _("known headings")
        ordering = ("folded",)

    def __str__(self) -> str:
        return f"{self.folded}: {self.field}"
