from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable

from curriculum.models import LearningObjective, ModuleEdition
from lms.assessment.enums import Reveal


class Test(ClusterableModel):
    """How what an edition teaches is tested: what is drawn, how long, how often.

    The same test is taken before and after a training, in two parallel forms, and
    where `delayed_after_days` says so once more, so many days after the last session.
    """

    #: Not one of pytest's.
    __test__ = False

    edition = models.OneToOneField(
        ModuleEdition,
        on_delete=models.PROTECT,
        related_name="test",
        verbose_name=_("module edition"),
    )
    minutes = models.PositiveSmallIntegerField(
        _("time limit, minutes"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(480)],
        help_text=_("Empty means as long as the test is open."),
    )
    attempts = models.PositiveSmallIntegerField(
        _("attempts at the end"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(10)],
        help_text=_("Before the training and months later there is one attempt."),
    )
    wait_hours = models.PositiveSmallIntegerField(
        _("hours between attempts"), default=24, validators=[MaxValueValidator(2160)]
    )
    is_shuffled = models.BooleanField(
        _("questions and options in another order for each person"), default=True
    )
    reveal = models.CharField(
        _("right answers are shown"),
        max_length=16,
        choices=Reveal.choices,
        default=Reveal.CLOSED,
    )
    delayed_after_days = models.PositiveSmallIntegerField(
        _("once more after, days"),
        null=True,
        blank=True,
        default=90,
        validators=[MinValueValidator(14), MaxValueValidator(730)],
        help_text=_("Empty means no delayed test."),
    )

    class Meta:
        verbose_name = _("test")
        verbose_name_plural = _("tests")
        ordering = ("edition__module__code", "-edition__valid_from")
        constraints = (
            models.CheckConstraint(
                condition=Q(minutes__isnull=True) | Q(minutes__gt=0),
                name="test_time_limit_is_positive",
            ),
            models.CheckConstraint(
                condition=Q(attempts__gt=0), name="test_has_an_attempt"
            ),
        )

    def __str__(self) -> str:
        return str(self.edition)

    @property
    def questions(self) -> int:
        """How many each form has."""
        return sum(rule.number for rule in self.draw_rules.all())


class DrawRule(Orderable):
    """How many questions of an objective each form of a test has."""

    test = ParentalKey(Test, on_delete=models.CASCADE, related_name="draw_rules")
    objective = models.ForeignKey(
        LearningObjective,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("learning objective"),
    )
    number = models.PositiveSmallIntegerField(
        _("questions in a form"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(20)],
    )

    class Meta(Orderable.Meta):
        verbose_name = _("what is drawn")
        verbose_name_plural = _("what is drawn")
        constraints = (
            models.UniqueConstraint(
                fields=("test", "objective"), name="unique_draw_rule"
            ),
            models.CheckConstraint(
                condition=Q(number__gt=0), name="draw_rule_draws_something"
            ),
        )

    def __str__(self) -> str:
        return f"{self.objective}: {self.number}"
