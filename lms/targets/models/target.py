from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel

from lms.targets.enums import IndicatorKind, TargetOperator
from trainers_pool.models import Profession

from .indicator import Indicator


def _in_words(kind: str, number: int) -> str:
    """As in 40 people each year."""
    words = {
        IndicatorKind.PEOPLE: ngettext("%(n)s person", "%(n)s people", number),
        IndicatorKind.PEOPLE_PER_YEAR: ngettext(
            "%(n)s person each year", "%(n)s people each year", number
        ),
        IndicatorKind.SHARE_OF_STAFF: gettext("%(n)s %% of the staff"),
        IndicatorKind.TRAININGS: ngettext("%(n)s training", "%(n)s trainings", number),
        IndicatorKind.TRAININGS_PER_YEAR: ngettext(
            "%(n)s training each year", "%(n)s trainings each year", number
        ),
    }
    return words[IndicatorKind(kind)] % {"n": number}


class TargetQuerySet(models.QuerySet["Target"]):
    def with_own_audience(self) -> Self:
        """Adds `has_own_audience`: it counts other people than its indicator."""
        audience = Target.audience.through.objects.filter(target=models.OuterRef("pk"))
        return self.annotate(has_own_audience=models.Exists(audience))


class Target(ClusterableModel):
    """A value to reach; a row can have several, each with its own audience."""

    sort_order_field = "order"

    indicator = ParentalKey(Indicator, on_delete=models.CASCADE, related_name="targets")
    order = models.PositiveSmallIntegerField(_("order"), default=0, editable=False)
    kind = models.CharField(_("kind"), max_length=24, choices=IndicatorKind.choices)
    operator = models.CharField(
        _("operator"),
        max_length=12,
        choices=TargetOperator.choices,
        default=TargetOperator.AT_LEAST,
    )
    value = models.PositiveIntegerField(_("value"), null=True, blank=True)
    audience = ParentalManyToManyField(
        Profession,
        related_name="+",
        blank=True,
        verbose_name=_("audience"),
        help_text=_("Leave empty for the audience of the indicator."),
    )
    due_on = models.DateField(_("due on"), null=True, blank=True)

    objects = TargetQuerySet.as_manager()

    class Meta:
        verbose_name = _("target")
        verbose_name_plural = _("targets")
        ordering = ("order", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(value__isnull=False)
                | Q(operator=TargetOperator.QUALITATIVE),
                name="target_has_a_value_unless_qualitative",
                violation_error_message=_(
                    "Write the value, or choose that no number is stated."
                ),
            ),
        )

    def __str__(self) -> str:
        if self.value is None:
            return self.get_operator_display()
        words = _in_words(self.kind, self.value)
        if self.operator == TargetOperator.AT_LEAST:
            return gettext("at least %(target)s") % {"target": words}
        return words
