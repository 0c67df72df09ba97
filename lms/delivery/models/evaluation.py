from __future__ import annotations

import secrets
import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .training import Training


def new_token() -> str:
    """128 random bits: whoever has the link may answer, and nobody guesses it."""
    return secrets.token_urlsafe(16)


class Evaluation(models.Model):
    """The link by which the participants of a training evaluate it."""

    training = models.OneToOneField(
        Training, on_delete=models.PROTECT, related_name="evaluation"
    )
    token = models.CharField(max_length=32, unique=True, default=new_token)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    opened_at = models.DateTimeField(_("opened at"))

    class Meta:
        default_permissions = ()
        verbose_name = _("evaluation")
        verbose_name_plural = _("evaluations")

    def __str__(self) -> str:
        return str(self.training)


class EvaluationAnswer(models.Model):
    """What one person thinks, by nobody: no person, user, address, hour or order.

    The key is random, so that not even the order of arrival is kept.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    evaluation = models.ForeignKey(
        Evaluation, on_delete=models.PROTECT, related_name="answers"
    )
    answered_on = models.DateField(_("day"))
    #: {code of a statement: 1 to 5}; what was left out is not in it.
    ratings = models.JSONField(default=dict)
    most_useful = models.CharField(max_length=1000, blank=True)
    to_improve = models.CharField(max_length=1000, blank=True)

    class Meta:
        default_permissions = ()
        verbose_name = _("answer of an evaluation")
        verbose_name_plural = _("answers of evaluations")
        ordering = ("pk",)

    def __str__(self) -> str:
        return str(self.answered_on)
