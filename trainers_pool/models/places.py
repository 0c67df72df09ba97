from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from curriculum.models import NamedModel
from trainers_pool.enums import Region


class Municipality(NamedModel):
    """One of the 38 municipalities, with the two regions it belongs to."""

    region = models.CharField(_("region"), max_length=2, choices=Region.choices)
    judicial_region = models.CharField(
        _("judicial region"), max_length=2, choices=Region.choices
    )

    class Meta:
        verbose_name = _("municipality")
        verbose_name_plural = _("municipalities")
        ordering = ("name_sq",)
        constraints = (
            models.UniqueConstraint(fields=("name_sq",), name="unique_municipality"),
        )
