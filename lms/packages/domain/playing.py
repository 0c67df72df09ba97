"""What a page of a package is given when it is served: the API of SCORM, and the state."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from lms.packages import conf
from lms.packages.models import PackageReport, PackageVersion

#: Where scripts can stand first: behind the opening of the head, else of the page.
_OPENINGS = (rb"<head(?:\s[^>]*)?>", rb"<html(?:\s[^>]*)?>", rb"<!doctype[^>]*>")


def file_of(version: PackageVersion, name: str) -> Path | None:
    """The file called `name` in the folder of `version`, and nothing outside it."""
    folder = (conf.root() / version.folder).resolve()
    if "\x00" in name:
        return None
    path = (folder / name).resolve()
    return path if path.is_relative_to(folder) and path.is_file() else None


def with_scripts(page: bytes, scripts: list[str]) -> bytes:
    """`page` with `scripts` loaded before its own.

    The page has no access to the frame around it, so the API it looks for has to stand
    in its own window.
    """
    if page.startswith((b"\xff\xfe", b"\xfe\xff")):
        return page
    tags = "".join(f'<script src="{script}"></script>' for script in scripts).encode()
    for opening in _OPENINGS:
        if found := re.search(opening, page[:20_000], re.IGNORECASE):
            return page[: found.end()] + tags + page[found.end() :]
    return tags + page


def state_of(report: PackageReport | None) -> dict[str, Any]:
    """What a person left behind the last time, as SCORM 1.2 calls it.

    A package is told no name: it needs none.
    """
    state: dict[str, Any] = {
        "cmi.core.student_id": "participant",
        "cmi.core.student_name": _("Participant"),
        "cmi.core.credit": "credit",
        "cmi.core.lesson_mode": "normal",
        "cmi.core.lesson_status": "not attempted",
        "cmi.core.entry": "ab-initio",
    }
    if report:
        seconds = report.earlier_seconds + report.sitting_seconds
        state |= {
            "cmi.core.lesson_status": report.lesson_status,
            "cmi.core.lesson_location": report.lesson_location,
            "cmi.core.score.raw": "" if report.score is None else f"{report.score:g}",
            "cmi.core.entry": "resume",
            "cmi.core.total_time": _timespan(seconds),
            "cmi.suspend_data": report.suspend_data,
        }
    return state


def _timespan(seconds: int) -> str:
    seconds = min(seconds, 9999 * 3600)
    return f"{seconds // 3600:04}:{seconds // 60 % 60:02}:{seconds % 60:02}"
