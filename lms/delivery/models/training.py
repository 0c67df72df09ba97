from __future__ import annotations

from datetime import date
from typing import Self

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.search import index

from curriculum.models import ModuleEdition
from lms.delivery.enums import (
    OPEN_STATUSES,
    ApprovalState,
    FacilitatorAnswer,
    FacilitatorRole,
    TrainingKind,
    TrainingStatus,
)
from trainers_pool.models import Institution, Municipality, Professional, Trainer

from .action import Action

#: A code stands in addresses; the digit keeps it apart from words like "new".
CODE_PATTERN = r"^(?=.*\d)[A-Za-z0-9][A-Za-z0-9._-]*$"

validate_code = RegexValidator(
    CODE_PATTERN,
    _(
        "A code has letters without accents, digits, dots and hyphens, and at least "
        "one digit, as in TIT-2026-01."
    ),
)


class TrainingQuerySet(models.QuerySet["Training"]):
    def open(self) -> Self:
        return self.filter(status__in=OPEN_STATUSES)

    def closed(self) -> Self:
        return self.filter(status=TrainingStatus.CLOSED)

    def to_close(self, *, on: date) -> Self:
        """Past their last day and still open."""
        return self.open().filter(end_date__lt=on)

    def taught_by(self, professional: Professional) -> Self:
        """Trainings with this person among the facilitators who have not declined."""
        return self.filter(
            pk__in=Facilitator.objects.of(professional).expected().values("training")
        )


class Training(index.Indexed, ClusterableModel):
    """One delivery of one or more module editions."""

    code = models.CharField(
        _("code"),
        max_length=40,
        unique=True,
        help_text=_("As in TIT-2026-01."),
        validators=[validate_code],
        error_messages={"unique": _("Another training has this code. Choose another.")},
    )
    title = models.CharField(_("title"), max_length=255)
    kind = models.CharField(
        _("kind"),
        max_length=16,
        choices=TrainingKind.choices,
        default=TrainingKind.WORKSHOP,
    )
    start_date = models.DateField(_("first day"))
    end_date = models.DateField(_("last day"))
    place = models.CharField(_("place"), max_length=255, blank=True)
    municipality = models.ForeignKey(
        Municipality,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="trainings",
        verbose_name=_("municipality"),
    )
    organiser = models.ForeignKey(
        Institution,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="organised_trainings",
        verbose_name=_("organiser"),
    )
    funder = models.ForeignKey(
        Institution,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="funded_trainings",
        verbose_name=_("funder"),
    )
    languages = models.JSONField(_("languages"), default=list, blank=True)
    editions = ParentalManyToManyField(
        ModuleEdition, related_name="trainings", verbose_name=_("module editions")
    )
    actions = ParentalManyToManyField(
        Action,
        related_name="trainings",
        blank=True,
        verbose_name=_("action rows"),
        help_text=_("Rows or objectives of the Strategy that this training serves."),
    )
    status = models.CharField(
        _("status"),
        max_length=12,
        choices=TrainingStatus.choices,
        default=TrainingStatus.PLANNED,
    )
    capacity = models.PositiveSmallIntegerField(
        _("places"),
        null=True,
        blank=True,
        help_text=_("Leave empty if there is no limit."),
    )
    is_open_for_signup = models.BooleanField(
        _("open for sign-up"),
        default=False,
        help_text=_(
            "Once it is approved, anybody with a login can sign up until the day before."
        ),
    )
    signup_until = models.DateField(
        _("last day to sign up"),
        null=True,
        blank=True,
        help_text=_("Leave empty to take people until the day before."),
    )
    prerequisites_are_required = models.BooleanField(
        _("earlier modules are required"),
        default=False,
        help_text=_(
            "Only who has completed the modules that come before can sign up; else "
            "they are only named."
        ),
    )
    approval = models.CharField(
        _("approval"),
        max_length=12,
        choices=ApprovalState.choices,
        default=ApprovalState.DRAFT,
    )
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    cancel_reason = models.CharField(
        _("reason of the cancellation"), max_length=255, blank=True
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = TrainingQuerySet.as_manager()

    search_fields = [
        index.SearchField("code"),
        index.SearchField("title"),
        index.SearchField("place"),
        index.AutocompleteField("code"),
        index.AutocompleteField("title"),
    ]

    class Meta:
        verbose_name = _("training")
        verbose_name_plural = _("trainings")
        ordering = ("-start_date", "code")
        constraints = (
            models.CheckConstraint(
                condition=Q(end_date__gte=F("start_date")),
                name="training_ends_after_it_starts",
                violation_error_message=_(
                    "The last day is before the first day. Change one of them."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(status=TrainingStatus.CLOSED) | Q(closed_at__isnull=False),
                name="closed_training_has_a_moment",
            ),
        )
        permissions = (
            ("import_sheet", _("Can import attendance sheets")),
            ("close_training", _("Can close trainings")),
            ("reopen_training", _("Can open closed trainings again")),
            ("approve_training", _("Can approve trainings")),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    @property
    def is_open(self) -> bool:
        return self.status in OPEN_STATUSES

    def modules_taught(self) -> str:
        return ", ".join(edition.short_label for edition in self.editions.all())

    def actions_served(self) -> str:
        return ", ".join(action.code for action in self.actions.all())


class FacilitatorQuerySet(models.QuerySet["Facilitator"]):
    def coming(self) -> Self:
        return self.filter(answer=FacilitatorAnswer.ACCEPTED)

    def expected(self) -> Self:
        """Who has not said no."""
        return self.exclude(answer=FacilitatorAnswer.DECLINED)

    def of(self, professional: Professional) -> Self:
        return self.filter(trainer__professional=professional)


class Facilitator(ClusterableModel):
    """Trainer × training × role, with the editions this trainer teaches there.

    No editions chosen means all of the training's.
    """

    training = ParentalKey(
        Training, on_delete=models.CASCADE, related_name="facilitators"
    )
    trainer = models.ForeignKey(
        Trainer,
        on_delete=models.PROTECT,
        related_name="facilitations",
        verbose_name=_("trainer"),
    )
    role = models.CharField(
        _("role"),
        max_length=12,
        choices=FacilitatorRole.choices,
        default=FacilitatorRole.LEAD,
    )
    editions = ParentalManyToManyField(
        ModuleEdition,
        related_name="+",
        blank=True,
        verbose_name=_("modules taught"),
        help_text=_("Leave empty if this trainer teaches all modules of the training."),
    )
    answer = models.CharField(
        _("answer"),
        max_length=12,
        choices=FacilitatorAnswer.choices,
        default=FacilitatorAnswer.ACCEPTED,
    )
    asked_at = models.DateTimeField(_("asked at"), null=True, blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    answer_note = models.CharField(_("words with it"), max_length=255, blank=True)

    objects = FacilitatorQuerySet.as_manager()

    class Meta:
        verbose_name = _("facilitator")
        verbose_name_plural = _("facilitators")
        constraints = (
            models.UniqueConstraint(
                fields=("training", "trainer"),
                name="unique_facilitator",
                violation_error_message=_(
                    "This trainer is already a facilitator of the training."
                ),
            ),
        )

    def __str__(self) -> str:
        return f"{self.trainer} ({self.get_role_display()})"
