from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lms.targets.enums import IndicatorKind
from trainers_pool.models import Institution

from .indicator import Indicator


class StaffNumberQuerySet(models.QuerySet["StaffNumber"]):
    def newest(self, *, on: date) -> Self:
        """Of each indicator and institution, the last number known on the day."""
        newer = StaffNumber.objects.filter(
            indicator=models.OuterRef("indicator"),
            institution=models.OuterRef("institution"),
            as_of__gt=models.OuterRef("as_of"),
            as_of__lte=on,
        )
        return self.filter(~models.Exists(newer), as_of__lte=on)


class StaffNumber(models.Model):
    """How many people an institution employs for an indicator, on a day.

    The denominator of a share of staff; without it no percentage is shown.
    """

    indicator = models.ForeignKey(
        Indicator,
        on_delete=models.CASCADE,
        related_name="staff_numbers",
        limit_choices_to={
            "kind": IndicatorKind.SHARE_OF_STAFF,
            "is_out_of_scope": False,
        },
        verbose_name=_("indicator"),
    )
    institution = models.ForeignKey(
        Institution,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("institution"),
    )
    people = models.PositiveIntegerField(
        _("people"), help_text=_("Everybody the row speaks of, trained or not.")
    )
    as_of = models.DateField(_("as of"))
    source = models.CharField(
        _("source"), max_length=255, help_text=_("Who gave the number, and in what.")
    )

    objects = StaffNumberQuerySet.as_manager()

    class Meta:
        verbose_name = _("staff number")
        verbose_name_plural = _("staff numbers")
        ordering = ("indicator", "institution", "-as_of")
        constraints = (
            models.UniqueConstraint(
                fields=("indicator", "institution", "as_of"),
                name="unique_staff_number",
                violation_error_message=_(
                    "There is a number of this institution for that day. Change it, or "
                    "write another day."
                ),
            ),
            models.CheckConstraint(
                condition=Q(people__gt=0),
                name="staff_number_is_positive",
                violation_error_message=_("Write a number above zero."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.institution}: {self.people} ({self.as_of:%d.%m.%Y})"
