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

CLOCK = "certificates.seal.clock.clock_at"


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


def verify_max_bytes() -> int:
    """`CERTIFICATES_VERIFY_MAX_BYTES`: the largest file that anybody may have checked."""
    return _number("CERTIFICATES_VERIFY_MAX_BYTES", 5 * 1024 * 1024)


def page_seconds() -> int:
    """`CERTIFICATES_PAGE_SECONDS`: so long the page of a certificate is not made anew.

    Unless something on it changed; 0 makes it at every visit.
    """
    return _number("CERTIFICATES_PAGE_SECONDS", 60)


def seal_key() -> str:
    """`CERTIFICATES_SEAL_KEY`: file of the key that seals, PEM or PKCS#12.

    With `CERTIFICATES_SEAL_MODULE` the name of the key in its token instead. Empty:
    certificates are issued without a seal.
    """
    return _text("CERTIFICATES_SEAL_KEY")


def seal_certificate() -> str:
    """`CERTIFICATES_SEAL_CERTIFICATE`: its certificate and those above, as PEM.

    Not needed where the key's own file or token has it.
    """
    return _text("CERTIFICATES_SEAL_CERTIFICATE")


def seal_password() -> str:
    """`CERTIFICATES_SEAL_PASSWORD`: opens the key; the PIN of a token."""
    return _text("CERTIFICATES_SEAL_PASSWORD")


def seal_module() -> str:
    """`CERTIFICATES_SEAL_MODULE`: the PKCS#11 library of the token, if there is one."""
    return _text("CERTIFICATES_SEAL_MODULE")


def seal_token() -> str:
    """`CERTIFICATES_SEAL_TOKEN`: name of the token; empty takes the first."""
    return _text("CERTIFICATES_SEAL_TOKEN")


def seal_trusted() -> tuple[str, ...]:
    """`CERTIFICATES_SEAL_TRUSTED`: PEM files of roots and of earlier certificates.

    A seal is known if it leads to one of them, or to the certificate of today. With
    time stamps the root of their service belongs here too.
    """
    return tuple(getattr(settings, "CERTIFICATES_SEAL_TRUSTED", ()))


def seal_revoked() -> tuple[str, ...]:
    """`CERTIFICATES_SEAL_REVOKED`: files of lists of revoked certificates (CRL).

    Where it is set, nobody else is asked which certificates are revoked.
    """
    return tuple(getattr(settings, "CERTIFICATES_SEAL_REVOKED", ()))


def seal_timestamp_url() -> str:
    """`CERTIFICATES_SEAL_TIMESTAMP_URL`: an RFC 3161 service; makes B-LTA of B-B."""
    return _text("CERTIFICATES_SEAL_TIMESTAMP_URL")


def seal_timestamper() -> str:
    """`CERTIFICATES_SEAL_TIMESTAMPER`: dotted path of what asks that service."""
    return _text("CERTIFICATES_SEAL_TIMESTAMPER", CLOCK)


def _text(name: str, default: str = "") -> str:
    return str(getattr(settings, name, "") or default)


def _number(name: str, default: int) -> int:
    value: Any = getattr(settings, name, default)
    return int(value)
