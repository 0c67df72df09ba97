"""Addresses of a package's files: signed, for one person and one version, and they expire.

The frame they are shown in has no origin, so no cookie comes with a request for a file;
the address itself says who asks.
"""

from __future__ import annotations

from django.core.signing import BadSignature, TimestampSigner

from lms.packages import conf
from lms.packages.models import PackageVersion

_SALT = "lms.packages.files"


def token_for(version: PackageVersion, *, user_id: int) -> str:
    return TimestampSigner(salt=_SALT).sign(f"{user_id}-{version.pk}")


def read_token(token: str) -> tuple[int, int] | None:
    """(user, version) of a token that is ours and not too old."""
    try:
        value = TimestampSigner(salt=_SALT).unsign(token, max_age=conf.link_for())
        user_id, version_id = map(int, value.split("-"))
    except (BadSignature, ValueError):
        return None
    return user_id, version_id
