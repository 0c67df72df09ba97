from __future__ import annotations

import uuid

from django.conf import settings
from django.core.files.storage import Storage, storages
from django.db import models
from django.utils.translation import gettext_lazy as _

from lms.delivery.enums import EvidenceKind
from trainers_pool.models import Institution

from .action import Action
from .session import Session
from .training import Training


def evidence_storage() -> Storage:
    """Private storage: files are served by a view that asks for permission."""
    return storages["private"]


def evidence_path(evidence: Evidence, filename: str) -> str:
    ending = filename.rpartition(".")[2].lower()[:8]
    return f"evidence/{uuid.uuid4().hex}.{ending}"


class Evidence(models.Model):
    """A file that proves something, tied to a training or one of its sessions."""

    training = models.ForeignKey(
        Training, on_delete=models.PROTECT, related_name="evidence"
    )
    session = models.ForeignKey(
        Session,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="evidence",
        verbose_name=_("session"),
    )
    kind = models.CharField(_("kind"), max_length=16, choices=EvidenceKind.choices)
    name = models.CharField(_("file name"), max_length=255)
    file = models.FileField(
        _("file"), storage=evidence_storage, upload_to=evidence_path, max_length=255
    )
    sha256 = models.CharField("SHA-256", max_length=64)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("uploaded by"),
    )
    uploaded_at = models.DateTimeField(_("uploaded at"), auto_now_add=True)

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        ordering = ("-uploaded_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("training", "sha256"),
                name="unique_evidence_file",
                violation_error_message=_("This training already has this file."),
            ),
        )

    def __str__(self) -> str:
        return self.name


class Headcount(models.Model):
    """People a partner reports as a number only; never inside a count of people."""

    action = models.ForeignKey(
        Action,
        on_delete=models.PROTECT,
        related_name="headcounts",
        verbose_name=_("action row"),
    )
    institution = models.ForeignKey(
        Institution,
        on_delete=models.PROTECT,
        related_name="headcounts",
        verbose_name=_("reported by"),
    )
    date = models.DateField(_("date"))
    people = models.PositiveIntegerField(_("people"))
    note = models.CharField(_("note"), max_length=255, blank=True)

    class Meta:
        verbose_name = _("headcount")
        verbose_name_plural = _("headcounts")
        ordering = ("-date", "-pk")

    def __str__(self) -> str:
        return f"{self.action.code}: {self.people}"
