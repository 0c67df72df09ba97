"""The kinds of certificates a programme begins with."""

from __future__ import annotations

from typing import Any

from certificates.enums import PARTICIPATION, Evidence
from certificates.models import CertificateKind

FLOOR = 5

KINDS: dict[str, dict[str, Any]] = {
    PARTICIPATION: {
        "prefix": "P",
        "rests_on": Evidence.COMPLETED,
        "name_sq": "Certifikatë pjesëmarrjeje",
        "name_sr": "Potvrda o učešću",
        "name_en": "Certificate of participation",
    },
    "module": {
        "prefix": "M",
        "rests_on": Evidence.TESTED,
        "name_sq": "Certifikatë për përfundimin e modulit",
        "name_sr": "Uverenje o završenom modulu",
        "name_en": "Certificate of completion of a module",
    },
    "national-trainer": {
        "prefix": "T",
        "rests_on": Evidence.OBSERVED,
        "valid_months": 36,
        "opens_pool": True,
        "name_sq": "Certifikatë e trajnerit kombëtar",
        "name_sr": "Uverenje nacionalnog trenera",
        "name_en": "National trainer certificate",
    },
    "partial": {
        "prefix": "V",
        "rests_on": Evidence.PART,
        "name_sq": "Vërtetim për pjesëmarrje të pjesshme",
        "name_sr": "Potvrda o delimičnom učešću",
        "name_en": "Statement of partial attendance",
    },
}


def load() -> str:
    """Add the kinds that are missing; one that exists stays as it was edited."""
    added = 0
    for code, rules in KINDS.items():
        _kind, is_new = CertificateKind.objects.get_or_create(code=code, defaults=rules)
        added += is_new
    return f"Certificates: {added} kinds added"
