from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from .certificate import Certificate


class ExpiryReminder(models.Model):
    """That the holder was told, so many days before, that a certificate ends.

    The row is there before the mail leaves: whatever is killed then, nobody is told
    the same twice.
    """

    certificate = models.ForeignKey(
        Certificate, on_delete=models.PROTECT, related_name="reminders"
    )
    days = models.PositiveSmallIntegerField(_("days before"))
    made_at = models.DateTimeField(_("made at"))
    #: Empty also where the holder has no e-mail; the office is told all the same.
    sent_at = models.DateTimeField(_("sent at"), null=True)

    class Meta:
        verbose_name = _("reminder of an end")
        verbose_name_plural = _("reminders of an end")
        constraints = (
            models.UniqueConstraint(
                fields=("certificate", "days"), name="one_reminder_of_an_end"
            ),
        )

    def __str__(self) -> str:
        return f"{self.certificate} · {self.days}"
