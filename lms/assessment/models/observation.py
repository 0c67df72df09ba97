from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.fields import StreamField

from curriculum.models import NamedModel
from lms.assessment.blocks import CriteriaBlock
from lms.assessment.enums import PracticeKind
from lms.delivery.models import Enrolment, Session
from trainers_pool.models import Trainer


class Rubric(NamedModel):
    """By what practice is assessed: criteria, with what each level looks like."""

    key = models.SlugField(_("key"), max_length=40, unique=True)
    kind = models.CharField(
        _("kind of practice"), max_length=16, choices=PracticeKind.choices
    )
    criteria = StreamField(CriteriaBlock(), verbose_name=_("criteria"))
    sources = models.JSONField(_("sources"), default=list, blank=True)
    is_retired = models.BooleanField(_("retired"), default=False)

    class Meta:
        verbose_name = _("rubric")
        verbose_name_plural = _("rubrics")
        ordering = ("key",)


class ObservationQuerySet(models.QuerySet["Observation"]):
    def passed(self) -> Self:
        return self.filter(is_passed=True)


class Observation(models.Model):
    """Practice of one person, seen and assessed by somebody who is not their trainer.

    `criteria` is the rubric as it was on that day, `levels` the level of each of its
    criteria by key, from 1.
    """

    enrolment = models.ForeignKey(
        Enrolment, on_delete=models.PROTECT, related_name="observations"
    )
    rubric = models.ForeignKey(
        Rubric,
        on_delete=models.PROTECT,
        related_name="observations",
        verbose_name=_("rubric"),
    )
    session = models.ForeignKey(
        Session,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("session"),
    )
    assessor = models.ForeignKey(
        Trainer,
        on_delete=models.PROTECT,
        related_name="assessments",
        verbose_name=_("assessor"),
    )
    #: Needed where the assessor also taught the person.
    own_trainer_reason = models.CharField(
        _("why the own trainer assessed"), max_length=255, blank=True
    )
    is_own_trainer = models.BooleanField(default=False)
    observed_on = models.DateField(_("observed on"))
    criteria = models.JSONField(_("criteria"))
    levels = models.JSONField(_("levels"))
    strengths = models.TextField(_("strengths"), max_length=4000)
    advice = models.TextField(_("advice"), max_length=4000)
    is_passed = models.BooleanField(_("passed"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("recorded by"),
    )
    recorded_at = models.DateTimeField(_("recorded at"))

    objects = ObservationQuerySet.as_manager()

    class Meta:
        verbose_name = _("observation")
        verbose_name_plural = _("observations")
        ordering = ("-observed_on", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("enrolment", "rubric", "observed_on", "assessor"),
                name="unique_observation_of_a_day",
                violation_error_message=_(
                    "This assessor has recorded this observation already."
                ),
            ),
            models.CheckConstraint(
                condition=Q(is_own_trainer=False) | ~Q(own_trainer_reason=""),
                name="own_trainer_assesses_with_a_reason",
            ),
        )

    def __str__(self) -> str:
        return f"{self.enrolment}: {self.rubric}"
