"""What a seal is worth, asked of the file alone."""

from __future__ import annotations

import io
from contextlib import suppress
from datetime import datetime
from typing import Any

from asn1crypto import x509
from cryptography.x509 import load_der_x509_certificate
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature, validate_pdf_timestamp
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from certificates import conf
from certificates.enums import SealProfile, SealState

from . import Seal, SealedBy
from .files import read_certificates
from .keys import current_key
from .naming import as_asn1, as_sealed_by, fingerprint, name_of
from .refusal import SealRefused

#: A certificate has a fifth of a megabyte; what is larger is not opened.
LARGEST = 5_000_000


def read_seal(pdf: bytes) -> Seal:
    """Every way in which a file can be damaged is one answer: broken."""
    if len(pdf) > LARGEST:
        return Seal(SealState.BROKEN)
    try:
        return _read(pdf)
    except Exception:  # noqa: BLE001 -- a reader of damaged files raises anything
        return Seal(SealState.BROKEN)


def made_by(pdf: bytes) -> SealedBy:
    """Whose seal a file of ours has, without looking what it is worth."""
    [signature] = PdfFileReader(io.BytesIO(pdf)).embedded_regular_signatures
    return as_sealed_by(load_der_x509_certificate(signature.signer_cert.dump()))


def trusted() -> list[x509.Certificate]:
    """Roots and earlier certificates, as the settings name them.

    A file of them that is gone makes seals unknown; a system check names it.
    """
    known = []
    for name in conf.seal_trusted():
        with suppress(SealRefused):
            known += read_certificates(name)
    return [as_asn1(one) for one in known]


def _known() -> list[x509.Certificate]:
    """The same, and the certificate of today."""
    known = trusted()
    if conf.seal_key():
        with suppress(SealRefused):
            known.append(as_asn1(current_key().certificate))
    return known


def _read(pdf: bytes) -> Seal:
    """One seal, and at most one time stamp over the whole file after it."""
    reader = PdfFileReader(io.BytesIO(pdf))
    [signature] = reader.embedded_regular_signatures
    at = signature.self_reported_timestamp
    certificate = load_der_x509_certificate(signature.signer_cert.dump())
    status = validate_pdf_signature(
        signature, _context(at), key_usage_settings=_usage()
    )
    last: Any = status
    stamp = status.timestamp_validity
    for archive in reader.embedded_timestamp_signatures:
        last = validate_pdf_timestamp(archive, _context(at))
    is_whole = status.docmdp_ok and last.coverage == SignatureCoverageLevel.ENTIRE_FILE
    for one in (status, stamp, last):
        is_whole = is_whole and (one is None or (one.intact and one.valid))
    if stamp is not None:
        at = stamp.timestamp
    if not is_whole:
        return Seal(SealState.BROKEN)
    return Seal(
        SealState.INTACT if status.trusted else SealState.UNKNOWN,
        by=name_of(certificate.subject),
        certificate=fingerprint(certificate),
        at=at,
        is_time_stamped=bool(stamp and stamp.trusted),
        profile=_profile(reader, is_stamped=stamp is not None),
    )


def _context(at: datetime) -> ValidationContext:
    """Of the moment of the seal; nobody is asked."""
    return ValidationContext(trust_roots=_known(), moment=at, allow_fetching=False)


def _profile(reader: PdfFileReader, *, is_stamped: bool) -> SealProfile:
    if not is_stamped:
        return SealProfile.BASELINE
    if "/DSS" not in reader.root:
        return SealProfile.TIME_STAMPED
    if not reader.embedded_timestamp_signatures:
        return SealProfile.LONG_TERM
    return SealProfile.ARCHIVED


def _usage() -> KeyUsageConstraints:
    return KeyUsageConstraints(
        key_usage={"digital_signature", "non_repudiation"}, match_all_key_usages=False
    )
