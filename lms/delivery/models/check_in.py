from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lms.delivery.enums import CheckInStatus

from .enrolment import Enrolment
from .mark import WalkIn
from .session import Session


class CheckInQuerySet(models.QuerySet["CheckIn"]):
    def waiting(self) -> Self:
        return self.filter(status=CheckInStatus.WAITING)


class CheckIn(models.Model):
    """A participant says "I am here" with the code on the wall; a trainer confirms.

    `phone` is a hash of the mark that the phone's browser keeps, `doubts` the codes of
    what speaks against it.
    """

    session = models.ForeignKey(
        Session, on_delete=models.PROTECT, related_name="check_ins"
    )
    enrolment = models.ForeignKey(
        Enrolment,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="check_ins",
    )
    walk_in = models.ForeignKey(
        WalkIn, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    name = models.CharField(_("name"), max_length=200)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(max_length=64)
    doubts = models.JSONField(_("doubts"), default=list, blank=True)
    code_made_at = models.DateTimeField(_("code shown at"))
    said_at = models.DateTimeField(_("said at"))
    status = models.CharField(
        _("status"),
        max_length=12,
        choices=CheckInStatus.choices,
        default=CheckInStatus.WAITING,
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)

    objects = CheckInQuerySet.as_manager()

    class Meta:
        default_permissions = ("view",)
        verbose_name = _("self check-in")
        verbose_name_plural = _("self check-ins")
        ordering = ("said_at", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("session", "enrolment"),
                condition=Q(enrolment__isnull=False) & ~Q(status=CheckInStatus.REFUSED),
                name="unique_check_in",
            ),
        )

    def __str__(self) -> str:
        return f"{self.name}: {self.get_status_display()}"
