from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from curriculum.models import ModuleEdition
from trainers_pool.enums import TEACHING_STATUSES, TrainerStatus

from .professional import Professional


class DatedQuerySet(models.QuerySet):
    def on(self, day: date) -> Self:
        return self.filter(
            Q(end_date__isnull=True) | Q(end_date__gte=day), start_date__lte=day
        )


class TrainerQuerySet(models.QuerySet["Trainer"]):
    def teaching_on(self, day: date) -> Self:
        """Trainers whose status on `day` lets them stand in front of a group."""
        return self.filter(
            pk__in=TrainerStatusPeriod.objects.on(day)
            .filter(status__in=TEACHING_STATUSES)
            .values("trainer")
        )

    def accredited_for(self, edition: ModuleEdition, *, day: date) -> Self:
        return self.filter(
            pk__in=Accreditation.objects.on(day)
            .filter(edition=edition)
            .values("trainer")
        )

    def with_status(self) -> Self:
        """Adds `status_now`, the status of the open period ("" where there is none)."""
        open_period = TrainerStatusPeriod.objects.filter(
            trainer=models.OuterRef("pk"), end_date__isnull=True
        )
        return self.annotate(
            status_now=models.Subquery(open_period.values("status")[:1])
        )


class Trainer(ClusterableModel):
    """A professional in the national pool."""

    professional = models.OneToOneField(
        Professional,
        on_delete=models.PROTECT,
        related_name="trainer",
        verbose_name=_("professional"),
    )
    languages = models.JSONField(
        _("languages"), default=list, blank=True, help_text=_("Languages of teaching.")
    )
    joined_on = models.DateField(_("joined on"))

    objects = TrainerQuerySet.as_manager()

    class Meta:
        verbose_name = _("trainer")
        verbose_name_plural = _("trainers")
        ordering = ("professional__folded_name", "pk")

    def __str__(self) -> str:
        return str(self.professional)

    def status_on(self, day: date) -> TrainerStatusPeriod | None:
        return TrainerStatusPeriod.objects.on(day).filter(trainer=self).last()


class TrainerStatusPeriod(models.Model):
    """A status of a trainer from one day until another, with the reason."""

    trainer = ParentalKey(
        Trainer, on_delete=models.CASCADE, related_name="status_periods"
    )
    status = models.CharField(_("status"), max_length=12, choices=TrainerStatus.choices)
    start_date = models.DateField(_("from"))
    end_date = models.DateField(_("until"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=255)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("status period")
        verbose_name_plural = _("status periods")
        ordering = ("start_date", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("trainer",),
                condition=Q(end_date__isnull=True),
                name="one_open_status_per_trainer",
            ),
            models.CheckConstraint(
                condition=Q(end_date__isnull=True) | Q(end_date__gte=F("start_date")),
                name="status_period_ends_after_it_starts",
            ),
        )

    def __str__(self) -> str:
        return self.get_status_display()


class Accreditation(models.Model):
    """A trainer may teach an edition from one day until another."""

    trainer = ParentalKey(
        Trainer, on_delete=models.CASCADE, related_name="accreditations"
    )
    edition = models.ForeignKey(
        ModuleEdition,
        on_delete=models.PROTECT,
        related_name="accreditations",
        verbose_name=_("module edition"),
    )
    start_date = models.DateField(_("from"))
    end_date = models.DateField(_("until"), null=True, blank=True)
    evidence = models.CharField(
        _("evidence"), max_length=255, help_text=_("Course, observation or decision.")
    )

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("accreditation")
        verbose_name_plural = _("accreditations")
        ordering = ("edition__module__code", "start_date")
        constraints = (
            models.CheckConstraint(
                condition=Q(end_date__isnull=True) | Q(end_date__gte=F("start_date")),
                name="accreditation_ends_after_it_starts",
            ),
            models.UniqueConstraint(
                fields=("trainer", "edition", "start_date"),
                name="unique_accreditation_start",
            ),
        )

    def __str__(self) -> str:
        return str(self.edition)
