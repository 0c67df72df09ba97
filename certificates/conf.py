"""The settings of the certificates room; nothing else here reads `django.conf`."""

from __future__ import annotations

from typing import Any

from django.conf import settings

ISSUER = {
    "country": {
        "sq": "Republika e Kosovës",
        "sr": "Republika Kosova",
        "en": "Republic of Kosovo",
    },
    "ministry": {
        "sq": "Ministria e Punëve të Brendshme",
        "sr": "Ministarstvo unutrašnjih poslova",
        "en": "Ministry of Internal Affairs",
    },
    "office": {
        "sq": "Zyra e Koordinatorit Nacional Anti-Trafikim",
        "sr": "Kancelarija nacionalnog koordinatora protiv trgovine ljudima",
        "en": "Office of the National Anti-Trafficking Coordinator",
    },
}

SIGNATORY = {
    "name": "",
    "sq": "Koordinatori Nacional Anti-Trafikim",
    "sr": "Nacionalni koordinator protiv trgovine ljudima",
    "en": "National Anti-Trafficking Coordinator",
}


def issuer() -> dict[str, dict[str, str]]:
    """`CERTIFICATES_ISSUER`: country, ministry and office in sq, sr and en."""
    return getattr(settings, "CERTIFICATES_ISSUER", ISSUER)


def signatory() -> dict[str, str]:
    """`CERTIFICATES_SIGNATORY`: the office that signs in sq, sr and en.

    `name` is printed under the line; empty leaves the line to the pen.
    """
    return getattr(settings, "CERTIFICATES_SIGNATORY", SIGNATORY)


def renderer() -> str:
    """`CERTIFICATES_RENDERER`: dotted path of the class that makes the PDF."""
    return getattr(
        settings, "CERTIFICATES_RENDERER", "certificates.backends.HTMLRenderer"
    )


def issue_at_once() -> int:
    """`CERTIFICATES_ISSUE_AT_ONCE`: up to so many are issued while the page waits.

    More go to the background worker.
    """
    return _number("CERTIFICATES_ISSUE_AT_ONCE", 60)


def unknown_codes() -> tuple[int, int]:
    """How many unknown codes one address may ask for, in how many seconds.

    `CERTIFICATES_UNKNOWN_CODES` and `CERTIFICATES_UNKNOWN_SECONDS`.
    """
    return (
        _number("CERTIFICATES_UNKNOWN_CODES", 60),
        _number("CERTIFICATES_UNKNOWN_SECONDS", 600),
    )


def _number(name: str, default: int) -> int:
    value: Any = getattr(settings, name, default)
    return int(value)
