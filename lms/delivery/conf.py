"""The settings of this app, each with its default; set them as ``LMS_DELIVERY_…``."""

from __future__ import annotations

from datetime import time, timedelta
from typing import Any

from django.conf import settings

PREFIX = "LMS_DELIVERY_"


def _setting(name: str, default: Any) -> Any:
    return getattr(settings, PREFIX + name, default)


def session_starts() -> time:
    """When a session begins that a day column of a sheet brings."""
    return _setting("SESSION_STARTS", time(9, 0))


def session_ends() -> time:
    """When a session ends that a day column of a sheet brings."""
    return _setting("SESSION_ENDS", time(15, 0))


def sheet_max_bytes() -> int:
    """The largest sheet that is read."""
    return _setting("SHEET_MAX_BYTES", 5 * 1024 * 1024)


def sheet_max_unpacked_bytes() -> int:
    """What an xlsx file may claim to be once unpacked; it is asked before unpacking."""
    return _setting("SHEET_MAX_UNPACKED_BYTES", 25 * 1024 * 1024)


def sheet_max_rows() -> int:
    """How many rows of a sheet are read, empty ones included."""
    return _setting("SHEET_MAX_ROWS", 2000)


def evidence_max_bytes() -> int:
    """The largest file that is kept as evidence."""
    return _setting("EVIDENCE_MAX_BYTES", 15 * 1024 * 1024)


def evidence_endings() -> tuple[str, ...]:
    """The file types that are kept as evidence, by the ending of the name."""
    return _setting(
        "EVIDENCE_ENDINGS",
        ("pdf", "jpg", "jpeg", "png", "xlsx", "csv", "docx", "odt", "ods"),
    )


def sign_in_blank_lines() -> int:
    """How many empty lines a sign-in sheet has for people who walk in."""
    return _setting("SIGN_IN_BLANK_LINES", 8)


def signed_sheet_required() -> bool:
    """Whether a training closes only once every session has its signed sheet."""
    return _setting("SIGNED_SHEET_REQUIRED", False)


def signed_sheet_max_pixels() -> int:
    """The largest picture of a signed sheet that is opened."""
    return _setting("SIGNED_SHEET_MAX_PIXELS", 60_000_000)


def roll_call_assets() -> tuple[str, ...]:
    """Static files of the host's `base.html` that a phone keeps for the roll call."""
    return _setting("ROLL_CALL_ASSETS", ())


def pending_for() -> timedelta:
    """How long an uploaded sheet waits for the decision to apply it."""
    return timedelta(hours=_setting("PENDING_HOURS", 2))


def kept_form_for() -> timedelta:
    """How long a form that was sent without a login waits for the login."""
    return timedelta(hours=_setting("KEPT_FORM_HOURS", 2))


def evaluation_least() -> int:
    """From how many answers on the results of an evaluation are shown."""
    return _setting("EVALUATION_LEAST", 5)


def evaluation_days() -> int:
    """So many days after its last day a training is still evaluated."""
    return _setting("EVALUATION_DAYS", 30)


def mail_enabled() -> bool:
    """Whether letters are sent to participants at all."""
    return bool(_setting("MAIL_ENABLED", True))


def check_in_opens() -> timedelta:
    """How long before a session people can check in themselves."""
    return timedelta(minutes=_setting("CHECK_IN_OPENS_MINUTES", 60))


def check_in_closes() -> timedelta:
    """How long after a session they still can."""
    return timedelta(minutes=_setting("CHECK_IN_CLOSES_MINUTES", 30))


def check_in_late() -> timedelta:
    """From how long after the start on a check-in is late."""
    return timedelta(minutes=_setting("CHECK_IN_LATE_MINUTES", 15))


def unknown_codes() -> tuple[int, int]:
    """How many bad check-in codes one address may send, in how many seconds."""
    return _setting("UNKNOWN_CODES", 60), _setting("UNKNOWN_SECONDS", 600)
