from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey

from lms.delivery.models import Action
from lms.targets.enums import LinkStatus

from .indicator import Indicator


class IndicatorLinkQuerySet(models.QuerySet["IndicatorLink"]):
    def accepted(self) -> Self:
        return self.filter(status=LinkStatus.ACCEPTED)

    def proposed(self) -> Self:
        return self.filter(status=LinkStatus.PROPOSED)


class IndicatorLink(models.Model):
    """The code-to-target map: trainings tagged with `action` count for `indicator`.

    Only an accepted link counts; the effect of the others is shown so that a coordinator
    can decide.
    """

    indicator = ParentalKey(Indicator, on_delete=models.CASCADE, related_name="links")
    action = models.ForeignKey(
        Action,
        on_delete=models.PROTECT,
        related_name="indicator_links",
        verbose_name=_("action row"),
    )
    status = models.CharField(
        _("status"),
        max_length=8,
        choices=LinkStatus.choices,
        default=LinkStatus.PROPOSED,
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)

    objects = IndicatorLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("code-to-target link")
        verbose_name_plural = _("code-to-target map")
        ordering = ("indicator__action__order", "action__order")
        constraints = (
            models.UniqueConstraint(
                fields=("indicator", "action"),
                name="unique_indicator_link",
                violation_error_message=_("This link is on the map already."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.action.code} → {self.indicator.code}"

    @property
    def is_own(self) -> bool:
        """The link of an indicator to its own code."""
        return self.action_id == self.indicator.action_id
