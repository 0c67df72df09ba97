"""Packages come in, are replaced by newer ones, and are taken out of use."""

from __future__ import annotations

import hashlib
from typing import IO, TYPE_CHECKING, Any

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from lms.packages.models import Package, PackageVersion

from .refusal import PackageRefused
from .unpacking import unpacked

if TYPE_CHECKING:
    from django.contrib.auth.models import _User as User

_CHUNK = 1024 * 1024


def add_package(
    package: Package, *, upload: IO[bytes], name: str, by: User | None
) -> Package:
    """Keep a new package with what was uploaded for it."""
    with unpacked(upload) as (folder, found), transaction.atomic():
        package.title_sq = package.title_sq or found.title
        if not package.title_sq:
            raise PackageRefused(_("The package has no title. Write one."))
        package.save()
        _add_version(package, folder, found, upload, name, by)
        log(package, "lms_packages.add", user=by, data={"version": 1})
    return package


def replace_package(
    package: Package, *, upload: IO[bytes], name: str, by: User | None
) -> Package:
    """From now on the new content is served; reports of the earlier one stay with it."""
    with unpacked(upload) as (folder, found), transaction.atomic():
        package = Package.objects.select_for_update().get(pk=package.pk)
        version = _add_version(package, folder, found, upload, name, by)
        log(package, "lms_packages.replace", user=by, data={"version": version.number})
    return package


@transaction.atomic
def set_package_active(
    package: Package, *, is_active: bool, by: User | None
) -> Package:
    """A package out of use opens for nobody; what was reported of it stays."""
    package = Package.objects.select_for_update().get(pk=package.pk)
    if package.is_active == is_active:
        raise PackageRefused(
            _("The package is in use already.")
            if is_active
            else _("The package is out of use already.")
        )
    package.is_active = is_active
    package.save(update_fields=["is_active"])
    action = "lms_packages.activate" if is_active else "lms_packages.deactivate"
    log(package, action, user=by)
    return package


def _add_version(
    package: Package,
    folder: str,
    found: Any,
    upload: IO[bytes],
    name: str,
    by: User | None,
) -> PackageVersion:
    sha256 = _hash_of(upload)
    if package.current and package.current.sha256 == sha256:
        raise PackageRefused(_("This is the archive that is played already."))
    version = PackageVersion(
        package=package,
        number=package.versions.count() + 1,
        kind=found.kind,
        archive_name=name.replace("\\", "/").rpartition("/")[2][-255:],
        sha256=sha256,
        folder=folder,
        launch=found.launch,
        found_title=found.title,
        files=found.files,
        size=found.size,
        uploaded_by=by,
    )
    version.archive.save("package.zip", File(upload), save=False)
    try:
        version.save()
        package.current = version
        package.save(update_fields=["current"])
    except BaseException:
        version.archive.delete(save=False)
        raise
    return version


def _hash_of(upload: IO[bytes]) -> str:
    upload.seek(0)
    sha256 = hashlib.sha256()
    while chunk := upload.read(_CHUNK):
        sha256.update(chunk)
    upload.seek(0)
    return sha256.hexdigest()
