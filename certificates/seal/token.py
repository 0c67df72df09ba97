"""A key that never leaves its PKCS#11 token."""

from __future__ import annotations

import asyncio
from pathlib import Path

from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from django.utils.translation import gettext as _
from pkcs11 import Session
from pkcs11.exceptions import (
    PinIncorrect,
    PinLenRange,
    PinLocked,
    PKCS11Error,
    UserAlreadyLoggedIn,
)
from pyhanko.config.pkcs11 import TokenCriteria
from pyhanko.sign.pkcs11 import PKCS11Signer, open_pkcs11_session

from certificates import conf

from .files import belong_not_together, read_certificates
from .naming import as_asn1
from .refusal import SealRefused

#: What a token refused once; this process does not lock it by trying again.
_WRONG: set[tuple[str, str, str]] = set()


def open_token() -> tuple[PKCS11Signer, x509.Certificate, list[x509.Certificate]]:
    """The signer of the token, its certificate and the certificates above that one.

    The certificate comes from its file where one is set, else from the token.
    """
    if not Path(conf.seal_module()).is_file():
        raise SealRefused(
            _("There is no PKCS#11 library %(path)s. Correct CERTIFICATES_SEAL_MODULE.")
            % {"path": conf.seal_module()}
        )
    known = []
    if conf.seal_certificate():
        known = read_certificates(conf.seal_certificate())
    attempt = (conf.seal_module(), conf.seal_token(), conf.seal_password())
    if attempt in _WRONG:
        raise _wrong_pin()
    try:
        signer = _signer(known)
        own = x509.load_der_x509_certificate(signer.signing_cert.dump())
        # Every token signs a digest by ECDSA; many do not make the digest along the way.
        signer.use_raw_mechanism = isinstance(own.public_key(), EllipticCurvePublicKey)
        _prove(signer, own)
    except (PinIncorrect, PinLenRange, PinLocked) as error:
        if not isinstance(error, PinLocked):
            _WRONG.add(attempt)
        raise _wrong_pin() from error
    except (PKCS11Error, RuntimeError) as error:
        raise SealRefused(
            _(
                "The token %(token)s with the key %(key)s does not answer (%(error)s). "
                "Is it plugged in, and are its name and its key's right?"
            )
            % {
                "token": conf.seal_token() or "–",
                "key": conf.seal_key(),
                "error": str(error) or type(error).__name__,
            }
        ) from error
    return signer, own, known[1:]


def _wrong_pin() -> SealRefused:
    return SealRefused(
        _(
            "The token does not take the PIN, or has locked it. Correct "
            "CERTIFICATES_SEAL_PASSWORD before you try again: most tokens lock "
            "after three wrong ones."
        )
    )


def _signer(known: list[x509.Certificate]) -> PKCS11Signer:
    try:
        session = _session(conf.seal_password() or None)
    except UserAlreadyLoggedIn:
        # A login is the whole process's, and outlives the session it was made in.
        session = _session(None)
    certificates: list[asn1.Certificate] = [as_asn1(one) for one in known]
    return PKCS11Signer(
        session,
        key_label=conf.seal_key(),
        cert_label=None if certificates else conf.seal_key(),
        signing_cert=certificates[0] if certificates else None,
        ca_chain=certificates[1:],
        embed_roots=bool(conf.seal_timestamp_url()),
    )


def _session(pin: str | None) -> Session:
    label = conf.seal_token()
    criteria = TokenCriteria(label=label) if label else None
    return open_pkcs11_session(
        conf.seal_module(), token_criteria=criteria, user_pin=pin
    )


def _prove(signer: PKCS11Signer, certificate: x509.Certificate) -> None:
    """One signature to see whether the certificate is that of the key."""
    probe = b"Does this key belong to this certificate?"
    signature = asyncio.run(signer.async_sign_raw(probe, "sha256"))
    public = certificate.public_key()
    try:
        if isinstance(public, RSAPublicKey):
            public.verify(signature, probe, PKCS1v15(), SHA256())
        elif isinstance(public, EllipticCurvePublicKey):
            public.verify(signature, probe, ECDSA(SHA256()))
    except InvalidSignature as error:
        raise belong_not_together() from error
