"""A root and certificates of one's own, to try seals with; TEST in every name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509.oid import (
    AuthorityInformationAccessOID,
    ExtendedKeyUsageOID,
    NameOID,
)

TEST = "TEST"
ROOT, SEAL, KEY = "root.pem", "seal.pem", "seal-key.pem"
CLOCK, CLOCK_KEY, REVOKED = "clock.pem", "clock-key.pem", "revoked.crl"

#: Where its certificates say that their list of revoked ones is; nobody answers there.
_LIST = "http://test-authority.invalid/revoked.crl"
#: A clock may be a little behind.
_LATE = timedelta(minutes=5)
_ROOT = timedelta(days=3650)


class AuthorityExists(Exception):
    """Carries the path of a file that would be overwritten."""


@dataclass(frozen=True)
class Pair:
    """A key and its certificate."""

    key: Any
    certificate: x509.Certificate

    def certificate_pem(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.PEM)

    def key_pem(self, password: str = "") -> bytes:
        return self.key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.BestAvailableEncryption(password.encode())
            if password
            else serialization.NoEncryption(),
        )


class Authority:
    """Signs what it is asked to; its own key is written nowhere."""

    #: What its certificates say of the list of revoked ones; empty: nothing.
    list_url = _LIST
    #: Whom they name for the question whether they are revoked (OCSP); empty: nobody.
    ocsp_url = ""

    def __init__(
        self, *, now: datetime, name: str = "Root of a test authority"
    ) -> None:
        key = ec.generate_private_key(ec.SECP256R1())
        subject = _name(name)
        self.root = Pair(
            key,
            _build(subject, subject, key.public_key(), now, now + _ROOT)
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .add_extension(_usage(key_cert_sign=True, crl_sign=True), critical=True)
            .add_extension(_key_name(key), critical=False)
            .sign(key, SHA256()),
        )

    def certify(
        self,
        name: str,
        *,
        key: Any,
        begins: datetime,
        ends: datetime,
        stamps_time: bool = False,
        **usage: bool,
    ) -> Pair:
        """A certificate for seals, or for time stamps."""
        builder = (
            _build(
                _name(name),
                self.root.certificate.subject,
                key.public_key(),
                begins,
                ends,
            )
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), True)
            .add_extension(
                _usage(
                    **(usage or {"digital_signature": True, "content_commitment": True})
                ),
                critical=True,
            )
            .add_extension(_key_name(key), critical=False)
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(
                    self.root.key.public_key()
                ),
                critical=False,
            )
        )
        if stamps_time:
            purpose = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
            builder = builder.add_extension(purpose, critical=True)
        for place in self._places():
            builder = builder.add_extension(place, critical=False)
        return Pair(key, builder.sign(self.root.key, SHA256()))

    def _places(self) -> Iterator[x509.ExtensionType]:
        """Where a certificate says that it may be revoked."""
        if self.list_url:
            place = x509.DistributionPoint(
                [x509.UniformResourceIdentifier(self.list_url)], None, None, None
            )
            yield x509.CRLDistributionPoints([place])
        if self.ocsp_url:
            whom = x509.AccessDescription(
                AuthorityInformationAccessOID.OCSP,
                x509.UniformResourceIdentifier(self.ocsp_url),
            )
            yield x509.AuthorityInformationAccess([whom])

    def list_revoked(
        self, *revoked: x509.Certificate, begins: datetime, ends: datetime
    ) -> bytes:
        """The list of revoked certificates (DER), which holds until `ends`."""
        builder = (
            x509.CertificateRevocationListBuilder()
            .issuer_name(self.root.certificate.subject)
            .last_update(begins - _LATE)
            .next_update(ends)
            .add_extension(x509.CRLNumber(1), critical=False)
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(
                    self.root.key.public_key()
                ),
                critical=False,
            )
        )
        for certificate in revoked:
            builder = builder.add_revoked_certificate(
                x509.RevokedCertificateBuilder()
                .serial_number(certificate.serial_number)
                .revocation_date(begins)
                .build()
            )
        made = builder.sign(self.root.key, SHA256())
        return made.public_bytes(serialization.Encoding.DER)


def new_key(kind: str = "rsa") -> Any:
    """`rsa` has 2048 bits, `ec` is on P-256."""
    if kind == "ec":
        return ec.generate_private_key(ec.SECP256R1())
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def write_authority(folder: Path, *, kind: str, now: datetime) -> None:
    """What seals and stamps the time without a network, for two years.

    Nothing is overwritten; raises AuthorityExists or OSError before anything is
    written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    names = (ROOT, SEAL, KEY, CLOCK, CLOCK_KEY, REVOKED)
    for name in names:
        if (folder / name).exists():
            raise AuthorityExists(folder / name)
    authority = Authority(now=now)
    ends = now + timedelta(days=730)
    seal = authority.certify("Seal", key=new_key(kind), begins=now, ends=ends)
    clock = authority.certify(
        "Clock", key=new_key(), begins=now, ends=now + _ROOT, stamps_time=True
    )
    for name, pair in ((KEY, seal), (CLOCK_KEY, clock)):
        (folder / name).touch(mode=0o600)
        (folder / name).write_bytes(pair.key_pem())
    (folder / ROOT).write_bytes(authority.root.certificate_pem())
    (folder / SEAL).write_bytes(seal.certificate_pem())
    (folder / CLOCK).write_bytes(clock.certificate_pem())
    (folder / REVOKED).write_bytes(authority.list_revoked(begins=now, ends=ends))


def settings_of(folder: Path, *, is_long_term: bool) -> dict[str, Any]:
    """The settings that seal with what `write_authority` wrote there."""
    settings = {
        "CERTIFICATES_SEAL_KEY": str(folder / KEY),
        "CERTIFICATES_SEAL_CERTIFICATE": str(folder / SEAL),
        "CERTIFICATES_SEAL_TRUSTED": [str(folder / ROOT)],
    }
    if not is_long_term:
        return settings
    return settings | {
        "CERTIFICATES_SEAL_REVOKED": [str(folder / REVOKED)],
        "CERTIFICATES_SEAL_TIMESTAMP_URL": folder.as_uri(),
    }


def is_test(certificate: x509.Certificate) -> bool:
    return f"O={TEST}," in f"{certificate.issuer.rfc4514_string()},"


def _name(text: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, TEST),
            x509.NameAttribute(NameOID.COMMON_NAME, f"{TEST} – {text}"),
        ]
    )


def _build(
    subject: x509.Name, issuer: x509.Name, key: Any, begins: datetime, ends: datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins - _LATE)
        .not_valid_after(ends)
    )


def _key_name(key: Any) -> x509.SubjectKeyIdentifier:
    return x509.SubjectKeyIdentifier.from_public_key(key.public_key())


def _usage(**allowed: bool) -> x509.KeyUsage:
    names = (
        "digital_signature",
        "content_commitment",
        "key_encipherment",
        "data_encipherment",
        "key_agreement",
        "key_cert_sign",
        "crl_sign",
        "encipher_only",
        "decipher_only",
    )
    return x509.KeyUsage(**{name: allowed.get(name, False) for name in names})
