"""System checks: what a host site must provide, and settings that cannot work."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from lms.delivery import conf


@register()
def check_private_storage(**kwargs: Any) -> list[CheckMessage]:
    if "private" in settings.STORAGES:
        return []
    return [
        Error(
            "STORAGES has no storage named 'private'.",
            hint="Add one outside MEDIA_ROOT: attendance sheets hold personal data.",
            id="lms_delivery.E001",
        )
    ]


@register()
def check_session_hours(**kwargs: Any) -> list[CheckMessage]:
    if conf.session_starts() < conf.session_ends():
        return []
    return [
        Error(
            "LMS_DELIVERY_SESSION_STARTS is not before LMS_DELIVERY_SESSION_ENDS.",
            id="lms_delivery.E002",
        )
    ]


@register()
def check_limits(**kwargs: Any) -> list[CheckMessage]:
    limits = {
        "SHEET_MAX_BYTES": conf.sheet_max_bytes(),
        "SHEET_MAX_UNPACKED_BYTES": conf.sheet_max_unpacked_bytes(),
        "SHEET_MAX_ROWS": conf.sheet_max_rows(),
        "EVIDENCE_MAX_BYTES": conf.evidence_max_bytes(),
        "SIGNED_SHEET_MAX_PIXELS": conf.signed_sheet_max_pixels(),
    }
    return [
        Error(f"{conf.PREFIX}{name} has to be above zero.", id="lms_delivery.E003")
        for name, limit in limits.items()
        if limit <= 0
    ]


@register()
def check_check_in(**kwargs: Any) -> list[CheckMessage]:
    minutes = {
        "CHECK_IN_OPENS_MINUTES": conf.check_in_opens(),
        "CHECK_IN_CLOSES_MINUTES": conf.check_in_closes(),
        "CHECK_IN_LATE_MINUTES": conf.check_in_late(),
    }
    return [
        Error(f"{conf.PREFIX}{name} must not be below zero.", id="lms_delivery.E008")
        for name, length in minutes.items()
        if length < timedelta(0)
    ]
