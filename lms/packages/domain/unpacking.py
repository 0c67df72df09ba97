"""Reading a zip archive that nobody vouches for.

All is checked before the first byte is written; bytes are counted as they come, for the
sizes in the archive may lie. It is written to a folder of its own beside the others and
becomes a package by one rename: after a refusal nothing is left.
"""

from __future__ import annotations

import shutil
import uuid
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from django.utils.translation import gettext as _

from curriculum.files import why_unwritten
from lms.packages import conf
from lms.packages.enums import PackageKind

from . import h5p, scorm
from .entries import file_too_large, files_of, megabytes, shown, too_large
from .refusal import PackageRefused

_CHUNK = 64 * 1024
#: How archives begin, whatever their name says.
_ARCHIVES = (b"PK\x03\x04", b"PK\x05\x06", b"\x1f\x8b", b"Rar!", b"7z\xbc\xaf")
#: What the reader of the standard library raises for archives that are broken.
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    UnicodeError,
    OverflowError,
    ValueError,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What an archive turned out to be."""

    kind: PackageKind
    title: str
    launch: str
    files: int
    size: int


def look_into(upload: IO[bytes]) -> Found:
    """What unpacking would bring; writes nothing."""
    with _opened(upload) as (archive, files):
        return _found(archive, files)


@contextmanager
def unpacked(upload: IO[bytes]) -> Iterator[tuple[str, Found]]:
    """The name of the new folder; it goes again if the block fails."""
    folder = uuid.uuid4().hex
    target, incoming = conf.root() / folder, conf.root() / f".{folder}"
    try:
        with _opened(upload) as (archive, files):
            found = _found(archive, files)
            incoming.mkdir(parents=True)
            _write(archive, files, incoming)
        incoming.rename(target)
        yield folder, found
    except BaseException as error:
        shutil.rmtree(incoming, ignore_errors=True)
        shutil.rmtree(target, ignore_errors=True)
        if isinstance(error, OSError):
            raise PackageRefused(why_unwritten(conf.root(), error)) from error
        raise


@contextmanager
def _opened(
    upload: IO[bytes],
) -> Iterator[tuple[zipfile.ZipFile, dict[str, zipfile.ZipInfo]]]:
    size = upload.seek(0, 2)
    upload.seek(0)
    if size > conf.max_bytes():
        raise PackageRefused(
            _("The archive has %(size)s MB; at most %(most)s MB are taken.")
            % {"size": megabytes(size), "most": megabytes(conf.max_bytes())}
        )
    try:
        with zipfile.ZipFile(upload) as archive:
            yield archive, files_of(archive, size=size)
    except _BROKEN as error:
        raise PackageRefused(
            _(
                "The file is not a zip archive that can be read, or a part of it is missing. Export it and upload it again."
            )
        ) from error


def _found(archive: zipfile.ZipFile, files: dict[str, zipfile.ZipInfo]) -> Found:
    names = set(files)
    if "h5p.json" in names:
        kind = PackageKind.H5P
        title, launch = h5p.read(names, lambda name: _text(archive, files[name], name))
    elif scorm.MANIFEST in names:
        kind = PackageKind.SCORM12
        data = _text(archive, files[scorm.MANIFEST], scorm.MANIFEST)
        title, launch = scorm.read(names, data)
    else:
        raise PackageRefused(
            _(
                "The archive has neither imsmanifest.xml (SCORM 1.2) nor h5p.json (H5P) at its top. Export the package again, without a folder around it."
            )
        )
    size = sum(entry.file_size for entry in files.values())
    return Found(kind=kind, title=title, launch=launch, files=len(files), size=size)


def _text(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str) -> bytes:
    most = conf.max_description_bytes()
    data = bytearray()
    for chunk in _chunks(archive, entry, name):
        data += chunk
        if len(data) > most:
            raise PackageRefused(
                _("%(name)s is larger than %(most)s MB. Export the package again.")
                % {"name": shown(name), "most": megabytes(most)}
            )
    return bytes(data)


def _write(
    archive: zipfile.ZipFile, files: dict[str, zipfile.ZipInfo], folder: Path
) -> None:
    total = 0
    for name, entry in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as out:
            for chunk in _chunks(archive, entry, name):
                total += len(chunk)
                if total > conf.max_unpacked_bytes():
                    raise PackageRefused(too_large(conf.max_unpacked_bytes()))
                out.write(chunk)


def _chunks(
    archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str
) -> Iterator[bytes]:
    """The bytes of one file, counted as they come."""
    count = 0
    with archive.open(entry) as source:
        while chunk := source.read(_CHUNK):
            if not count and chunk.startswith(_ARCHIVES):
                raise PackageRefused(
                    _("%(name)s is an archive inside the archive. Remove it.")
                    % {"name": shown(name)}
                )
            count += len(chunk)
            if count > conf.max_file_bytes():
                raise PackageRefused(file_too_large(name))
            yield chunk
    if count != entry.file_size:
        raise zipfile.BadZipFile(name)
