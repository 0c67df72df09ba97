from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from curriculum.models import ModuleEdition
from trainers_pool.enums import Language
from trainers_pool.models import Professional


class LessonProgressQuerySet(models.QuerySet["LessonProgress"]):
    def done(self) -> Self:
        return self.filter(done_at__isnull=False)


class LessonProgress(models.Model):
    """Professional × module edition × number of the lesson, whatever the language.

    `language` is the one in which it was read last. What was read of an earlier
    edition stays with that edition.
    """

    professional = models.ForeignKey(
        Professional,
        on_delete=models.PROTECT,
        related_name="lesson_progress",
        verbose_name=_("professional"),
    )
    edition = models.ForeignKey(
        ModuleEdition,
        on_delete=models.PROTECT,
        related_name="lesson_progress",
        verbose_name=_("module edition"),
    )
    lesson_number = models.PositiveSmallIntegerField(_("number of the lesson"))
    opened_at = models.DateTimeField(_("opened at"))
    done_at = models.DateTimeField(_("read at"), null=True, blank=True)
    language = models.CharField(
        _("language"), max_length=7, choices=Language.choices, default=Language.ALBANIAN
    )

    objects = LessonProgressQuerySet.as_manager()

    class Meta:
        verbose_name = _("lesson read")
        verbose_name_plural = _("lessons read")
        ordering = ("-opened_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("professional", "edition", "lesson_number"),
                name="unique_lesson_progress",
            ),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True) | Q(done_at__gte=F("opened_at")),
                name="lesson_read_after_it_was_opened",
            ),
        )

    def __str__(self) -> str:
        return f"{self.professional} · {self.edition_id}/{self.lesson_number}"
