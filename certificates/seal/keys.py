"""The key that seals: loaded once, kept, and proven to fit its certificate."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from asn1crypto.crl import CertificateList
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import (
    EllipticCurvePublicKey,
)
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from django.utils.formats import date_format
from django.utils.module_loading import import_string
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from pyhanko.sign.signers.pdf_cms import Signer
from pyhanko_certvalidator.fetchers.aiohttp_fetchers import AIOHttpFetcherBackend

from certificates import conf

from .files import file_identity, key_from_files, read_revoked
from .naming import as_asn1
from .refusal import SealRefused
from .web import PATIENCE, LongAnswer, Web

#: Names, attributes and the signature itself, beside the certificates.
_RESERVED = 2048
#: Seconds for which an answer about revoked certificates is used again.
_FRESH = 900


@dataclass(frozen=True, eq=False)
class Key:
    """What seals; `reserved` is the room for the signature, in hexadecimal digits.

    `reserved` is None where time stamps come along, whose length nobody knows. Of
    `fetchers` and `revoked` at most one says which certificates are revoked.
    """

    signer: Signer
    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...]
    reserved: int | None
    timestamper: Any = None
    fetchers: Any = None
    revoked: tuple[CertificateList, ...] = ()


def key_for(now: datetime) -> Key:
    """The key as its files stand now. Raises SealRefused."""
    key = current_key()
    certificate = key.certificate
    if now < certificate.not_valid_before_utc:
        raise SealRefused(
            _("The seal's certificate is valid from %(day)s only. %(advice)s")
            % {"day": _day(certificate.not_valid_before_utc), "advice": _renew()}
        )
    if now > certificate.not_valid_after_utc:
        raise SealRefused(
            _("The seal's certificate expired on %(day)s. %(advice)s")
            % {"day": _day(certificate.not_valid_after_utc), "advice": _renew()}
        )
    return key


def current_key() -> Key:
    """The same, be its certificate valid today or not."""
    settings = (
        conf.seal_key(),
        conf.seal_certificate(),
        conf.seal_password(),
        conf.seal_module(),
        conf.seal_token(),
        conf.seal_timestamp_url(),
        conf.seal_timestamper(),
        *conf.seal_revoked(),
    )
    files = (conf.seal_key(), conf.seal_certificate(), *conf.seal_revoked())
    # What was asked of other services (which certificates are revoked) ages.
    age = int(time.time() // _FRESH) if conf.seal_timestamp_url() else 0
    return _load(settings, tuple(map(file_identity, files)), age)


def forget() -> None:
    """Load the key anew at the next seal: its token may have been pulled out."""
    _load.cache_clear()


@lru_cache(maxsize=2)
def _load(settings: tuple[str, ...], files: tuple[Any, ...], age: int) -> Key:
    """The arguments are what the answer depends on."""
    signer: Signer
    if conf.seal_module():
        from .token import open_token  # noqa: PLC0415 -- needs a library of the system

        signer, certificate, chain = open_token()
    else:
        signer, certificate, chain = key_from_files()
    refuse_unless_for_seals(certificate)
    if conf.seal_timestamp_url():
        return Key(signer, certificate, tuple(chain), None, **_long_term())
    reserved = 2 * (_RESERVED + sum(len(as_asn1(one).dump()) for one in chain))
    reserved += 2 * len(as_asn1(certificate).dump())
    return Key(signer, certificate, tuple(chain), reserved)


def _long_term() -> dict[str, Any]:
    """What stamps the time, and what says which certificates are revoked."""
    url = conf.seal_timestamp_url()
    try:
        found = {"timestamper": import_string(conf.seal_timestamper())(url)}
    except (ImportError, OSError, ValueError) as error:
        raise SealRefused(
            _(
                "Nothing can ask the time-stamp service %(url)s (%(error)s). Correct "
                "CERTIFICATES_SEAL_TIMESTAMP_URL and CERTIFICATES_SEAL_TIMESTAMPER."
            )
            % {"url": url, "error": error}
        ) from error
    if conf.seal_revoked():
        return found | {"revoked": tuple(map(read_revoked, conf.seal_revoked()))}
    return found | {"fetchers": _fetchers()}


def _fetchers() -> Any:
    """What asks for lists of revoked certificates, and remembers the answers."""
    web: Any = Web(LongAnswer)
    return AIOHttpFetcherBackend(web, per_request_timeout=PATIENCE).get_fetchers()


def refuse_unless_for_seals(certificate: x509.Certificate) -> None:
    """By kind and length of its key, and by what its issuer allows."""
    key = certificate.public_key()
    is_strong = isinstance(key, RSAPublicKey) and key.key_size >= 2048
    if not is_strong and not isinstance(key, EllipticCurvePublicKey):
        raise SealRefused(
            _("The seal needs an RSA key of at least 2048 bits or an ECDSA key.")
        )
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return
    if not (usage.digital_signature or usage.content_commitment):
        raise SealRefused(
            _(
                "The seal's certificate is not made for signing (key usage). Ask its "
                "issuer for one for electronic seals."
            )
        )


def _day(moment: datetime) -> str:
    return date_format(localdate(moment))


def _renew() -> str:
    return _("Get a certificate that is valid today; until then nothing can be issued.")
