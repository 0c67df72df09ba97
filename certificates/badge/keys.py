"""The key of the seal in the words of JOSE: signatures (RFC 7515) and keys (RFC 7517).

The bytes are signed by the seal's own key, in its file or its token; here is only how
they are written down.
"""

from __future__ import annotations

import asyncio
import json
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.x509.oid import ExtendedKeyUsageOID
from django.core.cache.backends.locmem import LocMemCache
from django.utils.translation import gettext as _

from certificates import conf
from certificates.seal import SealRefused
from certificates.seal.files import read_certificates
from certificates.seal.keys import Key, current_key, forget, refuse_unless_for_seals

from .addresses import issuer_id

#: By the name of the curve: as JOSE calls it, and what is signed with it.
_CURVES = {
    "secp256r1": ("P-256", "ES256"),
    "secp384r1": ("P-384", "ES384"),
    "secp521r1": ("P-521", "ES512"),
}
#: In the memory of the process, as the public pages are: there are names in them.
_SIGNED = LocMemCache("certificates.badges", {"OPTIONS": {"MAX_ENTRIES": 500}})


def signed(claims: dict[str, Any], *, key: Key) -> str:
    """A compact JWS; a token is asked once for the same claims in a while.

    Raises SealRefused.
    """
    public = as_jwk(key.certificate)
    header = {
        "alg": public["alg"],
        "kid": f"{issuer_id()}#{public['kid']}",
        "typ": "JWT",
    }
    content = f"{_encoded(_json(header))}.{_encoded(_json(claims))}"
    place = sha256(content.encode()).hexdigest()
    if kept := _SIGNED.get(place):
        return kept
    signature = _signature(content.encode(), key=key, algorithm=public["alg"])
    whole = f"{content}.{_encoded(signature)}"
    _SIGNED.set(place, whole, conf.page_seconds())
    return whole


def known_keys() -> list[dict[str, Any]]:
    """Public keys whose badges are ours: today's, then the earlier ones.

    An earlier one is known by its certificate among CERTIFICATES_SEAL_TRUSTED.
    """
    keys: dict[str, dict[str, Any]] = {}
    for certificate in _certificates():
        with suppress(SealRefused):
            key = as_jwk(certificate)
            keys.setdefault(key["kid"], key)
    return list(keys.values())


def as_jwk(certificate: x509.Certificate) -> dict[str, Any]:
    """Its key, called by its thumbprint (RFC 7638). Raises SealRefused."""
    public = certificate.public_key()
    if isinstance(public, RSAPublicKey):
        numbers = public.public_numbers()
        algorithm = "RS256"
        needed = {"e": _number(numbers.e), "kty": "RSA", "n": _number(numbers.n)}
    elif isinstance(public, EllipticCurvePublicKey) and public.curve.name in _CURVES:
        curve, algorithm = _CURVES[public.curve.name]
        point, size = public.public_numbers(), _size(public)
        x, y = _number(point.x, size), _number(point.y, size)
        needed = {"crv": curve, "kty": "EC", "x": x, "y": y}
    else:
        raise SealRefused(
            _("Open Badges need an RSA key, or an ECDSA key on P-256, P-384 or P-521.")
        )
    thumbprint = sha256(_json(needed)).digest()
    return {**needed, "kid": _encoded(thumbprint), "alg": algorithm, "use": "sig"}


def _certificates() -> Iterator[x509.Certificate]:
    with suppress(SealRefused):
        yield current_key().certificate
    for name in conf.seal_trusted():
        with suppress(SealRefused):
            yield from filter(_seals, read_certificates(name))


def _seals(certificate: x509.Certificate) -> bool:
    """No root and no time-stamp service: those sign no badges of ours."""
    try:
        refuse_unless_for_seals(certificate)
    except SealRefused:
        return False
    extensions = certificate.extensions
    with suppress(x509.ExtensionNotFound):
        if extensions.get_extension_for_class(x509.KeyUsage).value.key_cert_sign:
            return False
    with suppress(x509.ExtensionNotFound):
        purposes = extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
        return ExtendedKeyUsageOID.TIME_STAMPING not in purposes
    return True


def _signature(content: bytes, *, key: Key, algorithm: str) -> bytes:
    try:
        signature = asyncio.run(
            key.signer.async_sign_raw(content, f"sha{algorithm[2:]}")
        )
    except Exception as error:  # a token fails in its own ways
        forget()
        raise SealRefused(str(error) or type(error).__name__) from error
    public = key.certificate.public_key()
    if not isinstance(public, EllipticCurvePublicKey):
        return signature
    size = _size(public)
    first, second = decode_dss_signature(signature)
    return first.to_bytes(size, "big") + second.to_bytes(size, "big")


def _size(public: EllipticCurvePublicKey) -> int:
    """Bytes of a number on the curve."""
    return (public.key_size + 7) // 8


def _number(value: int, size: int | None = None) -> str:
    return _encoded(value.to_bytes(size or (value.bit_length() + 7) // 8, "big"))


def _json(value: dict[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _encoded(content: bytes) -> str:
    return urlsafe_b64encode(content).decode().rstrip("=")
