from __future__ import annotations

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from curriculum.models import LearningObjective
from lms.assessment.enums import FormLetter, Stage
from lms.delivery.models import Training

from .question import QuestionVersion
from .test import Test


class Form(models.Model):
    """The questions of a training's test, drawn once and the same for all its sittings.

    A and B are parallel: as many questions of each objective, no question in both.
    """

    training = models.ForeignKey(
        Training, on_delete=models.PROTECT, related_name="test_forms"
    )
    test = models.ForeignKey(Test, on_delete=models.PROTECT, related_name="forms")
    letter = models.CharField(_("form"), max_length=1, choices=FormLetter.choices)
    drawn_at = models.DateTimeField(_("drawn at"))

    class Meta:
        default_permissions = ()
        verbose_name = _("form of a test")
        verbose_name_plural = _("forms of tests")
        ordering = ("training", "test", "letter")
        constraints = (
            models.UniqueConstraint(
                fields=("training", "test", "letter"), name="unique_test_form"
            ),
        )

    def __str__(self) -> str:
        return f"{self.training.code} {self.test} {self.letter}"


class FormQuestion(models.Model):
    """A place in a form: which version is asked, and for which objective."""

    form = models.ForeignKey(Form, on_delete=models.CASCADE, related_name="questions")
    place = models.PositiveSmallIntegerField(_("place"))
    version = models.ForeignKey(
        QuestionVersion, on_delete=models.PROTECT, related_name="asked"
    )
    objective = models.ForeignKey(
        LearningObjective,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("learning objective"),
    )

    class Meta:
        default_permissions = ()
        verbose_name = _("question of a form")
        verbose_name_plural = _("questions of forms")
        ordering = ("form", "place")
        constraints = (
            models.UniqueConstraint(
                fields=("form", "place"), name="unique_place_in_form"
            ),
            models.UniqueConstraint(
                fields=("form", "version"), name="unique_version_in_form"
            ),
        )

    def __str__(self) -> str:
        return f"{self.form} {self.place}"


class SittingQuerySet(models.QuerySet["Sitting"]):
    def open_at(self, now: datetime) -> Self:
        return self.filter(opens_at__lte=now).filter(
            Q(closes_at__isnull=True) | Q(closes_at__gt=now)
        )


class Sitting(models.Model):
    """A test that the participants of a training take at one stage of it.

    `code` is short, for the head of paper forms and for those who type it.
    """

    training = models.ForeignKey(
        Training, on_delete=models.PROTECT, related_name="sittings"
    )
    test = models.ForeignKey(Test, on_delete=models.PROTECT, related_name="sittings")
    stage = models.CharField(_("stage"), max_length=8, choices=Stage.choices)
    code = models.CharField(_("code"), max_length=8, unique=True)
    opens_at = models.DateTimeField(_("open from"))
    closes_at = models.DateTimeField(_("open until"), null=True, blank=True)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("opened by"),
    )

    objects = SittingQuerySet.as_manager()

    class Meta:
        verbose_name = _("sitting")
        verbose_name_plural = _("sittings")
        ordering = ("training", "test", "opens_at")
        constraints = (
            models.UniqueConstraint(
                fields=("training", "test", "stage"), name="unique_sitting"
            ),
            models.CheckConstraint(
                condition=Q(closes_at__isnull=True) | Q(closes_at__gte=F("opens_at")),
                name="sitting_closes_after_it_opens",
            ),
        )

    def __str__(self) -> str:
        return f"{self.training.code} · {self.test} · {self.get_stage_display()}"

    def is_open(self, now: datetime) -> bool:
        return self.opens_at <= now and (self.closes_at is None or now < self.closes_at)
