"""Settings of the app, each with its default."""

from django.conf import settings


def public_cache_seconds() -> int:
    """How long the public figures may be old, in browsers and here; 0 turns it off."""
    return int(getattr(settings, "LMS_TARGETS_CACHE_SECONDS", 60))
