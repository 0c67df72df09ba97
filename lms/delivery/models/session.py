from __future__ import annotations

from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.crypto import get_random_string
from django.utils.timezone import localtime, make_aware
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey

from lms.delivery.enums import EvidenceKind

from .training import Training

#: Digits and capitals without those that are mistaken for one another on paper.
SHEET_CODE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
SHEET_CODE_LENGTH = 10


def new_sheet_code() -> str:
    """What stands as a QR code on every page of a session's sign-in sheet."""
    return get_random_string(SHEET_CODE_LENGTH, SHEET_CODE_ALPHABET)


class SessionQuerySet(models.QuerySet["Session"]):
    def taking_place(self) -> Self:
        """Without those that were called off: these alone are scheduled and counted."""
        return self.filter(cancelled_at__isnull=True)

    def over(self, *, now: datetime) -> Self:
        return self.filter(_is_over(now))

    def coming(self, *, now: datetime) -> Self:
        """Those that go on just now, too."""
        return self.exclude(_is_over(now))

    def unsigned(self) -> Self:
        """Nobody handed in their signed sheet."""
        return self.exclude(evidence__kind=EvidenceKind.SIGNED_SHEET)

    def in_order(self) -> Self:
        return self.order_by("date", "starts", "pk")

    def for_calendar(self) -> Self:
        """With what an event of a calendar says of them."""
        return self.select_related("training__municipality").in_order()


def _is_over(now: datetime) -> Q:
    here = localtime(now)
    return Q(date__lt=here.date()) | Q(date=here.date(), ends__lt=here.time())


class Session(models.Model):
    """One sitting of a training; the unit of attendance."""

    training = ParentalKey(Training, on_delete=models.CASCADE, related_name="sessions")
    date = models.DateField(_("date"))
    starts = models.TimeField(_("from"))
    ends = models.TimeField(_("to"))
    title = models.CharField(_("title"), max_length=255, blank=True)
    is_debrief = models.BooleanField(
        _("debrief"),
        default=False,
        help_text=_("People come back and talk about what they did in the field."),
    )
    sheet_code = models.CharField(
        _("code of the sign-in sheet"),
        max_length=SHEET_CODE_LENGTH,
        unique=True,
        default=new_sheet_code,
        editable=False,
    )
    #: Counts up whenever the session moves or is called off, for calendars.
    revision = models.PositiveIntegerField(default=0, editable=False)
    cancelled_at = models.DateTimeField(_("called off at"), null=True, blank=True)
    cancel_reason = models.CharField(
        _("reason of the cancellation"), max_length=255, blank=True
    )

    objects = SessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        ordering = ("date", "starts", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(ends__gt=F("starts")),
                name="session_ends_after_it_starts",
                violation_error_message=_(
                    "The session ends before it starts. Change one of the times."
                ),
            ),
            models.UniqueConstraint(
                fields=("training", "date", "starts"),
                condition=Q(cancelled_at__isnull=True),
                name="unique_session_start",
            ),
            models.CheckConstraint(
                condition=Q(cancelled_at__isnull=True) | ~Q(cancel_reason=""),
                name="session_called_off_with_a_reason",
            ),
        )

    def __str__(self) -> str:
        return f"{self.training.code} {self.date:%d.%m.%Y} {self.starts:%H:%M}"

    @property
    def is_cancelled(self) -> bool:
        return self.cancelled_at is not None

    @property
    def minutes(self) -> int:
        start = datetime.combine(self.date, self.starts)
        end = datetime.combine(self.date, self.ends)
        return int((end - start) / timedelta(minutes=1))

    @property
    def starts_at(self) -> datetime:
        return make_aware(datetime.combine(self.date, self.starts))

    @property
    def ends_at(self) -> datetime:
        return make_aware(datetime.combine(self.date, self.ends))
