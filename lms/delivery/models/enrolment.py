from __future__ import annotations

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from lms.delivery.enums import ATTENDING_STATUSES, EnrolmentStatus, TrainingStatus
from trainers_pool.models import Institution, Municipality, Profession, Professional

from .training import Training


class EnrolmentQuerySet(models.QuerySet["Enrolment"]):
    def attending(self) -> Self:
        """The names of a roll call: neither nominated only, waiting nor withdrawn."""
        return self.filter(status__in=ATTENDING_STATUSES)

    def nominated(self) -> Self:
        """Proposed by an institution; nobody has decided yet."""
        return self.filter(status=EnrolmentStatus.NOMINATED).order_by(
            "nominated_at", "pk"
        )

    def waiting(self) -> Self:
        """The waiting list, the next one first."""
        return self.filter(status=EnrolmentStatus.WAITING).order_by(
            "waiting_since", "pk"
        )

    def unreachable(self, *, today: date) -> Self:
        """People expected at trainings that are not over, who have no e-mail."""
        return self.attending().filter(
            training__status=TrainingStatus.PLANNED,
            training__end_date__gte=today,
            professional__email="",
        )


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
    nominated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("nominated by"),
    )
    nominated_at = models.DateTimeField(_("nominated at"), null=True, blank=True)
    #: The place in the queue of the waiting list.
    waiting_since = models.DateTimeField(_("waiting since"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decision_note = models.CharField(_("words with it"), max_length=255, blank=True)
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
            models.CheckConstraint(
                condition=~Q(status=EnrolmentStatus.WAITING)
                | Q(waiting_since__isnull=False),
                name="waiting_list_has_an_order",
            ),
        )

    def __str__(self) -> str:
        return f"{self.professional} · {self.training.code}"
