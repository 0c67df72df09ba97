from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from lms.delivery.enums import ApprovalState

from .training import Training


class ApprovalStep(models.Model):
    """One step of a training toward its approval; the newest is its state."""

    training = models.ForeignKey(
        Training, on_delete=models.CASCADE, related_name="approval_steps"
    )
    state = models.CharField(
        _("approval"), max_length=12, choices=ApprovalState.choices
    )
    message = models.CharField(_("message"), max_length=500, blank=True)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("by"),
    )
    taken_at = models.DateTimeField(_("at"))

    class Meta:
        default_permissions = ("view",)
        verbose_name = _("step of the approval")
        verbose_name_plural = _("steps of the approval")
        ordering = ("taken_at", "pk")

    def __str__(self) -> str:
        return f"{self.training.code}: {self.get_state_display()}"
