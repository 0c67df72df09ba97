"""The settings of this app, each with its default; set them as ``LMS_PACKAGES_…``."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings

PREFIX = "LMS_PACKAGES_"
MIB = 1024 * 1024


def _setting(name: str, default: Any) -> Any:
    return getattr(settings, PREFIX + name, default)


def root() -> Path:
    """The folder of the unpacked packages; no web server may hand it out."""
    return Path(_setting("ROOT", Path(settings.MEDIA_ROOT).parent / "packages"))


def served_folders() -> list[Path]:
    """What a host's web server hands out to anybody."""
    folders = (settings.MEDIA_ROOT, settings.STATIC_ROOT)
    return [Path(folder) for folder in folders if folder]


def host() -> str:
    """A second host for the files of packages, as in https://packages.example.org."""
    return str(_setting("HOST", "")).rstrip("/")


def h5p_player() -> str:
    """Where h5p-standalone is among the static files, as in h5p-standalone/."""
    return _setting("PLAYER", "")


def link_for() -> timedelta:
    """How long the files of an opened package can be fetched."""
    return timedelta(hours=_setting("LINK_HOURS", 8))


def max_bytes() -> int:
    """The largest archive that is taken."""
    return _setting("MAX_BYTES", 100 * MIB)


def max_unpacked_bytes() -> int:
    """What all files of a package may have together."""
    return _setting("MAX_UNPACKED_BYTES", 300 * MIB)


def max_file_bytes() -> int:
    """What one file of a package may have."""
    return _setting("MAX_FILE_BYTES", 100 * MIB)


def max_files() -> int:
    """How many entries an archive may have, folders included."""
    return _setting("MAX_FILES", 3000)


def max_ratio() -> int:
    """How many times larger a file may be than it is in the archive."""
    return _setting("MAX_RATIO", 100)


def ratio_from() -> int:
    """Files smaller than this may be of any ratio."""
    return _setting("RATIO_FROM", MIB)


def max_depth() -> int:
    """How many folders may be inside each other."""
    return _setting("MAX_DEPTH", 12)


def max_name() -> int:
    """How many bytes the path of a file may have, and each of its parts."""
    return _setting("MAX_NAME", 200)


def max_description_bytes() -> int:
    """The largest imsmanifest.xml or h5p.json that is read."""
    return _setting("MAX_DESCRIPTION_BYTES", 2 * MIB)
