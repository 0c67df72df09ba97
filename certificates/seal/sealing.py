"""PAdES B-B with the key alone; B-LTA where a time-stamp service is set."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.core.cache import cache
from django.utils.translation import gettext as _
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.signers.pdf_signer import (
    DSSContentSettings,
    PdfSignatureMetadata,
    PdfSigner,
    SigDSSPlacementPreference,
)
from pyhanko.sign.timestamps import TimestampRequestError
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.errors import (
    InsufficientRevinfoError,
    PathBuildingError,
    PathValidationError,
    RevokedError,
)

from certificates import conf
from certificates.enums import SealProfile

from . import Made
from .keys import Key, forget, key_for
from .naming import as_sealed_by
from .reading import LARGEST, trusted
from .refusal import SealRefused
from .web import run

logger = logging.getLogger(__name__)
# It warns at every seal where lists of revoked certificates come from files.
logging.getLogger("pyhanko.sign.signers.pdf_signer").setLevel(logging.ERROR)

FIELD, STAMP = "Seal", "Time"
#: A service that failed is not asked again for so many seconds, by nobody.
PAUSE = 60
_PAUSED = "certificates.seal.paused"


def seal(pdf: bytes, *, now: datetime) -> Made:
    """The sealed file, and with what. Raises SealRefused.

    The seal is appended: every byte of the file before stays where it was.
    """
    key = key_for(now)
    signer = PdfSigner(_meta(key), key.signer, timestamper=key.timestamper)
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    with _refusing():
        content = run(
            signer.async_sign_pdf(writer, bytes_reserved=key.reserved)
        ).getvalue()
    if len(content) > LARGEST:
        raise SealRefused(
            _(
                "With the lists of revoked certificates the file would have more than "
                "%(most)s MB, so it was not issued. Ask the issuer of the seal's "
                "certificate for one that is checked by OCSP."
            )
            % {"most": LARGEST // 1_000_000}
        )
    profile = SealProfile.ARCHIVED if key.timestamper else SealProfile.BASELINE
    return Made(content, by=as_sealed_by(key.certificate), profile=profile)


def require_services(*, now: datetime) -> None:
    """Raises SealRefused where a service that the seal needs does not answer.

    Asked before a number is taken; the answer holds as long as the key is kept.
    """
    key = key_for(now)
    if key.timestamper:
        with _refusing():
            _ask(key)


@lru_cache(maxsize=2)
def _ask(key: Key) -> None:
    """One time stamp, and whether the seal or the service is revoked."""
    run(_ask_all(key))


async def _ask_all(key: Key) -> None:
    context = _context(key)
    await CertificateValidator(
        key.signer.signing_cert,
        intermediate_certs=key.signer.cert_registry,
        validation_context=context,
    ).async_validate_usage(set())
    async for _path in key.timestamper.validation_paths(context):
        pass


@contextmanager
def _refusing() -> Iterator[None]:
    """Whatever fails, in words; a service that fails stops being asked for a while."""
    refuse_while_paused()
    try:
        yield
    except SealRefused:
        raise
    except Exception as error:  # key, token and service fail in their own ways
        forget()
        logger.warning("The seal could not be made", exc_info=True)
        if reason := _reason(error):
            cache.set(_PAUSED, reason, PAUSE)
            raise _REFUSALS[reason]() from error
        raise _failed(error) from error


def refuse_while_paused() -> None:
    """SealRefused where a service failed a moment ago, by any process of the site."""
    if conf.seal_timestamp_url() and (reason := cache.get(_PAUSED)):
        raise _REFUSALS[reason]()


def _meta(key: Key) -> PdfSignatureMetadata:
    """Certifies the file, and allows no change to it but a time stamp."""
    meta: dict[str, Any] = {
        "field_name": FIELD,
        "md_algorithm": "sha256",
        "subfilter": SigSeedSubFilter.PADES,
        "certify": True,
        "docmdp_permissions": MDPPerm.NO_CHANGES,
        # Looked at when the key is loaded: one of two is enough, here both would be asked.
        "signer_key_usage": set(),
    }
    if key.timestamper:
        meta |= {
            "embed_validation_info": True,
            "validation_context": _context(key),
            "use_pades_lta": True,
            "timestamp_field_name": STAMP,
            # In the same revision, so that the seal covers them.
            "dss_settings": DSSContentSettings(
                include_vri=False,
                placement=SigDSSPlacementPreference.TOGETHER_WITH_SIGNATURE,
            ),
        }
    return PdfSignatureMetadata(**meta)


def _context(key: Key) -> ValidationContext:
    """Leads to a root that is named, and asks whether a certificate is revoked.

    It asks wherever the certificate says whom; no answer, no seal.
    """
    return ValidationContext(
        trust_roots=trusted(),
        other_certs=list(key.signer.cert_registry),
        allow_fetching=key.fetchers is not None,
        fetchers=key.fetchers,
        crls=list(key.revoked),
        revocation_mode="hard-fail",
    )


def _reason(error: Exception) -> str:
    """Which of the services failed; none where the fault is here."""
    cause = error.__cause__ or error
    if isinstance(cause, RevokedError):
        return ""
    if isinstance(cause, InsufficientRevinfoError):
        return "revoked"
    if isinstance(error, TimestampRequestError):
        return "stamp"
    return ""


def _no_stamp() -> SealRefused:
    return SealRefused(
        _(
            "The time-stamp service %(url)s gives no time stamp, so the certificate "
            "was not issued. Try again later; if it stays so, ask whoever runs the site."
        )
        % {"url": conf.seal_timestamp_url()}
    )


def _unknown_if_revoked() -> SealRefused:
    return SealRefused(
        _(
            "Nobody says whether the seal's certificate, or that of the time-stamp "
            "service, is revoked, so the certificate was not issued. Try again later; "
            "if it stays so, ask whoever runs the site."
        )
    )


_REFUSALS = {"stamp": _no_stamp, "revoked": _unknown_if_revoked}


def _failed(error: Exception) -> SealRefused:
    cause = error.__cause__ or error
    if isinstance(cause, RevokedError):
        return SealRefused(
            _(
                "The seal's certificate, or one it rests on, is revoked, so nothing "
                "can be issued. Get another one."
            )
        )
    if isinstance(cause, (PathBuildingError, PathValidationError)):
        return SealRefused(
            _(
                "The certificate of the seal, or of the time-stamp service, does not "
                "lead to a root in CERTIFICATES_SEAL_TRUSTED, so nothing was issued "
                "(%(error)s)."
            )
            % {"error": cause}
        )
    return SealRefused(
        _("The certificate could not be sealed, so it was not issued (%(error)s).")
        % {"error": str(error) or type(error).__name__}
    )
