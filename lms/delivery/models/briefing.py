from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q, Sum
from django.utils.translation import gettext_lazy as _

from trainers_pool.models import Institution

from .enrolment import Enrolment

#: More than this in one sitting is a slip of the keyboard.
MOST_BRIEFED = 500


class BriefingQuerySet(models.QuerySet["Briefing"]):
    def colleagues(self) -> int:
        """How many people were briefed; told by others, so it is no count of people."""
        return self.aggregate(sum=Sum("people"))["sum"] or 0


class Briefing(models.Model):
    """Colleagues whom a participant told of the training afterwards: the cascade.

    A number without names, counted apart and never inside a count of people.
    """

    enrolment = models.ForeignKey(
        Enrolment,
        on_delete=models.PROTECT,
        related_name="briefings",
        verbose_name=_("briefed by"),
    )
    briefed_on = models.DateField(_("day"))
    people = models.PositiveSmallIntegerField(
        _("colleagues"),
        validators=[MinValueValidator(1), MaxValueValidator(MOST_BRIEFED)],
    )
    institution = models.ForeignKey(
        Institution,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("institution"),
    )
    place = models.CharField(_("place"), max_length=120, blank=True)
    note = models.CharField(_("note"), max_length=255, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("entered by"),
    )
    entered_at = models.DateTimeField(_("entered at"))

    objects = BriefingQuerySet.as_manager()

    class Meta:
        default_permissions = ("view",)
        verbose_name = _("briefing of colleagues")
        verbose_name_plural = _("briefings of colleagues")
        ordering = ("-briefed_on", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(people__range=(1, MOST_BRIEFED)),
                name="briefing_has_people",
            ),
        )

    def __str__(self) -> str:
        return f"{self.enrolment}: {self.people}"
