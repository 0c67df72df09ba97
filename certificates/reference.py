"""The first kind of certificate."""

from __future__ import annotations

from certificates.enums import PARTICIPATION
from certificates.models import CertificateKind

FLOOR = 5


def load() -> str:
    """Add the kind "participation"; one that exists stays as it was edited."""
    _kind, is_new = CertificateKind.objects.get_or_create(
        code=PARTICIPATION,
        defaults={
            "prefix": "P",
            "name_sq": "Certifikatë pjesëmarrjeje",
            "name_sr": "Potvrda o učešću",
            "name_en": "Certificate of participation",
        },
    )
    return f"Certificates: {int(is_new)} kinds added"
