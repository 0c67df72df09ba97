from __future__ import annotations

from typing import Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from certificates.enums import CertificateState, Evidence, SealProfile
from curriculum.models import NamedModel
from lms.delivery.models import Enrolment

#: The states in which nothing has happened to a certificate yet.
LIVING = (CertificateState.AHEAD, CertificateState.ISSUED)


class CertificateKind(NamedModel):
    """What is certified and by which rule; each kind has its own register per year."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    prefix = models.CharField(
        _("prefix"), max_length=12, unique=True, help_text=_("As in P of P-2026-0001.")
    )
    rests_on = models.CharField(
        _("rests on"),
        max_length=12,
        choices=Evidence.choices,
        default=Evidence.COMPLETED,
        help_text=_("What a person must have shown in a closed training."),
    )
    valid_months = models.PositiveSmallIntegerField(
        _("valid for months"),
        null=True,
        blank=True,
        validators=(MinValueValidator(1), MaxValueValidator(240)),
        help_text=_("Empty: it never expires."),
    )
    signatory_name = models.CharField(
        _("name of the signatory"),
        max_length=100,
        blank=True,
        help_text=_("Printed under the line; empty leaves the line to the pen."),
    )
    signatory_sq = models.CharField(
        _("who signs, in Albanian"),
        max_length=120,
        blank=True,
        help_text=_("The office. Empty in all three languages: the one of the site."),
    )
    signatory_sr = models.CharField(
        _("who signs, in Serbian"), max_length=120, blank=True
    )
    signatory_en = models.CharField(
        _("who signs, in English"), max_length=120, blank=True
    )
    opens_pool = models.BooleanField(
        _("opens the trainer pool"),
        default=False,
        help_text=_("Whoever receives this certificate becomes a national trainer."),
    )

    class Meta:
        verbose_name = _("certificate kind")
        verbose_name_plural = _("certificate kinds")
        ordering = ("code",)
        constraints = (
            models.CheckConstraint(
                condition=Q(signatory_sq="", signatory_sr="", signatory_en="")
                | ~(Q(signatory_sq="") | Q(signatory_sr="") | Q(signatory_en="")),
                name="signatory_in_all_languages_or_none",
                violation_error_message=_(
                    "Say who signs in all three languages, or in none."
                ),
            ),
        )


class RegisterCounter(models.Model):
    """The last number given out for a kind and year.

    Updated in the transaction that stores the certificate, so numbers have neither
    gaps nor duplicates (a sequence leaves gaps, MAX+1 gives duplicates).
    """

    kind = models.ForeignKey(CertificateKind, on_delete=models.PROTECT)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("register counter")
        verbose_name_plural = _("register counters")
        constraints = (
            models.UniqueConstraint(
                fields=("kind", "year"), name="unique_register_counter"
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind.prefix}-{self.year}: {self.last}"


class CertificateQuerySet(models.QuerySet["Certificate"]):
    def valid(self) -> Self:
        return self.filter(state=CertificateState.ISSUED)

    def with_chain(self) -> Self:
        """With what a page about a certificate shows, asked for at once."""
        return self.select_related(
            *("kind", "seal", "replaces", "replaced_by", "renews"),
            "enrolment__professional",
        )


class Certificate(index.Indexed, models.Model):
    """What was certified, frozen: facts, file, number and code never change.

    `facts` is what the face says, in all three languages; `code` is the random part
    of the public address and has at least 100 bits. `holder_name` is empty once the
    holder was erased.
    """

    kind = models.ForeignKey(
        CertificateKind,
        on_delete=models.PROTECT,
        related_name="certificates",
        verbose_name=_("kind"),
    )
    enrolment = models.ForeignKey(
        Enrolment,
        on_delete=models.PROTECT,
        related_name="certificates",
        verbose_name=_("enrolment"),
    )
    number = models.CharField(_("number"), max_length=40, unique=True)
    year = models.PositiveSmallIntegerField(_("year"))
    sequence = models.PositiveIntegerField(_("number in the year"))
    code = models.CharField(_("code"), max_length=40, unique=True)
    holder_name = models.CharField(_("holder"), max_length=220, blank=True)
    facts = models.JSONField(_("facts"))
    sha256 = models.CharField("SHA-256", max_length=64, db_index=True)
    seal = models.ForeignKey(
        "SealCertificate",
        on_delete=models.PROTECT,
        null=True,
        related_name="certificates",
        verbose_name=_("seal"),
        help_text=_("Empty: no key was set when it was issued."),
    )
    seal_profile = models.CharField(
        _("kind of seal"),
        max_length=5,
        choices=SealProfile.choices,
        blank=True,
        default="",
    )
    state = models.CharField(
        _("state"),
        max_length=8,
        choices=CertificateState.choices,
        default=CertificateState.ISSUED,
    )
    state_reason = models.CharField(_("reason"), max_length=255, blank=True)
    issued_on = models.DateField(_("issued on"))
    issued_at = models.DateTimeField(_("issued at"))
    valid_until = models.DateField(
        _("valid until"),
        null=True,
        blank=True,
        help_text=_("The last day on which it is valid."),
    )
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("issued by"),
    )
    replaces = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="replaced_by",
        verbose_name=_("replaces"),
    )
    renews = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="renewals",
        verbose_name=_("renews"),
    )

    objects = CertificateQuerySet.as_manager()

    search_fields = [
        index.SearchField("number"),
        index.SearchField("holder_name"),
        index.AutocompleteField("number"),
        index.AutocompleteField("holder_name"),
    ]

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        ordering = ("-year", "-sequence")
        #: The status list of the badges reads those that do not stand, block by block.
        indexes = (models.Index(fields=("state", "id"), name="certificate_state"),)
        constraints = (
            models.UniqueConstraint(
                fields=("kind", "year", "sequence"), name="unique_register_number"
            ),
            models.UniqueConstraint(
                fields=("kind", "enrolment"),
                condition=Q(state__in=LIVING),
                name="one_valid_certificate_per_enrolment_and_kind",
            ),
            models.CheckConstraint(
                condition=Q(state__in=LIVING) | ~Q(state_reason=""),
                name="changed_certificate_has_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(seal=None, seal_profile="")
                | (Q(seal__isnull=False) & ~Q(seal_profile="")),
                name="seal_and_its_profile_together",
            ),
        )
        permissions = (
            ("issue_certificate", _("Can issue certificates")),
            ("void_certificate", _("Can void certificates")),
        )

    def __str__(self) -> str:
        return self.number

    @property
    def is_valid(self) -> bool:
        return self.state_now == CertificateState.ISSUED

    @property
    def state_now(self) -> CertificateState:
        """The state as of today: what is over has expired, entered yet or not."""
        state = CertificateState(self.state)
        if state == CertificateState.ISSUED and self.is_over:
            return CertificateState.EXPIRED
        return state

    @property
    def is_over(self) -> bool:
        return self.valid_until is not None and self.valid_until < timezone.localdate()

    @property
    def successor(self) -> Certificate | None:
        """The certificate that replaces this one."""
        return getattr(self, "replaced_by", None)


class CertificateFile(models.Model):
    """The bytes of the PDF, stored once in the transaction that issues it."""

    certificate = models.OneToOneField(
        Certificate, on_delete=models.PROTECT, related_name="file"
    )
    pdf = models.BinaryField()

    class Meta:
        verbose_name = _("certificate file")
        verbose_name_plural = _("certificate files")

    def __str__(self) -> str:
        return f"{self.certificate}.pdf"
