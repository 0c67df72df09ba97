from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import ClusterableModel

from curriculum.models import in_language
from lms.delivery.models import Action
from lms.targets.enums import IndicatorKind
from trainers_pool.models import Institution, Profession


class IndicatorQuerySet(models.QuerySet["Indicator"]):
    def headline(self) -> Self:
        return self.filter(is_headline=True)

    def in_scope(self) -> Self:
        return self.filter(is_out_of_scope=False)


class IndicatorManager(models.Manager.from_queryset(IndicatorQuerySet)):  # type: ignore[misc]  # a class made by a call
    """Brings the action with each indicator: code and name are the action's."""

    def get_queryset(self) -> IndicatorQuerySet:
        return super().get_queryset().select_related("action")


class Indicator(ClusterableModel):
    """What is counted for one row or objective of the Strategy.

    `audience_restricts` says whether only `audience` counts (the row names its
    professions) or every professional does. `counted_from` and `counted_to` bound the
    days that count; yearly kinds count the calendar year of the day asked for.
    """

    action = models.OneToOneField(
        Action,
        on_delete=models.PROTECT,
        related_name="indicator",
        verbose_name=_("action row"),
    )
    kind = models.CharField(_("kind"), max_length=24, choices=IndicatorKind.choices)
    audience = ParentalManyToManyField(
        Profession, related_name="+", blank=True, verbose_name=_("audience")
    )
    audience_restricts = models.BooleanField(
        _("only this audience counts"), default=False
    )
    counted_from = models.DateField(_("counted from"))
    counted_to = models.DateField(_("counted to"))
    due_on = models.DateField(_("due on"), null=True, blank=True)
    is_headline = models.BooleanField(
        _("big counter"), default=False, help_text=_("Shown on the home page.")
    )
    is_out_of_scope = models.BooleanField(
        _("out of scope"),
        default=False,
        help_text=_("Shown on the lists, never counted."),
    )
    note_sq = models.TextField(_("note in Albanian"), blank=True)
    note_sr = models.TextField(_("note in Serbian"), blank=True)
    note_en = models.TextField(_("note in English"), blank=True)
    lead_institutions = ParentalManyToManyField(
        Institution, related_name="+", blank=True, verbose_name=_("lead institutions")
    )

    objects = IndicatorManager()

    class Meta:
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        ordering = ("action__order", "action__code")
        constraints = (
            models.CheckConstraint(
                condition=Q(counted_to__gte=F("counted_from")),
                name="indicator_period_ends_after_it_starts",
                violation_error_message=_(
                    "The period ends before it starts. Change one of the days."
                ),
            ),
        )

    def __str__(self) -> str:
        return str(self.action)

    @property
    def code(self) -> str:
        return self.action.code

    @property
    def name(self) -> str:
        return self.action.name

    @property
    def note(self) -> str:
        return in_language(self, "note")
