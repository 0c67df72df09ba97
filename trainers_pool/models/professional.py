from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from curriculum.folding import fold
from trainers_pool.enums import Language, Sex

from .institution import Institution
from .places import Municipality
from .profession import Profession


class ProfessionalQuerySet(models.QuerySet["Professional"]):
    def named(self, full_name: str) -> Self:
        """People whose whole name is written alike once folded."""
        return self.filter(folded_name=fold(full_name))

    def at(self, institutions: models.QuerySet[Institution]) -> Self:
        """People who work now at one of `institutions`."""
        return self.filter(
            pk__in=Affiliation.objects.current()
            .filter(institution__in=institutions)
            .values("professional")
        )


class Professional(ClusterableModel):
    """One person, with or without a login; never deleted.

    `folded_name` is kept for comparing and for finding a name typed without its
    letters (see `trainers_pool.folding`).
    """

    first_name = models.CharField(_("first name"), max_length=100)
    last_name = models.CharField(_("last name"), max_length=100)
    folded_name = models.CharField(max_length=220, editable=False, db_index=True)
    sex = models.CharField(
        _("sex"),
        max_length=1,
        choices=Sex.choices,
        default=Sex.NOT_STATED,
        blank=True,
    )
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    language = models.CharField(
        _("language"),
        max_length=7,
        choices=Language.choices,
        default=Language.ALBANIAN,
    )
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="professional",
        verbose_name=_("login"),
    )
    is_protected = models.BooleanField(
        _("name is protected"),
        default=False,
        help_text=_(
            "For covert officers and protected witnesses: whoever verifies a "
            "certificate sees no name."
        ),
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ProfessionalQuerySet.as_manager()

    class Meta:
        verbose_name = _("professional")
        verbose_name_plural = _("professionals")
        ordering = ("folded_name", "pk")
        constraints = (
            models.UniqueConstraint(
                Lower("email"), condition=~Q(email=""), name="unique_professional_email"
            ),
        )
        permissions = (
            ("view_own_record", _("Can see the own record")),
            ("view_institution_people", _("Can see the people of the own institution")),
        )

    def __str__(self) -> str:
        return self.full_name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.folded_name = fold(self.full_name)
        super().save(*args, **kwargs)

    def clean_fields(self, exclude: Collection[str] | None = None) -> None:
        self.folded_name = fold(self.full_name)
        super().clean_fields(exclude)

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    def affiliation_on(self, day: date) -> Affiliation | None:
        """Where the person worked on `day`; the newest where there are several."""
        return (
            self.affiliations.filter(
                Q(start_date__isnull=True) | Q(start_date__lte=day),
                Q(end_date__isnull=True) | Q(end_date__gte=day),
            )
            .order_by(F("start_date").desc(nulls_last=True), "-pk")
            .first()
        )


class AffiliationQuerySet(models.QuerySet["Affiliation"]):
    def current(self) -> Self:
        return self.filter(end_date__isnull=True)


class Affiliation(models.Model):
    """Professional × institution × profession × dates."""

    professional = ParentalKey(
        Professional, on_delete=models.CASCADE, related_name="affiliations"
    )
    institution = models.ForeignKey(
        Institution,
        on_delete=models.PROTECT,
        related_name="affiliations",
        verbose_name=_("institution"),
    )
    profession = models.ForeignKey(
        Profession,
        on_delete=models.PROTECT,
        related_name="affiliations",
        verbose_name=_("profession"),
    )
    municipality = models.ForeignKey(
        Municipality,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="affiliations",
        verbose_name=_("municipality"),
    )
    start_date = models.DateField(_("from"), null=True, blank=True)
    end_date = models.DateField(_("until"), null=True, blank=True)
    is_focal_point = models.BooleanField(
        _("focal point"),
        default=False,
        help_text=_("Sees and nominates the people of this institution."),
    )

    objects = AffiliationQuerySet.as_manager()

    class Meta:
        verbose_name = _("affiliation")
        verbose_name_plural = _("affiliations")
        constraints = (
            models.CheckConstraint(
                condition=Q(end_date__isnull=True)
                | Q(start_date__isnull=True)
                | Q(end_date__gte=F("start_date")),
                name="affiliation_ends_after_it_starts",
            ),
        )

    def __str__(self) -> str:
        return f"{self.profession}, {self.institution}"
