"""What a package reports of a person: limited, checked word by word, never believed."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from lms.delivery.models import Enrolment
from lms.packages.enums import LessonStatus
from lms.packages.models import PackageReport, PackageVersion
from lms.packages.models.report import LOCATION_LENGTH, SUSPEND_LENGTH

_TIMESPAN = re.compile(r"(\d{2,4}):([0-5]\d):([0-5]\d)(\.\d{1,2})?", re.ASCII)
_FIELDS = {
    "lesson_status", "score", "lesson_location", "suspend_data", "session_time",
    "sitting",
}  # fmt: skip
#: A sitting of more than a day is none.
_MOST_SECONDS = 24 * 60 * 60


class ReportRefused(Exception):
    """Carries the reason in words fit for the person at the package."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    lesson_status: str
    score: Decimal | None
    lesson_location: str
    suspend_data: str
    seconds: int
    sitting: uuid.UUID


def read_report(data: Any) -> Said:
    """The values of a report, if each is what SCORM 1.2 says it can be."""
    if not isinstance(data, dict) or set(data) - _FIELDS:
        raise _refused("JSON")
    status = data.get("lesson_status", "")
    if status not in LessonStatus.values:
        raise _refused("lesson_status")
    return Said(
        lesson_status=status,
        score=_score(data.get("score", "")),
        lesson_location=_text(data, "lesson_location", LOCATION_LENGTH),
        suspend_data=_text(data, "suspend_data", SUSPEND_LENGTH),
        seconds=_seconds(data.get("session_time", "")),
        sitting=_sitting(data.get("sitting")),
    )


@transaction.atomic
def record_report(
    enrolment: Enrolment, *, version: PackageVersion, said: Said, now: datetime
) -> PackageReport:
    """Keep it as reported by the package; nothing else is made from it."""
    enrolment = Enrolment.objects.select_for_update().get(pk=enrolment.pk)
    report, _is_new = PackageReport.objects.get_or_create(
        enrolment=enrolment, version=version, defaults={"reported_at": now}
    )
    if report.sitting != said.sitting:
        report.earlier_seconds += report.sitting_seconds
        report.sitting_seconds = 0
    report.sitting = said.sitting
    report.sitting_seconds = max(report.sitting_seconds, said.seconds)
    report.lesson_status = said.lesson_status
    report.score = said.score
    report.lesson_location = said.lesson_location
    report.suspend_data = said.suspend_data
    report.reported_at = now
    report.save()
    return report


def _refused(name: str) -> ReportRefused:
    return ReportRefused(
        _("The package reported something that is not kept (%(name)s).")
        % {"name": name}
    )


def _text(data: dict[str, Any], name: str, most: int) -> str:
    value = data.get(name, "")
    if not isinstance(value, str) or len(value) > most or "\x00" in value:
        raise _refused(name)
    return value


def _score(value: Any) -> Decimal | None:
    if value == "":
        return None
    try:
        score = Decimal(value if isinstance(value, str) and len(value) < 10 else "NaN")
    except InvalidOperation:
        raise _refused("score") from None
    if not score.is_finite() or not 0 <= score <= 100:
        raise _refused("score")
    return round(score, 2)


def _seconds(value: Any) -> int:
    if value == "":
        return 0
    found = _TIMESPAN.fullmatch(value) if isinstance(value, str) else None
    if not found:
        raise _refused("session_time")
    hours, minutes, seconds = (int(found[place]) for place in (1, 2, 3))
    return min(hours * 3600 + minutes * 60 + seconds, _MOST_SECONDS)


def _sitting(value: Any) -> uuid.UUID:
    try:
        return uuid.UUID(value)
    except (ValueError, TypeError, AttributeError):
        raise _refused("sitting") from None
