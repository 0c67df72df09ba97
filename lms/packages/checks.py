"""System checks: settings that cannot work, or that would open what has to stay shut."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.core.checks import CheckMessage, Error, register

from lms.packages import conf


@register()
def check_root(**kwargs: Any) -> list[CheckMessage]:
    """Files in a folder that a web server hands out are handed out to anybody."""
    root = conf.root().resolve()
    return [
        Error(
            f"{conf.PREFIX}ROOT is inside {folder}, which web servers hand out.",
            hint="Choose a folder beside it.",
            id="lms_packages.E001",
        )
        for folder in conf.served_folders()
        if root.is_relative_to(folder.resolve())
    ]


@register()
def check_host(**kwargs: Any) -> list[CheckMessage]:
    parts = urlsplit(conf.host())
    is_origin = parts.scheme in ("http", "https") and parts.netloc
    if not conf.host() or (is_origin and not parts.path and not parts.query):
        return []
    return [
        Error(
            f"{conf.PREFIX}HOST must be like https://packages.example.org.",
            id="lms_packages.E002",
        )
    ]


@register()
def check_limits(**kwargs: Any) -> list[CheckMessage]:
    limits = {
        "MAX_BYTES": conf.max_bytes(),
        "MAX_UNPACKED_BYTES": conf.max_unpacked_bytes(),
        "MAX_FILE_BYTES": conf.max_file_bytes(),
        "MAX_FILES": conf.max_files(),
        "MAX_RATIO": conf.max_ratio(),
        "MAX_DEPTH": conf.max_depth(),
        "MAX_NAME": conf.max_name(),
        "MAX_DESCRIPTION_BYTES": conf.max_description_bytes(),
        "LINK_HOURS": conf.link_for().total_seconds(),
    }
    return [
        Error(f"{conf.PREFIX}{name} has to be above zero.", id="lms_packages.E003")
        for name, limit in limits.items()
        if limit <= 0
    ]
