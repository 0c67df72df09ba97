from __future__ import annotations

import uuid
from datetime import datetime
from typing import Self

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lms.assessment.enums import AttemptSource
from lms.delivery.models import Enrolment

from .sitting import Form, FormQuestion, Sitting

#: What a question that is answered wholly right is worth; parts of it for parts.
FULL_POINTS = 1000


class AttemptQuerySet(models.QuerySet["Attempt"]):
    def handed_in(self) -> Self:
        return self.filter(handed_in_at__isnull=False)

    def running(self) -> Self:
        return self.filter(handed_in_at__isnull=True)

    def overdue(self, now: datetime) -> Self:
        """Out of time and not yet handed in."""
        return self.running().filter(due_at__lt=now)


class Attempt(models.Model):
    """One person's go at a test, with the form and the order of that person.

    `seed` gives the order of questions and options; `due_at` is the end of the time
    limit or of the sitting, whichever is earlier. Points and percent are there once it
    is handed in: `points` of FULL_POINTS a question, `percent` rounded down, so that
    nobody passes with less than the pass mark.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sitting = models.ForeignKey(
        Sitting, on_delete=models.PROTECT, related_name="attempts"
    )
    enrolment = models.ForeignKey(
        Enrolment, on_delete=models.PROTECT, related_name="attempts"
    )
    form = models.ForeignKey(Form, on_delete=models.PROTECT, related_name="attempts")
    number = models.PositiveSmallIntegerField(_("attempt"), default=1)
    source = models.CharField(
        _("source"),
        max_length=8,
        choices=AttemptSource.choices,
        default=AttemptSource.ONLINE,
    )
    language = models.CharField(_("language"), max_length=10)
    seed = models.PositiveIntegerField()
    started_at = models.DateTimeField(_("started at"))
    due_at = models.DateTimeField(_("to be handed in by"), null=True, blank=True)
    handed_in_at = models.DateTimeField(_("handed in at"), null=True, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("entered by"),
    )
    points = models.PositiveIntegerField(_("points"), null=True, blank=True)
    percent = models.PositiveSmallIntegerField(
        _("result, %"), null=True, blank=True, validators=[MaxValueValidator(100)]
    )

    objects = AttemptQuerySet.as_manager()

    class Meta:
        verbose_name = _("attempt")
        verbose_name_plural = _("attempts")
        ordering = ("started_at",)
        constraints = (
            models.UniqueConstraint(
                fields=("sitting", "enrolment", "number"), name="unique_attempt_number"
            ),
            models.UniqueConstraint(
                fields=("sitting", "enrolment"),
                condition=Q(handed_in_at__isnull=True),
                name="one_running_attempt",
            ),
            models.CheckConstraint(
                condition=Q(handed_in_at__isnull=True, percent__isnull=True)
                | Q(
                    handed_in_at__isnull=False,
                    points__isnull=False,
                    percent__range=(0, 100),
                ),
                name="attempt_has_a_result_once_handed_in",
            ),
            models.CheckConstraint(
                condition=Q(due_at__isnull=True) | Q(due_at__gte=F("started_at")),
                name="attempt_is_due_after_its_start",
            ),
        )
        indexes = (models.Index(fields=("handed_in_at", "due_at")),)

    def __str__(self) -> str:
        return f"{self.enrolment} · {self.sitting.get_stage_display()} {self.number}"


class Answer(models.Model):
    """What a person answered to a question of the form, as last saved.

    `response` maps the keys of the question's parts to what was chosen or written;
    `revision` grows with every change on the person's device, and a lower one never
    replaces a higher one. `points` is there once the attempt is handed in.
    """

    attempt = models.ForeignKey(
        Attempt, on_delete=models.PROTECT, related_name="answers"
    )
    form_question = models.ForeignKey(
        FormQuestion, on_delete=models.PROTECT, related_name="answers"
    )
    response = models.JSONField(default=dict)
    revision = models.PositiveBigIntegerField(default=0)
    saved_at = models.DateTimeField(_("saved at"))
    points = models.PositiveSmallIntegerField(_("points"), null=True, blank=True)

    class Meta:
        default_permissions = ()
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        ordering = ("attempt", "form_question__place")
        constraints = (
            models.UniqueConstraint(
                fields=("attempt", "form_question"), name="one_answer_a_question"
            ),
            models.CheckConstraint(
                condition=Q(points__isnull=True) | Q(points__lte=FULL_POINTS),
                name="points_of_an_answer_are_in_range",
            ),
        )

    def __str__(self) -> str:
        return f"{self.attempt}: {self.form_question.place}"
