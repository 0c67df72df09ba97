from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Subquery
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.fields import StreamField

from curriculum.folding import fold
from curriculum.models import (
    LearningObjective,
    Module,
    NamedModel,
    in_language,
    language_suffix,
)
from lms.assessment.blocks import PartsBlock


class Topic(NamedModel):
    """Something a profession should know, whatever the module that teaches it.

    The share of a profession that answers its questions rightly is an indicator of the
    strategy (004:406, 004:439, 004:471-473).
    """

    key = models.SlugField(_("key"), max_length=40, unique=True)

    class Meta:
        verbose_name = _("topic of knowledge")
        verbose_name_plural = _("topics of knowledge")
        ordering = ("key",)


class QuestionQuerySet(models.QuerySet["Question"]):
    def in_use(self) -> Self:
        """Those that tests may draw."""
        return self.filter(is_retired=False)

    def with_newest_version(self) -> Self:
        """Adds `newest_version_id`; None where the question was never kept."""
        newest = QuestionVersion.objects.filter(question=OuterRef("pk")).newest_first()
        return self.annotate(newest_version_id=Subquery(newest.values("pk")[:1]))


class Question(ClusterableModel):
    """A question of the bank, as people edit it.

    Tests do not ask it but one of its versions, which never change. One part is a
    plain question; a situation with several parts is a case.
    """

    key = models.SlugField(_("key"), max_length=60, unique=True)
    module = models.ForeignKey(
        Module,
        on_delete=models.PROTECT,
        related_name="questions",
        verbose_name=_("module"),
    )
    objectives = ParentalManyToManyField(
        LearningObjective,
        blank=True,
        related_name="questions",
        verbose_name=_("learning objectives"),
    )
    topics = ParentalManyToManyField(
        Topic,
        blank=True,
        related_name="questions",
        verbose_name=_("topics of knowledge"),
    )
    situation_sq = models.TextField(
        _("situation in Albanian"), blank=True, max_length=4000
    )
    situation_sr = models.TextField(
        _("situation in Serbian"), blank=True, max_length=4000
    )
    situation_en = models.TextField(
        _("situation in English"), blank=True, max_length=4000
    )
    parts = StreamField(PartsBlock(), verbose_name=_("parts"))
    sources = models.JSONField(_("sources"), default=list, blank=True)
    is_retired = models.BooleanField(
        _("retired"),
        default=False,
        help_text=_("A retired question is kept and never drawn again."),
    )

    objects = QuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ("key",)

    def __str__(self) -> str:
        return f"{self.key} {self.title}"

    @property
    def situation(self) -> str:
        return in_language(self, "situation")

    @property
    def title(self) -> str:
        """The first words that a reader of the active language meets."""
        first = self.parts[0].value["text"] if self.parts else {}
        return str(in_texts(first) or self.situation)

    @property
    def text(self) -> str:
        """All languages, so that a word of one finds the question."""
        texts = [self.situation_sq, self.situation_sr, self.situation_en]
        texts += [text for part in self.parts for text in part.value["text"].values()]
        return " ".join(filter(None, texts))

    @property
    def folded_text(self) -> str:
        return fold(f"{self.key} {self.text}")


class QuestionVersionQuerySet(models.QuerySet["QuestionVersion"]):
    def newest_first(self) -> Self:
        return self.order_by("-number")

    def of_module(self, code: str) -> Self:
        """What the module's questions ask now, without those that are retired."""
        in_use = self.newest().filter(
            question__module__code=code, question__is_retired=False
        )
        return in_use.select_related("question").order_by("question__key")

    def newest(self) -> Self:
        """Of every question the version that is asked from now on."""
        newest = QuestionVersion.objects.filter(question=OuterRef("question"))
        numbers = newest.newest_first().values("number")[:1]
        return self.annotate(newest=Subquery(numbers)).filter(number=F("newest"))


class QuestionVersionChanged(Exception):
    """Somebody tried to change what people may have answered."""


class QuestionVersion(models.Model):
    """A question as it was asked: its content is frozen when the row is made.

    `content` is what `domain.question_content` reads and writes.
    """

    question = models.ForeignKey(
        Question, on_delete=models.PROTECT, related_name="versions"
    )
    number = models.PositiveIntegerField(_("version"))
    content = models.JSONField(_("content"))
    made_at = models.DateTimeField(_("made at"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("made by"),
    )

    objects = QuestionVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version of a question")
        verbose_name_plural = _("versions of questions")
        ordering = ("question__key", "-number")
        constraints = (
            models.UniqueConstraint(
                fields=("question", "number"), name="unique_question_version"
            ),
        )

    def __str__(self) -> str:
        return gettext("%(key)s, version %(number)s") % {
            "key": self.question.key,
            "number": self.number,
        }

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise QuestionVersionChanged(
                gettext("A version of a question never changes; make a new one.")
            )
        super().save(*args, **kwargs)


def in_texts(texts: Any, suffix: str | None = None) -> Any:
    """The text of a {"sq": …, "sr": …, "en": …} in a language, else what there is."""
    wanted = [suffix or language_suffix(), "sq", "en", "sr"]
    return next((texts[one] for one in wanted if texts.get(one)), "")
