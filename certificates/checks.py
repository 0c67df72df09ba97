"""Settings that would only show their mistake when a certificate is printed."""

from __future__ import annotations

from typing import Any

from django.core import checks
from django.core.checks import CheckMessage, Error, register
from django.utils.module_loading import import_string

from certificates import conf
from certificates.pdf.wording import LANGUAGES
from curriculum.conf import public_url
from curriculum.printing.fonts import unprintable


@register()
def check_renderer(**kwargs: Any) -> list[CheckMessage]:
    try:
        maker = import_string(conf.renderer())
    except ImportError:
        maker = None
    if hasattr(maker, "render"):
        return []
    return [
        Error(
            f"CERTIFICATES_RENDERER names no maker of pages: {conf.renderer()}.",
            hint="Use certificates.backends.HTMLRenderer.",
            id="certificates.E001",
        )
    ]


@register()
def check_wording(**kwargs: Any) -> list[CheckMessage]:
    """Every printed word in every language, in letters the faces have."""
    messages: list[CheckMessage] = []
    parts = {
        f"CERTIFICATES_ISSUER[{part!r}]": conf.issuer().get(part, {})
        for part in conf.ISSUER
    }
    parts["CERTIFICATES_SIGNATORY"] = conf.signatory()
    for name, words in parts.items():
        missing = [language for language in LANGUAGES if not words.get(language)]
        if missing:
            messages.append(
                Error(
                    f"{name} has no text in {', '.join(missing)}.",
                    id="certificates.E002",
                )
            )
        if strange := unprintable("".join(map(str, words.values()))):
            messages.append(
                Error(
                    f"{name} has signs that cannot be printed: {' '.join(strange)}.",
                    id="certificates.E003",
                )
            )
    return messages


@register()
def check_limits(**kwargs: Any) -> list[CheckMessage]:
    limits = {
        "CERTIFICATES_ISSUE_AT_ONCE": conf.issue_at_once(),
        "CERTIFICATES_UNKNOWN_CODES": conf.unknown_codes()[0],
        "CERTIFICATES_UNKNOWN_SECONDS": conf.unknown_codes()[1],
    }
    return [
        Error(f"{name} has to be above zero.", id="certificates.E004")
        for name, limit in limits.items()
        if limit <= 0
    ]


@register(deploy=True)
def check_public_url(**kwargs: Any) -> list[CheckMessage]:
    if public_url().startswith("https://"):
        return []
    return [
        checks.Warning(
            f"FENER_PUBLIC_URL is {public_url()}; it is printed on certificates.",
            hint="Set the address of the public site, with https.",
            id="certificates.W001",
        )
    ]
