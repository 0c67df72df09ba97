from __future__ import annotations

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lms.delivery.enums import MarkSource, MarkValue, WalkInStatus

from .enrolment import Enrolment
from .session import Session
from .sheet import SheetRow
from .training import Training

#: The device of what is said on this site itself: its forms, its sheets.
OFFICE = uuid.UUID(int=0)
#: The device of those who check in by the code on the wall.
WALL = uuid.UUID(int=2**128 - 1)


class WalkInQuerySet(models.QuerySet["WalkIn"]):
    def waiting(self) -> Self:
        """Nobody has said yet who they are."""
        return self.filter(status=WalkInStatus.WAITING)


class WalkIn(models.Model):
    """Somebody who came without an enrolment, as the trainer wrote the name down.

    Marked like everybody else, and matched to a person later; nothing is counted
    before that.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    training = models.ForeignKey(
        Training, on_delete=models.PROTECT, related_name="walk_ins"
    )
    name = models.CharField(_("name"), max_length=200)
    institution = models.CharField(_("institution"), max_length=200, blank=True)
    status = models.CharField(
        _("status"),
        max_length=12,
        choices=WalkInStatus.choices,
        default=WalkInStatus.WAITING,
    )
    enrolment = models.ForeignKey(
        Enrolment,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="walk_ins",
        verbose_name=_("enrolment"),
    )
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("written down by"),
    )
    device = models.UUIDField(default=OFFICE)
    device_at = models.DateTimeField(_("time on the device"), null=True, blank=True)
    received_at = models.DateTimeField(_("received at"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)

    objects = WalkInQuerySet.as_manager()

    class Meta:
        verbose_name = _("walk-in")
        verbose_name_plural = _("walk-ins")
        ordering = ("received_at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=~Q(status=WalkInStatus.MATCHED) | Q(enrolment__isnull=False),
                name="matched_walk_in_has_an_enrolment",
            ),
        )

    def __str__(self) -> str:
        return self.name


class Mark(models.Model):
    """Enrolment × session: was the person there, who says so, when and how.

    What is said last; everything that was ever said is in `MarkEvent`.
    """

    enrolment = models.ForeignKey(
        Enrolment, on_delete=models.PROTECT, related_name="marks"
    )
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="marks")
    value = models.CharField(_("mark"), max_length=8, choices=MarkValue.choices)
    source = models.CharField(_("how"), max_length=8, choices=MarkSource.choices)
    marked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("marked by"),
    )
    device_at = models.DateTimeField(_("time on the device"), null=True, blank=True)
    marked_at = models.DateTimeField(_("marked at"))
    #: Two devices said different things, neither knowing of the other.
    is_disputed = models.BooleanField(_("disputed"), default=False)

    class Meta:
        verbose_name = _("mark")
        verbose_name_plural = _("marks")
        constraints = (
            models.UniqueConstraint(
                fields=("enrolment", "session"), name="unique_mark"
            ),
        )

    def __str__(self) -> str:
        return f"{self.enrolment} {self.session.date:%d.%m.%Y}: {self.value}"


class MarkEventQuerySet(models.QuerySet["MarkEvent"]):
    def in_order(self) -> Self:
        """As they reached the office."""
        return self.order_by("session", "number")


class MarkEvent(models.Model):
    """One word about one person at one session, as it was said; never changed.

    `sequence` is the clock of the roll call: a device counts on from the highest it
    has seen, so a word said in knowledge of another has the higher number whatever
    the clocks of the phones show. `number` is the order of arrival in the session,
    and `seen` the highest `number` that the device knew of when the word was said.
    What follows from them is in `domain.merging`.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(
        Session, on_delete=models.PROTECT, related_name="events"
    )
    enrolment = models.ForeignKey(
        Enrolment,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="events",
    )
    walk_in = models.ForeignKey(
        WalkIn, on_delete=models.PROTECT, null=True, blank=True, related_name="events"
    )
    value = models.CharField(_("mark"), max_length=8, choices=MarkValue.choices)
    source = models.CharField(_("how"), max_length=8, choices=MarkSource.choices)
    said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("marked by"),
    )
    device = models.UUIDField(_("device"), default=OFFICE)
    sequence = models.PositiveBigIntegerField()
    number = models.PositiveBigIntegerField()
    seen = models.PositiveBigIntegerField(default=0)
    device_at = models.DateTimeField(_("time on the device"), null=True, blank=True)
    #: Seconds by which the clock of the device was ahead of ours when it sent this.
    clock_ahead = models.IntegerField(_("clock ahead, s"), default=0)
    received_at = models.DateTimeField(_("received at"))
    sheet_row = models.ForeignKey(
        SheetRow,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="events",
        verbose_name=_("row of the sheet"),
    )
    #: Column letters and row number, as in "F12".
    cell = models.CharField(_("cell"), max_length=12, blank=True)

    objects = MarkEventQuerySet.as_manager()

    class Meta:
        default_permissions = ("view",)
        verbose_name = _("word about a mark")
        verbose_name_plural = _("words about marks")
        ordering = ("session", "number")
        constraints = (
            models.UniqueConstraint(
                fields=("session", "number"), name="unique_mark_event_number"
            ),
            models.CheckConstraint(
                condition=Q(enrolment__isnull=False) | Q(walk_in__isnull=False),
                name="mark_event_is_about_somebody",
            ),
            models.CheckConstraint(
                condition=Q(seen__lt=F("number")), name="mark_event_saw_earlier_ones"
            ),
        )
        indexes = (
            models.Index(fields=("enrolment", "session"), name="mark_event_of_whom"),
        )

    def __str__(self) -> str:
        return f"{self.session_id} #{self.number}: {self.value}"
