from __future__ import annotations

from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lms.delivery.models import Enrolment
from lms.packages.enums import LessonStatus

from .package import PackageVersion

#: The lengths of SCORM 1.2.
LOCATION_LENGTH = 255
SUSPEND_LENGTH = 4096


class PackageReport(models.Model):
    """What a package says of a person's work with it. Nobody has checked it.

    It comes from the browser, so it is shown and proves nothing: no score, completion
    or certificate is made from it.
    """

    enrolment = models.ForeignKey(
        Enrolment,
        on_delete=models.PROTECT,
        related_name="package_reports",
        verbose_name=_("enrolment"),
    )
    version = models.ForeignKey(
        PackageVersion,
        on_delete=models.PROTECT,
        related_name="reports",
        verbose_name=_("version of the package"),
    )
    lesson_status = models.CharField(
        _("status, reported by the package"),
        max_length=16,
        choices=LessonStatus.choices,
        default=LessonStatus.NOT_ATTEMPTED,
    )
    score = models.DecimalField(
        _("score, reported by the package"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
    )
    lesson_location = models.CharField(
        _("place in the package"), max_length=LOCATION_LENGTH, blank=True
    )
    suspend_data = models.TextField(
        _("what the package keeps for itself"),
        blank=True,
        validators=[MaxLengthValidator(SUSPEND_LENGTH)],
    )
    #: The sitting that reported last: its seconds are replaced, those before are added.
    sitting = models.UUIDField(null=True, editable=False)
    sitting_seconds = models.PositiveIntegerField(default=0, editable=False)
    earlier_seconds = models.PositiveIntegerField(default=0, editable=False)
    reported_at = models.DateTimeField(_("reported at"))

    class Meta:
        verbose_name = _("report of a package")
        verbose_name_plural = _("reports of packages")
        ordering = ("-reported_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("enrolment", "version"), name="unique_package_report"
            ),
            models.CheckConstraint(
                condition=Q(lesson_status__in=LessonStatus.values),
                name="package_report_status_is_known",
            ),
            models.CheckConstraint(
                condition=Q(score__isnull=True) | Q(score__range=(0, 100)),
                name="package_report_score_is_a_percentage",
            ),
        )

    def __str__(self) -> str:
        return f"{self.enrolment_id}: {self.lesson_status}"

    @property
    def minutes(self) -> int:
        return (self.earlier_seconds + self.sitting_seconds) // 60
