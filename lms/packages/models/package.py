from __future__ import annotations

import uuid
from typing import Self

from django.conf import settings
from django.core.files.storage import Storage, storages
from django.db import models
from django.utils.translation import gettext_lazy as _

from curriculum.models import ModuleEdition
from curriculum.models.names import in_language
from lms.packages.enums import ContentLanguage, PackageKind


def archive_storage() -> Storage:
    """Private: archives are kept as they came and never served."""
    return storages["private"]


def archive_path(version: PackageVersion, filename: str) -> str:
    return f"packages/{uuid.uuid4().hex}.zip"


class PackageQuerySet(models.QuerySet["Package"]):
    def active(self) -> Self:
        return self.filter(is_active=True, current__isnull=False)


class Package(models.Model):
    """Teaching material made elsewhere, for one edition of a module.

    `current` is the version that is played; earlier ones stay with what was reported
    of them.
    """

    edition = models.ForeignKey(
        ModuleEdition,
        on_delete=models.PROTECT,
        related_name="packages",
        verbose_name=_("module edition"),
    )
    title_sq = models.CharField(_("title in Albanian"), max_length=255)
    title_sr = models.CharField(_("title in Serbian"), max_length=255, blank=True)
    title_en = models.CharField(_("title in English"), max_length=255, blank=True)
    language = models.CharField(
        _("language of the content"), max_length=8, choices=ContentLanguage.choices
    )
    is_active = models.BooleanField(_("active"), default=True)
    current = models.OneToOneField(
        "PackageVersion",
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("version played"),
    )

    objects = PackageQuerySet.as_manager()

    class Meta:
        verbose_name = _("package")
        verbose_name_plural = _("packages")
        ordering = ("edition__module__code", "title_sq", "pk")

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        return in_language(self, "title")

    @property
    def is_playable(self) -> bool:
        return self.is_active and self.current_id is not None


class PackageVersion(models.Model):
    """One upload: the archive as it came, and the folder it was unpacked to."""

    package = models.ForeignKey(
        Package,
        on_delete=models.PROTECT,
        related_name="versions",
        verbose_name=_("package"),
    )
    number = models.PositiveSmallIntegerField(_("number"))
    kind = models.CharField(_("kind"), max_length=16, choices=PackageKind.choices)
    archive = models.FileField(
        _("archive"), storage=archive_storage, upload_to=archive_path, max_length=255
    )
    archive_name = models.CharField(_("file name"), max_length=255)
    sha256 = models.CharField("SHA-256", max_length=64)
    folder = models.CharField(_("folder"), max_length=32, unique=True)
    launch = models.CharField(_("begins with"), max_length=255)
    found_title = models.CharField(
        _("title in the package"), max_length=255, blank=True
    )
    files = models.PositiveIntegerField(_("files"))
    size = models.PositiveBigIntegerField(_("bytes, unpacked"))
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("uploaded by"),
    )
    uploaded_at = models.DateTimeField(_("uploaded at"), auto_now_add=True)

    class Meta:
        verbose_name = _("version of a package")
        verbose_name_plural = _("versions of packages")
        ordering = ("package", "-number")
        constraints = (
            models.UniqueConstraint(
                fields=("package", "number"), name="unique_package_version_number"
            ),
        )

    def __str__(self) -> str:
        return f"{self.package_id} · {self.number}"
