from __future__ import annotations

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lms.delivery.enums import LetterKind, LetterReason, LetterState
from trainers_pool.enums import Language
from trainers_pool.models import Professional

from .training import Training


class LetterQuerySet(models.QuerySet["Letter"]):
    def due(self) -> Self:
        return self.filter(state=LetterState.DUE)

    def forgotten(self, *, since: datetime) -> Self:
        """Handed over before that moment, and never heard of since."""
        return self.filter(state=LetterState.SENDING, claimed_at__lt=since)


class Letter(models.Model):
    """One kind of mail to one person about one training: written once, sent once.

    Its text is not kept. `address` and `language` are those it was last sent with.
    """

    kind = models.CharField(_("kind"), max_length=12, choices=LetterKind.choices)
    training = models.ForeignKey(
        Training,
        on_delete=models.PROTECT,
        related_name="letters",
        verbose_name=_("training"),
    )
    professional = models.ForeignKey(
        Professional,
        on_delete=models.PROTECT,
        related_name="letters",
        verbose_name=_("professional"),
    )
    address = models.EmailField(_("e-mail"), blank=True)
    language = models.CharField(
        _("language"), max_length=7, choices=Language.choices, blank=True
    )
    state = models.CharField(
        _("state"), max_length=8, choices=LetterState.choices, default=LetterState.DUE
    )
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    made_at = models.DateTimeField(_("written at"))
    #: Before this moment it is not tried.
    due_at = models.DateTimeField(_("due at"))
    #: Set before it is handed to the mail server, and kept: a letter whose claim was
    #: never answered may have left.
    claimed_at = models.DateTimeField(_("handed over at"), null=True, blank=True)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    reason = models.CharField(
        _("reason"), max_length=12, choices=LetterReason.choices, blank=True
    )
    server_words = models.CharField(
        _("words of the mail server"), max_length=500, blank=True
    )

    objects = LetterQuerySet.as_manager()

    class Meta:
        default_permissions = ("view",)
        permissions = (("resend_letter", _("Can send failed letters again")),)
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        ordering = ("-made_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("kind", "training", "professional"), name="unique_letter"
            ),
            models.CheckConstraint(
                condition=~Q(state=LetterState.SENT) | Q(sent_at__isnull=False),
                name="sent_letter_has_a_moment",
            ),
            models.CheckConstraint(
                condition=~Q(state=LetterState.SENDING) | Q(claimed_at__isnull=False),
                name="letter_under_way_has_a_moment",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=(LetterState.FAILED, LetterState.DROPPED))
                | ~Q(reason=""),
                name="letter_that_did_not_leave_has_a_reason",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.professional} · {self.training.code}"

    @property
    def why(self) -> str:
        """What failed and why, as far as it is known."""
        words = [
            str(self.get_reason_display() if self.reason else ""),
            self.server_words,
        ]
        return " ".join(filter(None, words))
