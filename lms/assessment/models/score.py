from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from curriculum.models import ModuleEdition
from lms.delivery.models import Enrolment

from .attempt import Attempt


class PostTestScore(models.Model):
    """The result of a post-test of one edition, in percent.

    It follows from `attempt`, the best one at the end of the training, where the test
    was taken here; without it the score was entered by hand.
    """

    enrolment = models.ForeignKey(
        Enrolment, on_delete=models.PROTECT, related_name="post_test_scores"
    )
    edition = models.ForeignKey(
        ModuleEdition, on_delete=models.PROTECT, related_name="+"
    )
    percent = models.PositiveSmallIntegerField(
        _("score, %"), validators=[MaxValueValidator(100)]
    )
    attempt = models.ForeignKey(
        Attempt,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("attempt"),
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("entered by"),
    )
    entered_at = models.DateTimeField(_("entered at"), auto_now=True)

    class Meta:
        verbose_name = _("post-test score")
        verbose_name_plural = _("post-test scores")
        constraints = (
            models.UniqueConstraint(
                fields=("enrolment", "edition"), name="unique_post_test_score"
            ),
            models.CheckConstraint(
                condition=Q(percent__range=(0, 100)), name="score_is_a_percentage"
            ),
        )

    def __str__(self) -> str:
        return f"{self.enrolment}: {self.percent} %"
