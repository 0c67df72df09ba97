from __future__ import annotations

from collections.abc import Collection
from typing import Any, Self

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from curriculum.folding import fold
from curriculum.models import NamedModel
from trainers_pool.enums import InstitutionKind

from .places import Municipality


class ConfirmableQuerySet(models.QuerySet):
    def unconfirmed(self) -> Self:
        return self.filter(is_confirmed=False)


class Institution(ClusterableModel, NamedModel):
    """An employer of professionals, an organiser or a funder of trainings."""

    abbreviation = models.CharField(_("abbreviation"), max_length=40, blank=True)
    kind = models.CharField(
        _("kind"),
        max_length=24,
        choices=InstitutionKind.choices,
        default=InstitutionKind.OTHER,
    )
    country = models.CharField(
        _("country"), max_length=3, default="XK", help_text=_("XK, AL …, or INT.")
    )
    municipality = models.ForeignKey(
        Municipality,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="institutions",
        verbose_name=_("municipality"),
    )
    is_confirmed = models.BooleanField(
        _("confirmed"),
        default=True,
        help_text=_("A name that came in with a sheet waits here to be confirmed."),
    )

    objects = ConfirmableQuerySet.as_manager()

    class Meta:
        verbose_name = _("institution")
        verbose_name_plural = _("institutions")
        ordering = ("name_sq",)
        constraints = (
            models.UniqueConstraint(
                fields=("name_sq", "country"), name="unique_institution_name"
            ),
        )


class InstitutionAlias(models.Model):
    """Another way the name is written on sheets; `folded` is what is compared."""

    institution = ParentalKey(
        Institution, on_delete=models.CASCADE, related_name="aliases"
    )
    text = models.CharField(_("written as"), max_length=255)
    folded = models.CharField(max_length=255, unique=True, editable=False)

    class Meta:
        verbose_name = _("other spelling")
        verbose_name_plural = _("other spellings")

    def __str__(self) -> str:
        return self.text

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.folded = fold(self.text)
        super().save(*args, **kwargs)

    def clean_fields(self, exclude: Collection[str] | None = None) -> None:
        self.folded = fold(self.text)
        super().clean_fields(exclude)
