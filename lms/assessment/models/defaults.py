from __future__ import annotations

from datetime import date

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

PERCENTAGE = [MinValueValidator(1), MaxValueValidator(100)]


class CompletionDefault(models.Model):
    """What an edition without its own numbers asks, from a day on.

    Percentages. Source: the programme's rule of 80 % attendance and 70 % in the
    post-test; a newer row replaces it without touching what was decided before.
    """

    valid_from = models.DateField(_("valid from"), unique=True)
    attendance_share = models.PositiveSmallIntegerField(
        _("attendance share, %"), default=80, validators=PERCENTAGE
    )
    pass_mark = models.PositiveSmallIntegerField(
        _("pass mark, %"), default=70, validators=PERCENTAGE
    )

    class Meta:
        verbose_name = _("completion default")
        verbose_name_plural = _("completion defaults")
        ordering = ("-valid_from",)
        constraints = (
            models.CheckConstraint(
                condition=Q(
                    attendance_share__range=(1, 100), pass_mark__range=(1, 100)
                ),
                name="completion_defaults_are_percentages",
            ),
        )

    def __str__(self) -> str:
        return f"{self.valid_from:%d.%m.%Y}: {self.attendance_share} % / {self.pass_mark} %"

    @classmethod
    def on(cls, day: date) -> CompletionDefault:
        """The row in force on `day`; 80 % and 70 % where none is."""
        return cls.objects.filter(valid_from__lte=day).first() or cls(valid_from=day)
