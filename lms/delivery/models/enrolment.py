from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from lms.delivery.enums import (
    ATTENDING_STATUSES,
    EnrolmentStatus,
    MarkSource,
    MarkValue,
)
from trainers_pool.models import Institution, Municipality, Profession, Professional

from .training import Session, Training


class EnrolmentQuerySet(models.QuerySet["Enrolment"]):
    def attending(self) -> Self:
        """The names of a roll call: neither nominated only, waiting nor withdrawn."""
        return self.filter(status__in=ATTENDING_STATUSES)


class Enrolment(index.Indexed, models.Model):
    """Professional × training; institution and profession are those of that day."""

    training = models.ForeignKey(
        Training,
        on_delete=models.PROTECT,
        related_name="enrolments",
        verbose_name=_("training"),
    )
    professional = models.ForeignKey(
        Professional,
        on_delete=models.PROTECT,
        related_name="enrolments",
        verbose_name=_("professional"),
    )
    status = models.CharField(
        _("status"),
        max_length=16,
        choices=EnrolmentStatus.choices,
        default=EnrolmentStatus.ENROLLED,
    )
    institution = models.ForeignKey(
        Institution,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="enrolments",
        verbose_name=_("institution"),
    )
    profession = models.ForeignKey(
        Profession,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="enrolments",
        verbose_name=_("profession"),
    )
    municipality = models.ForeignKey(
        Municipality,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="enrolments",
        verbose_name=_("municipality"),
    )
    enrolled_at = models.DateTimeField(_("enrolled at"), auto_now_add=True)

    objects = EnrolmentQuerySet.as_manager()

    search_fields = [
        index.RelatedFields(
            "professional",
            [
                index.SearchField("first_name"),
                index.SearchField("last_name"),
                index.SearchField("folded_name"),
                index.AutocompleteField("folded_name"),
            ],
        ),
        index.RelatedFields("training", [index.SearchField("code")]),
    ]

    class Meta:
        verbose_name = _("enrolment")
        verbose_name_plural = _("enrolments")
        ordering = ("professional__folded_name", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("training", "professional"),
                name="unique_enrolment",
                violation_error_message=_("This person is already enrolled."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.professional} · {self.training.code}"


class Mark(models.Model):
    """Enrolment × session: was the person there, who says so, when and how."""

    enrolment = models.ForeignKey(
        Enrolment, on_delete=models.PROTECT, related_name="marks"
    )
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="marks")
    value = models.CharField(_("mark"), max_length=8, choices=MarkValue.choices)
    source = models.CharField(_("how"), max_length=8, choices=MarkSource.choices)
    marked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("marked by"),
    )
    device_at = models.DateTimeField(_("time on the device"), null=True, blank=True)
    marked_at = models.DateTimeField(_("marked at"))

    class Meta:
        verbose_name = _("mark")
        verbose_name_plural = _("marks")
        constraints = (
            models.UniqueConstraint(
                fields=("enrolment", "session"), name="unique_mark"
            ),
        )

    def __str__(self) -> str:
        return f"{self.enrolment} {self.session.date:%d.%m.%Y}: {self.value}"


class SupersededMark(models.Model):
    """What a mark said before it was changed; never edited, never deleted."""

    mark = models.ForeignKey(Mark, on_delete=models.PROTECT, related_name="superseded")
    value = models.CharField(_("mark"), max_length=8, choices=MarkValue.choices)
    source = models.CharField(_("how"), max_length=8, choices=MarkSource.choices)
    marked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("marked by"),
    )
    device_at = models.DateTimeField(_("time on the device"), null=True, blank=True)
    marked_at = models.DateTimeField(_("marked at"))
    superseded_at = models.DateTimeField(_("superseded at"), auto_now_add=True)

    class Meta:
        verbose_name = _("superseded mark")
        verbose_name_plural = _("superseded marks")
        ordering = ("superseded_at", "pk")

    def __str__(self) -> str:
        return f"{self.mark_id}: {self.value}"
