from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from curriculum.folding import fold
from curriculum.models import NamedModel

from .institution import ConfirmableQuerySet


class Profession(ClusterableModel, NamedModel):
    """What a person does; the audiences of the action rows are made of these."""

    code = models.SlugField(_("code"), max_length=60, unique=True)
    counts_as_professional = models.BooleanField(
        _("counts as a professional"),
        default=True,
        help_text=_("Parents and pupils take part, but are not counted as trained."),
    )
    is_confirmed = models.BooleanField(
        _("confirmed"),
        default=True,
        help_text=_("A position that came in with a sheet waits here to be confirmed."),
    )

    objects = ConfirmableQuerySet.as_manager()

    class Meta:
        verbose_name = _("profession")
        verbose_name_plural = _("professions")
        ordering = ("name_sq",)


class ProfessionAlias(models.Model):
    """Another way the position is written on sheets; `folded` is what is compared."""

    profession = ParentalKey(
        Profession, on_delete=models.CASCADE, related_name="aliases"
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
