from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from trainers_pool.models import Institution

from .training import Training


class TrainerReport(models.Model):
    """What the lead trainer writes after a training, as the six-month report asks.

    Days are those of the sessions where they are left empty.
    """

    training = models.OneToOneField(
        Training, on_delete=models.PROTECT, related_name="report"
    )
    went_well = models.TextField(_("what went well"))
    difficulties = models.TextField(_("difficulties"), blank=True)
    risks = models.TextField(_("risks"), blank=True)
    follow_up = models.TextField(_("follow-up"), blank=True)
    planned_days = models.PositiveSmallIntegerField(
        _("planned days"), null=True, blank=True
    )
    held_days = models.PositiveSmallIntegerField(_("days held"), null=True, blank=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("written by"),
    )
    written_at = models.DateTimeField(_("written at"))

    class Meta:
        default_permissions = ("view",)
        verbose_name = _("trainer's report")
        verbose_name_plural = _("trainers' reports")
        ordering = ("-written_at", "-pk")

    def __str__(self) -> str:
        return str(self.training)


class CostLine(models.Model):
    """One thing that a training costs, in euro: as planned, and as it was paid."""

    training = models.ForeignKey(
        Training, on_delete=models.PROTECT, related_name="costs"
    )
    what = models.CharField(_("what"), max_length=120)
    planned = models.DecimalField(
        _("planned, €"), max_digits=10, decimal_places=2, null=True, blank=True
    )
    actual = models.DecimalField(
        _("paid, €"), max_digits=10, decimal_places=2, null=True, blank=True
    )
    funder = models.ForeignKey(
        Institution,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("funder"),
    )

    class Meta:
        default_permissions = ("view",)
        verbose_name = _("cost")
        verbose_name_plural = _("costs")
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                condition=Q(planned__isnull=True) | Q(planned__gte=0),
                name="planned_cost_is_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(actual__isnull=True) | Q(actual__gte=0),
                name="paid_cost_is_not_negative",
            ),
        )

    def __str__(self) -> str:
        return f"{self.training.code}: {self.what}"
