"""The files of a seal: its key, its certificates, the lists of revoked ones."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from asn1crypto import pem
from asn1crypto.crl import CertificateList
from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.serialization import pkcs12
from django.utils.translation import gettext as _
from pyhanko.sign.signers.pdf_cms import Signer

from certificates import conf
from curriculum.files import why_unread

from .naming import as_asn1
from .refusal import SealRefused
from .signer import KeptKeySigner


def file_identity(name: str) -> tuple[int, int, int] | None:
    """Changes when the file does; None of what is no file."""
    try:
        stat = Path(name).stat()
    except OSError:
        return None
    return stat.st_mtime_ns, stat.st_size, stat.st_ino


def key_from_files() -> tuple[Signer, x509.Certificate, list[x509.Certificate]]:
    """What signs, its certificate, and those it rests on. Raises SealRefused."""
    name = conf.seal_key()
    content = _read(name, _("The key of the seal cannot be read. %(reason)s"))
    if b"-----BEGIN" in content:
        key, known = _from_pem(name, content)
    else:
        key, known = _from_pkcs12(name, content)
    if conf.seal_certificate():
        known = [*read_certificates(conf.seal_certificate()), *known]
    if not known:
        raise SealRefused(
            _(
                "The seal's key %(path)s comes without a certificate. Set "
                "CERTIFICATES_SEAL_CERTIFICATE to the file that has it."
            )
            % {"path": name}
        )
    own = [one for one in known if one.public_key() == key.public_key()]
    if not own:
        raise belong_not_together()
    chain = [one for one in known if one != own[0]]
    signer = KeptKeySigner(key, as_asn1(own[0]), [as_asn1(one) for one in chain])
    return signer, own[0], chain


def _from_pem(name: str, content: bytes) -> tuple[Any, list[x509.Certificate]]:
    password = conf.seal_password().encode() or None
    if password and b"ENCRYPTED" not in content:
        password = None
    try:
        key = serialization.load_pem_private_key(content, password)
    except TypeError as error:
        raise _wrong_password(name) from error
    except (ValueError, UnsupportedAlgorithm) as error:
        raise (_wrong_password if password else _no_key)(name) from error
    known = []
    if b"-----BEGIN CERTIFICATE" in content:
        known = x509.load_pem_x509_certificates(content)
    return key, known


def _from_pkcs12(name: str, content: bytes) -> tuple[Any, list[x509.Certificate]]:
    password = conf.seal_password().encode() or None
    try:
        key, own, others = pkcs12.load_key_and_certificates(content, password)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        # A DER sequence, as every PKCS#12 file is, that does not open.
        looks_right = content[:1] == b"\x30"
        raise (_wrong_password if looks_right else _no_key)(name) from error
    if key is None:
        raise _no_key(name)
    return key, [own, *others] if own else list(others)


def read_certificates(name: str) -> list[x509.Certificate]:
    """All certificates of a PEM file, or the one of a DER file."""
    content = _read(name, _("A certificate of the seal cannot be read. %(reason)s"))
    try:
        if b"-----BEGIN CERTIFICATE" in content:
            return x509.load_pem_x509_certificates(content)
        return [x509.load_der_x509_certificate(content)]
    except ValueError as error:
        raise SealRefused(
            _("There is no certificate in %(path)s; it has to be a PEM file.")
            % {"path": name}
        ) from error


def read_revoked(name: str) -> CertificateList:
    """A list of revoked certificates, as DER or PEM."""
    content = _read(
        name, _("A list of revoked certificates cannot be read. %(reason)s")
    )
    try:
        if pem.detect(content):
            content = pem.unarmor(content)[2]
        found = CertificateList.load(content, strict=True)
        found.native  # noqa: B018 -- what is no list shows here
    except ValueError as error:
        raise SealRefused(
            _("There is no list of revoked certificates in %(path)s.") % {"path": name}
        ) from error
    return found


def belong_not_together() -> SealRefused:
    return SealRefused(
        _(
            "The seal's key and its certificate do not belong together. Set "
            "CERTIFICATES_SEAL_CERTIFICATE to the certificate of this key."
        )
    )


def _read(name: str, words: str) -> bytes:
    path = Path(name)
    try:
        return path.read_bytes()
    except OSError as error:
        raise SealRefused(words % {"reason": why_unread(path, error)}) from error


def _wrong_password(name: str) -> SealRefused:
    return SealRefused(
        _(
            "The password does not open the seal's key %(path)s. Correct "
            "CERTIFICATES_SEAL_PASSWORD."
        )
        % {"path": name}
    )


def _no_key(name: str) -> SealRefused:
    return SealRefused(
        _("There is no private key in %(path)s; it has to be a PEM or PKCS#12 file.")
        % {"path": name}
    )
