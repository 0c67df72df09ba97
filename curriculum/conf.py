"""What every room asks of the site; nothing else here reads `django.conf`."""

from __future__ import annotations

from django.conf import settings


def public_url() -> str:
    """`FENER_PUBLIC_URL`: the address in QR codes and letters, without a last slash."""
    return str(getattr(settings, "FENER_PUBLIC_URL", "http://localhost:8000")).rstrip(
        "/"
    )
