"""A test authority made once a run, and time-stamp services that need no network."""

from __future__ import annotations

import asyncio
import io
import shutil
import subprocess
from datetime import datetime, timedelta

import pytest
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    pkcs12,
)
from django.utils import timezone
from pyhanko.keys.internal import translate_pyca_cryptography_key_to_asn1
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.timestamps import DummyTimeStamper, TimestampRequestError
from pyhanko.sign.validation.ades import ades_lta_validation
from pyhanko.sign.validation.policy_decl import (
    LocalKnowledge,
    PdfSignatureValidationSpec,
    RevinfoOnlineFetchingRule,
    RevocationInfoGatheringSpec,
    SignatureValidationSpec,
)
from pyhanko_certvalidator.context import CertValidationPolicySpec
from pyhanko_certvalidator.policy_decl import REQUIRE_REVINFO, CertRevTrustPolicy
from pyhanko_certvalidator.registry import SimpleTrustManager
from pyhanko_certvalidator.revinfo.archival import CRLContainer

from certificates.seal.authority import Authority, Pair, new_key
from certificates.seal.files import read_revoked
from certificates.seal.naming import as_asn1
from certificates.seal.reading import trusted

YEAR = timedelta(days=365)


class Shelf:
    """An authority, one seal of each kind of key, and files to point settings at."""

    def __init__(self, folder):
        self.folder = folder
        self.now: datetime = timezone.now()
        self.authority = Authority(now=self.now - 4 * YEAR)
        self.clocks = Authority(now=self.now - 4 * YEAR, name="Root of clocks")
        self.root = self.keep("root.pem", self.authority.root.certificate_pem())
        self.roots = [
            self.root,
            self.keep("clocks.pem", self.clocks.root.certificate_pem()),
        ]
        self.rsa = self.pair("Seal", new_key("rsa"))
        self.ec = self.pair("Second seal", new_key("ec"))
        self.clock = self.pair(
            "Clock",
            self.rsa.key,
            by=self.clocks,
            begins=self.now - 4 * YEAR,
            stamps_time=True,
        )
        Stamper.pair = self.clock
        self.lists = [
            self.revoked("seals.crl", self.authority),
            self.revoked("clocks.crl", self.clocks),
        ]

    def pair(self, name, key, *, by=None, begins=None, ends=None, **usage) -> Pair:
        return (by or self.authority).certify(
            name,
            key=key,
            begins=begins or self.now - YEAR,
            ends=ends or self.now + YEAR,
            **usage,
        )

    def revoked(self, name, authority, *pairs, begins=None, ends=None):
        """The file of an authority's list with the certificates of these pairs."""
        content = authority.list_revoked(
            *(pair.certificate for pair in pairs),
            begins=begins or self.now,
            ends=ends or self.now + YEAR / 12,
        )
        return self.keep(name, content)

    def keep(self, name, content):
        path = self.folder / name
        path.write_bytes(content)
        return str(path)

    def files(self, name, pair, *, password=""):
        """The settings of a pair in two PEM files."""
        return {
            "CERTIFICATES_SEAL_KEY": self.keep(
                f"{name}-key.pem", pair.key_pem(password)
            ),
            "CERTIFICATES_SEAL_CERTIFICATE": self.keep(
                f"{name}.pem", pair.certificate_pem()
            ),
            "CERTIFICATES_SEAL_PASSWORD": password,
            "CERTIFICATES_SEAL_TRUSTED": self.roots,
            "CERTIFICATES_SEAL_REVOKED": self.lists,
        }

    def pkcs12(self, name, pair, *, password=""):
        """The settings of a pair in one PKCS#12 file."""
        lock = (
            BestAvailableEncryption(password.encode()) if password else NoEncryption()
        )
        content = pkcs12.serialize_key_and_certificates(
            b"seal", pair.key, pair.certificate, None, lock
        )
        return {
            "CERTIFICATES_SEAL_KEY": self.keep(f"{name}.p12", content),
            "CERTIFICATES_SEAL_PASSWORD": password,
        }

    def der(self, pair):
        return pair.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())


def pdfsig(content, roots, folder):
    """What poppler says of the file, where these files of roots are trusted."""
    for tool in ("pdfsig", "certutil"):
        if not shutil.which(tool):
            pytest.skip(f"{tool} is missing; .ci/system-packages installs it")
    known = f"sql:{folder}"
    certutil = ["certutil", "-d", known]
    subprocess.run([*certutil, "-N", "--empty-password"], check=True)
    for root in roots:
        add = ["-A", "-n", root, "-t", "C,C,C", "-i", root]
        subprocess.run([*certutil, *add], check=True)
    file = folder / "sealed.pdf"
    file.write_bytes(content)
    return subprocess.run(
        ["pdfsig", "-nssdir", known, file], capture_output=True, text=True, check=True
    ).stdout


def in_years(content, *lists):
    """pyHanko's verdict of today by the seal itself and these lists of today."""
    today = [CRLContainer(read_revoked(name)) for name in lists]
    spec = SignatureValidationSpec(
        CertValidationPolicySpec(
            SimpleTrustManager.build(trusted()), CertRevTrustPolicy(REQUIRE_REVINFO)
        ),
        RevocationInfoGatheringSpec(RevinfoOnlineFetchingRule.LOCAL_ONLY),
        local_knowledge=LocalKnowledge(known_crls=today),
    )
    [seal] = PdfFileReader(io.BytesIO(content)).embedded_regular_signatures
    return asyncio.run(ades_lta_validation(seal, PdfSignatureValidationSpec(spec)))


class Stamper(DummyTimeStamper):
    """The time-stamp service, in this process; it counts how often it was asked."""

    pair: Pair
    asked = 0
    moment = None

    def __init__(self, url):
        super().__init__(
            as_asn1(self.pair.certificate),
            translate_pyca_cryptography_key_to_asn1(self.pair.key),
            fixed_dt=self.moment,
        )

    async def async_request_tsa_response(self, req):
        Stamper.asked += 1
        return await super().async_request_tsa_response(req)


class SilentStamper(Stamper):
    """The service is down."""

    async def async_request_tsa_response(self, req):
        Stamper.asked += 1
        raise TimestampRequestError("Error in communication with timestamp server")


class TiringStamper(Stamper):
    """Answers for the size and for the first certificate, and then no more."""

    left = 3

    async def async_request_tsa_response(self, req):
        if not TiringStamper.left:
            raise TimestampRequestError("Error in communication with timestamp server")
        TiringStamper.left -= 1
        return await super().async_request_tsa_response(req)
