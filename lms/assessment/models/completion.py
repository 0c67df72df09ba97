from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.formats import number_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lms.assessment.enums import NotCompletedReason
from lms.delivery.models import Enrolment, Session


class CompletionQuerySet(models.QuerySet["Completion"]):
    def completed(self) -> Self:
        return self.filter(is_completed=True)


class Completion(models.Model):
    """The outcome of an enrolment, decided from its marks and scores at closing.

    Minutes are those of the sessions; `required_share` the percentage that was asked.
    `last_session` is the last one that was needed: its day, `completed_on`, is the day
    the person counts from.
    """

    enrolment = models.OneToOneField(
        Enrolment, on_delete=models.PROTECT, related_name="completion"
    )
    is_completed = models.BooleanField(_("completed"))
    present_minutes = models.PositiveIntegerField(_("present minutes"))
    scheduled_minutes = models.PositiveIntegerField(_("scheduled minutes"))
    required_share = models.PositiveSmallIntegerField(_("required share, %"))
    reason = models.CharField(
        _("reason"), max_length=16, choices=NotCompletedReason.choices, blank=True
    )
    last_session = models.ForeignKey(
        Session, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    completed_on = models.DateField(_("completed on"), null=True, blank=True)
    decided_at = models.DateTimeField(_("decided at"))

    objects = CompletionQuerySet.as_manager()

    class Meta:
        verbose_name = _("completion")
        verbose_name_plural = _("completions")
        indexes = (
            models.Index(
                fields=("completed_on", "enrolment"),
                condition=Q(is_completed=True),
                name="completion_reached_on",
            ),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(
                    is_completed=True,
                    reason="",
                    completed_on__isnull=False,
                    last_session__isnull=False,
                )
                | (Q(is_completed=False, completed_on__isnull=True) & ~Q(reason="")),
                name="completion_has_a_day_or_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(present_minutes__lte=F("scheduled_minutes")),
                name="present_minutes_within_scheduled",
            ),
        )

    def __str__(self) -> str:
        return f"{self.enrolment}: {'✓' if self.is_completed else self.reason}"

    @property
    def share(self) -> float:
        """Present share in percent, cut after one decimal so that it never flatters."""
        if not self.scheduled_minutes:
            return 0.0
        return 1000 * self.present_minutes // self.scheduled_minutes / 10

    @property
    def explanation(self) -> str:
        """The reason in words, with the figures that led to it; empty if completed."""
        if self.reason != NotCompletedReason.ATTENDANCE:
            return str(NotCompletedReason(self.reason).label) if self.reason else ""
        return gettext(
            "Present for %(share)s %% of the time; %(required)s %% is required."
        ) % {
            "share": number_format(self.share, decimal_pos=1),
            "required": self.required_share,
        }
