from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Self

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from curriculum.models import ModuleEdition
from curriculum.models.names import in_language
from lms.delivery.models import Enrolment
from lms.learning.enums import TO_ASK, PracticeState
from trainers_pool.enums import Language
from trainers_pool.models import Professional

#: So long after a letter nobody else is asked about the step.
ASK_AGAIN_AFTER = timedelta(days=1)


class PracticeStepQuerySet(models.QuerySet["PracticeStep"]):
    def in_order(self) -> Self:
        return self.order_by("edition__module__code", "order", "pk")


class PracticeStep(models.Model):
    """What people of a blended training do at their work after the last session."""

    edition = models.ForeignKey(
        ModuleEdition,
        on_delete=models.PROTECT,
        related_name="practice_steps",
        verbose_name=_("module edition"),
    )
    order = models.PositiveSmallIntegerField(_("order"), default=1)
    title_sq = models.CharField(_("title in Albanian"), max_length=255)
    title_sr = models.CharField(_("title in Serbian"), max_length=255, blank=True)
    title_en = models.CharField(_("title in English"), max_length=255, blank=True)
    description_sq = models.TextField(_("description in Albanian"))
    description_sr = models.TextField(_("description in Serbian"), blank=True)
    description_en = models.TextField(_("description in English"), blank=True)
    due_days = models.PositiveSmallIntegerField(
        _("days until it is due"),
        default=30,
        validators=[MaxValueValidator(365)],
        help_text=_("Counted from the last session before the debrief."),
    )

    objects = PracticeStepQuerySet.as_manager()

    class Meta:
        verbose_name = _("practice step")
        verbose_name_plural = _("practice steps")
        ordering = ("edition", "order", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("edition", "order"),
                name="unique_practice_step_order",
                violation_error_message=_(
                    "The edition has a step with this number. Choose another."
                ),
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        return in_language(self, "title")

    @property
    def description(self) -> str:
        return in_language(self, "description")


class PracticeSignOff(models.Model):
    """Enrolment × step: who saw it done, and what they say.

    `token` is the key of the one-time link; it goes as soon as the supervisor answers
    or somebody else is asked. A sign-off on paper was never asked for by letter.
    """

    enrolment = models.ForeignKey(
        Enrolment, on_delete=models.PROTECT, related_name="practice_sign_offs"
    )
    step = models.ForeignKey(
        PracticeStep, on_delete=models.PROTECT, related_name="sign_offs"
    )
    done_on = models.DateField(_("done on"))
    supervisor = models.ForeignKey(
        Professional, on_delete=models.PROTECT, null=True, related_name="+"
    )
    supervisor_name = models.CharField(_("name of the supervisor"), max_length=200)
    supervisor_email = models.EmailField(_("e-mail of the supervisor"), blank=True)
    language = models.CharField(
        _("language of the letter"),
        max_length=7,
        choices=Language.choices,
        default=Language.ALBANIAN,
    )
    token = models.CharField(  # noqa: DJ001 -- unique, and most rows have none
        max_length=32, unique=True, null=True
    )
    asked_at = models.DateTimeField(_("asked at"), null=True)
    expires_at = models.DateTimeField(_("link valid until"), null=True)
    words = models.CharField(_("words"), max_length=1000, blank=True)
    signed_at = models.DateTimeField(_("confirmed at"), null=True)
    declined_at = models.DateTimeField(_("declined at"), null=True)
    is_paper = models.BooleanField(_("on paper"), default=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        default_permissions = ()
        verbose_name = _("sign-off of a practice step")
        verbose_name_plural = _("sign-offs of practice steps")
        constraints = (
            models.UniqueConstraint(
                fields=("enrolment", "step"), name="unique_practice_sign_off"
            ),
            models.CheckConstraint(
                condition=Q(signed_at__isnull=True) | Q(declined_at__isnull=True),
                name="practice_confirmed_or_declined",
            ),
            models.CheckConstraint(
                condition=Q(token__isnull=True)
                | Q(
                    signed_at__isnull=True,
                    declined_at__isnull=True,
                    expires_at__isnull=False,
                ),
                name="practice_link_is_used_once",
            ),
            models.CheckConstraint(
                condition=Q(signed_at__isnull=True, declined_at__isnull=True)
                | ~Q(words=""),
                name="practice_answered_with_words",
            ),
        )

    def __str__(self) -> str:
        return f"{self.enrolment_id}/{self.step_id}"

    def state(self, *, now: datetime) -> PracticeState:
        if self.signed_at is not None:
            return PracticeState.SIGNED
        if self.declined_at is not None:
            return PracticeState.DECLINED
        return (
            PracticeState.EXPIRED if self.is_expired(now=now) else PracticeState.ASKED
        )

    def is_expired(self, *, now: datetime) -> bool:
        return self.expires_at is None or self.expires_at <= now

    def may_be_asked(self, *, now: datetime) -> bool:
        """Whether a letter may go to a supervisor, or to another one."""
        state = self.state(now=now)
        if state == PracticeState.ASKED and self.asked_at is not None:
            return self.asked_at <= now - ASK_AGAIN_AFTER
        return state in TO_ASK

    @property
    def answered_on(self) -> date | None:
        moment = self.signed_at or self.declined_at
        return localdate(moment) if moment else None
