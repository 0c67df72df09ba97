from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from curriculum.models import NamedModel
from lms.delivery.enums import ActionLevel


class Action(NamedModel):
    """A code of the Strategy that a training can serve: a row or an objective."""

    code = models.CharField(_("code"), max_length=12, unique=True)
    level = models.CharField(
        _("level"),
        max_length=24,
        choices=ActionLevel.choices,
        default=ActionLevel.ACTION,
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("action row")
        verbose_name_plural = _("action rows")
        ordering = ("order", "code")

    def __str__(self) -> str:
        return f"{self.code} {self.name}"
