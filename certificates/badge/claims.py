"""What the badge and the status list have in common: claims and moments."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

CONTEXT = "https://www.w3.org/ns/credentials/v2"


def begin(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def end(day: date) -> datetime:
    """The last second of the day."""
    return begin(day + timedelta(days=1)) - timedelta(seconds=1)


def claimed(
    credential: dict[str, Any],
    *,
    issuer: str,
    valid_from: datetime,
    valid_until: datetime | None,
) -> dict[str, Any]:
    """The credential with its term, also as a JWT says it (Open Badges 3.0, 8.2.4)."""
    claims = {
        **credential,
        "validFrom": valid_from.isoformat(),
        "iss": issuer,
        "jti": credential["id"],
        "sub": credential["credentialSubject"]["id"],
        "nbf": int(valid_from.timestamp()),
    }
    if valid_until:
        claims["validUntil"] = valid_until.isoformat()
        claims["exp"] = int(valid_until.timestamp())
    return claims
