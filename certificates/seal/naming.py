"""Whose a certificate is, for people and for other libraries."""

from __future__ import annotations

from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.x509.oid import NameOID
from pyhanko_certvalidator.util import get_pyca_cryptography_hash

from . import SealedBy


def fingerprint(certificate: x509.Certificate) -> str:
    digest = get_pyca_cryptography_hash("sha256")
    return certificate.fingerprint(digest).hex()


def as_sealed_by(certificate: x509.Certificate) -> SealedBy:
    return SealedBy(
        fingerprint=fingerprint(certificate),
        name=name_of(certificate.subject),
        issuer=name_of(certificate.issuer),
        begins_at=certificate.not_valid_before_utc,
        ends_at=certificate.not_valid_after_utc,
    )


def name_of(name: x509.Name) -> str:
    """As people read it: whose seal, and of which organisation."""
    words = [
        str(one.value)
        for kind in (NameOID.COMMON_NAME, NameOID.ORGANIZATION_NAME)
        for one in name.get_attributes_for_oid(kind)
    ]
    return ", ".join(dict.fromkeys(words)) or name.rfc4514_string()


def as_asn1(certificate: x509.Certificate) -> asn1.Certificate:
    der = certificate.public_bytes(serialization.Encoding.DER)
    return asn1.Certificate.load(der)
