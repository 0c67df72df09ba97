"""Settings that would only show their mistake when a certificate is printed."""

from __future__ import annotations

from typing import Any

from django.core import checks
from django.core.checks import CheckMessage, Error, register
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from certificates import conf
from certificates.pdf.wording import LANGUAGES
from certificates.seal import SealRefused, require_key
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
        "CERTIFICATES_VERIFY_MAX_BYTES": conf.verify_max_bytes(),
    }
    return [
        Error(f"{name} has to be above zero.", id="certificates.E004")
        for name, limit in limits.items()
        if limit <= 0
    ]


@register()
def check_seal(**kwargs: Any) -> list[CheckMessage]:
    """A warning: a key that ends must not stop letters and copies, issuing it stops itself.

    The key of a token is asked for its PIN by `check --deploy` only.
    """
    if conf.seal_module():
        return []
    return [checks.Warning(words, id="certificates.W022") for words in _seal_key()]


@register(deploy=True)
def check_seal_at_deployment(**kwargs: Any) -> list[CheckMessage]:
    hint = _("Without the setting CERTIFICATES_SEAL_KEY nothing is sealed.")
    return [Error(words, hint=hint, id="certificates.E020") for words in _seal_key()]


def _seal_key() -> list[str]:
    """Why the key cannot seal, if it cannot."""
    try:
        require_key(now=timezone.now())
    except SealRefused as refusal:
        return [str(refusal)]
    return []


@register(deploy=True)
def check_trusted_by_seal(**kwargs: Any) -> list[CheckMessage]:
    if not conf.seal_trusted():
        return []
    from certificates.seal.files import read_certificates  # noqa: PLC0415 -- heavy

    messages: list[CheckMessage] = []
    for name in conf.seal_trusted():
        try:
            read_certificates(name)
        except SealRefused as refusal:
            messages.append(Error(str(refusal), id="certificates.E021"))
    return messages


@register()
def check_timestamp_url(**kwargs: Any) -> list[CheckMessage]:
    url = conf.seal_timestamp_url()
    if not url or url.startswith(("http://", "https://", "file:///")):
        return []
    return [
        Error(
            _("CERTIFICATES_SEAL_TIMESTAMP_URL is no web address: %(url)s.")
            % {"url": url},
            id="certificates.E022",
        )
    ]


@register(deploy=True)
def check_seal_certificate(**kwargs: Any) -> list[CheckMessage]:
    """Warns before the last day, and of a certificate that proves nothing."""
    if not conf.seal_key():
        return []
    from certificates.seal.authority import is_test  # noqa: PLC0415 -- heavy
    from certificates.seal.keys import current_key  # noqa: PLC0415 -- heavy
    from certificates.seal.watching import end_of  # noqa: PLC0415 -- heavy

    try:
        certificate = current_key().certificate
    except SealRefused:
        return []
    messages: list[CheckMessage] = []
    if words := end_of(certificate, now=timezone.now()):
        messages.append(checks.Warning(words, id="certificates.W020"))
    if is_test(certificate):
        messages.append(
            checks.Warning(
                _("The seal's certificate is one of make_test_authority."),
                hint=_(
                    "Nobody else can trust it. Get one from a certificate authority."
                ),
                id="certificates.W021",
            )
        )
    return messages


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
