from __future__ import annotations

from datetime import date
from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable
from wagtail.search import index

from .names import NamedModel, in_language


class Module(index.Indexed, ClusterableModel, NamedModel):
    """A thing that is taught: M01 to M14 of the programme, and what follows."""

    code = models.CharField(_("code"), max_length=12, unique=True)
    minutes = models.PositiveSmallIntegerField(
        _("planned minutes"),
        default=0,
        help_text=_("Teaching time that is planned, in minutes."),
    )
    summary_sq = models.TextField(_("summary in Albanian"), blank=True)
    summary_sr = models.TextField(_("summary in Serbian"), blank=True)
    summary_en = models.TextField(_("summary in English"), blank=True)
    audience_sq = models.TextField(_("audience in Albanian"), blank=True)
    audience_sr = models.TextField(_("audience in Serbian"), blank=True)
    audience_en = models.TextField(_("audience in English"), blank=True)
    prerequisites = ParentalManyToManyField(
        "self",
        symmetrical=False,
        blank=True,
        related_name="required_by",
        verbose_name=_("prerequisites"),
        help_text=_("Modules that come before this one."),
    )
    sources = models.JSONField(_("sources"), default=list, blank=True)

    search_fields = [
        index.SearchField("code"),
        index.SearchField("name_sq"),
        index.SearchField("name_sr"),
        index.SearchField("name_en"),
    ]

    class Meta:
        verbose_name = _("module")
        verbose_name_plural = _("modules")
        ordering = ("code",)

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    @property
    def hours(self) -> float:
        hours = round(self.minutes / 60, 2)
        return int(hours) if hours.is_integer() else hours

    @property
    def summary(self) -> str:
        return in_language(self, "summary")

    @property
    def audience(self) -> str:
        return in_language(self, "audience")


class LearningObjective(Orderable):
    """What a person can do after the module, in one sentence."""

    module = ParentalKey(Module, on_delete=models.CASCADE, related_name="objectives")
    text_sq = models.CharField(_("text in Albanian"), max_length=400)
    text_sr = models.CharField(_("text in Serbian"), max_length=400, blank=True)
    text_en = models.CharField(_("text in English"), max_length=400, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("learning objective")
        verbose_name_plural = _("learning objectives")

    def __str__(self) -> str:
        return self.text

    @property
    def text(self) -> str:
        return in_language(self, "text")


class KeyPoint(Orderable):
    """What a person keeps of the module, in one sentence, and where it stands."""

    module = ParentalKey(Module, on_delete=models.CASCADE, related_name="key_points")
    text_sq = models.CharField(_("text in Albanian"), max_length=400)
    text_sr = models.CharField(_("text in Serbian"), max_length=400, blank=True)
    text_en = models.CharField(_("text in English"), max_length=400, blank=True)
    sources = models.JSONField(_("sources"), default=list, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("key point")
        verbose_name_plural = _("key points")

    def __str__(self) -> str:
        return self.text

    @property
    def text(self) -> str:
        return in_language(self, "text")


class PlannedLesson(Orderable):
    """A lesson of the plan; it has a page of its own once it is written.

    `number` is what joins the two: a lesson page of the module with the same number.
    """

    module = ParentalKey(
        Module, on_delete=models.CASCADE, related_name="planned_lessons"
    )
    number = models.PositiveSmallIntegerField(_("number"))
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=45)
    title_sq = models.CharField(_("title in Albanian"), max_length=255)
    title_sr = models.CharField(_("title in Serbian"), max_length=255, blank=True)
    title_en = models.CharField(_("title in English"), max_length=255, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("planned lesson")
        verbose_name_plural = _("planned lessons")

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        return in_language(self, "title")


class ModuleEditionQuerySet(models.QuerySet["ModuleEdition"]):
    def valid_on(self, day: date) -> Self:
        return self.filter(valid_from__lte=day)

    def newest_first(self) -> Self:
        return self.order_by("module__code", "-valid_from", "-pk")


class ModuleEdition(models.Model):
    """A dated version of a module; trainings, accreditations and certificates name it.

    `attendance_share` and `pass_mark` are percentages; empty means the default of the
    day the training ends.
    """

    module = models.ForeignKey(
        Module,
        on_delete=models.PROTECT,
        related_name="editions",
        verbose_name=_("module"),
    )
    label = models.CharField(_("label"), max_length=20, help_text=_("As in 2026-1."))
    valid_from = models.DateField(_("valid from"))
    reason_sq = models.CharField(
        _("reason in Albanian"),
        max_length=255,
        help_text=_("New law, new procedures, a review."),
    )
    reason_sr = models.CharField(_("reason in Serbian"), max_length=255, blank=True)
    reason_en = models.CharField(_("reason in English"), max_length=255, blank=True)
    attendance_share = models.PositiveSmallIntegerField(
        _("attendance share, %"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
    )
    has_post_test = models.BooleanField(_("has a post-test"), default=False)
    pass_mark = models.PositiveSmallIntegerField(
        _("pass mark, %"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
    )
    has_observation = models.BooleanField(
        _("practice is observed"),
        default=False,
        help_text=_("Completion needs an observation that was passed."),
    )

    objects = ModuleEditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("module edition")
        verbose_name_plural = _("module editions")
        ordering = ("module__code", "-valid_from")
        constraints = (
            models.UniqueConstraint(
                fields=("module", "label"), name="unique_edition_label_per_module"
            ),
            models.CheckConstraint(
                condition=Q(attendance_share__isnull=True)
                | Q(attendance_share__range=(1, 100)),
                name="edition_attendance_share_is_a_percentage",
            ),
            models.CheckConstraint(
                condition=Q(pass_mark__isnull=True) | Q(pass_mark__range=(1, 100)),
                name="edition_pass_mark_is_a_percentage",
            ),
        )

    def __str__(self) -> str:
        return f"{self.module.code} {self.module.name} ({self.label})"

    @property
    def reason(self) -> str:
        return in_language(self, "reason")

    @property
    def short_label(self) -> str:
        return f"{self.module.code} · {self.label}"
