from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .training import Training


class Reopening(models.Model):
    """A closed training was opened again: why, by whom, and what had been decided."""

    training = models.ForeignKey(
        Training, on_delete=models.CASCADE, related_name="reopenings"
    )
    reason = models.CharField(_("reason"), max_length=255)
    closed_at = models.DateTimeField(_("had been closed at"))
    reopened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("by"),
    )
    reopened_at = models.DateTimeField(_("at"))

    class Meta:
        default_permissions = ()
        verbose_name = _("reopening")
        verbose_name_plural = _("reopenings")
        ordering = ("reopened_at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=~Q(reason=""), name="reopening_has_a_reason"
            ),
        )

    def __str__(self) -> str:
        return f"{self.training.code}: {self.reason}"
