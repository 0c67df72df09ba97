"""What signs with a key that is loaded once."""

from __future__ import annotations

from typing import Any

from asn1crypto import cms
from asn1crypto import x509 as asn1
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from pyhanko.sign.signers.pdf_cms import Signer
from pyhanko_certvalidator.registry import SimpleCertificateStore
from pyhanko_certvalidator.util import get_pyca_cryptography_hash

from certificates import conf


class Mold:
    """A signature with the two places in it that differ from seal to seal."""

    def __init__(self, made: cms.ContentInfo, digest: bytes) -> None:
        [info] = made["content"]["signer_infos"]
        self.whole: bytes = made.dump()
        self.attributes: bytes = info["signed_attrs"].untag().dump()
        self.digest, self.signature = digest, info["signature"].native

    def signed_part(self, digest: bytes) -> bytes:
        return self.attributes.replace(self.digest, digest)

    def cast(self, digest: bytes, signature: bytes) -> cms.ContentInfo:
        whole = self.whole.replace(self.digest, digest)
        return cms.ContentInfo.load(whole.replace(self.signature, signature))


class KeptKeySigner(Signer):
    """Keeps the key, and the form of the signature.

    pyHanko's own loads the key for each seal, which has OpenSSL prove it anew, and
    builds a form that is the same each time; both take longer than signing.
    """

    def __init__(
        self, key: Any, certificate: asn1.Certificate, chain: list[asn1.Certificate]
    ) -> None:
        store = SimpleCertificateStore.from_certs(chain)
        super().__init__(
            signing_cert=certificate,
            cert_registry=store,
            # Who reads it in years finds all that it rests on.
            embed_roots=bool(conf.seal_timestamp_url()),
        )
        self._key = key
        #: By length of the signature, which differs with ECDSA.
        self._molds: dict[int, Mold] = {}

    async def async_sign(  # type: ignore[override]
        self,
        data_digest: bytes,
        digest_algorithm: str,
        dry_run: bool = False,
        **settings: Any,
    ) -> cms.ContentInfo:
        """`settings` are those of sealing.py: the same in every seal."""
        is_fixed = not dry_run and not settings.get("timestamper")
        if is_fixed and self._molds:
            one = next(iter(self._molds.values()))
            signature = self._signature(one.signed_part(data_digest), digest_algorithm)
            if fitting := self._molds.get(len(signature)):
                return fitting.cast(data_digest, signature)
        made = await super().async_sign(
            data_digest, digest_algorithm, dry_run, **settings
        )
        if is_fixed:
            mold = Mold(made, data_digest)
            self._molds[len(mold.signature)] = mold
        return made

    async def async_sign_raw(
        self, data: bytes, digest_algorithm: str, dry_run: bool = False
    ) -> bytes:
        return self._signature(data, digest_algorithm)

    def _signature(self, data: bytes, digest_algorithm: str) -> bytes:
        digest = get_pyca_cryptography_hash(digest_algorithm)
        if isinstance(self._key, RSAPrivateKey):
            return self._key.sign(data, PKCS1v15(), digest)
        return self._key.sign(data, ECDSA(digest))
