from __future__ import annotations

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel

from curriculum.models import in_language
from lms.delivery.models import Action
from lms.targets.enums import IndicatorKind, LinkStatus, TargetOperator
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
