from __future__ import annotations

import secrets

from django.db import models
from django.utils.translation import gettext_lazy as _

from trainers_pool.models import Trainer


def new_feed_token() -> str:
    """256 random bits: the address alone opens the calendar, and nobody guesses it."""
    return secrets.token_urlsafe(32)


class CalendarFeed(models.Model):
    """The private address at which a trainer's calendar follows the own sessions."""

    trainer = models.OneToOneField(
        Trainer, on_delete=models.CASCADE, related_name="calendar_feed"
    )
    token = models.CharField(max_length=64, unique=True, default=new_feed_token)
    made_at = models.DateTimeField(_("made at"))

    class Meta:
        default_permissions = ()
        verbose_name = _("calendar address")
        verbose_name_plural = _("calendar addresses")

    def __str__(self) -> str:
        return str(self.trainer)
