from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.delivery.models import Enrolment, Training

from .certificate import Certificate, CertificateKind

#: After so long without a sign of life a run counts as interrupted.
SILENCE = timedelta(minutes=2)


class IssueRun(models.Model):
    """Many certificates issued in the background: how far it is, and whether it lives.

    What is left to do is read from the records, so a run that was interrupted goes on
    where it stopped, and carrying one out twice is harmless.
    """

    kind = models.ForeignKey(
        CertificateKind, on_delete=models.PROTECT, related_name="+"
    )
    training = models.ForeignKey(
        Training,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Empty: all closed trainings."),
    )
    language = models.CharField(max_length=10)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    started_at = models.DateTimeField()
    alive_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    total = models.PositiveIntegerField(default=0)
    issued = models.PositiveIntegerField(default=0)
    #: Why it ended before everybody had their turn.
    reason = models.TextField(blank=True)

    class Meta:
        verbose_name = _("run of issuing")
        verbose_name_plural = _("runs of issuing")
        ordering = ("-started_at", "-pk")

    def __str__(self) -> str:
        return f"{self.kind} · {self.issued}/{self.total}"

    @property
    def refused(self) -> int:
        return self.refusals.count()

    @property
    def done(self) -> int:
        return self.issued + self.refused

    @property
    def is_working(self) -> bool:
        return self.finished_at is None and not self.is_interrupted

    @property
    def is_interrupted(self) -> bool:
        silent = timezone.now() - self.alive_at > SILENCE
        return self.finished_at is None and silent


class Refusal(models.Model):
    """Why a run left somebody out, in the language of whoever started it."""

    run = models.ForeignKey(IssueRun, on_delete=models.CASCADE, related_name="refusals")
    enrolment = models.ForeignKey(
        Enrolment, on_delete=models.CASCADE, related_name="refusals"
    )
    reason = models.TextField()

    class Meta:
        verbose_name = _("refusal")
        verbose_name_plural = _("refusals")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("run", "enrolment"), name="one_refusal_a_run_and_person"
            ),
        )

    def __str__(self) -> str:
        return self.reason


class Printing(models.Model):
    """A certificate left the register for paper; the second one is a duplicate."""

    certificate = models.ForeignKey(
        Certificate, on_delete=models.PROTECT, related_name="printings"
    )
    printed_at = models.DateTimeField(_("printed at"))
    printed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("printed by"),
    )

    class Meta:
        verbose_name = _("printing")
        verbose_name_plural = _("printings")
        ordering = ("printed_at", "pk")

    def __str__(self) -> str:
        return f"{self.certificate} · {self.printed_at:%d.%m.%Y}"
