"""The status list: one bit a certificate, set while it does not stand.

W3C Bitstring Status List 1.0. A certificate's bit is at the number of its row, which is
on no paper: who knows a register number does not know where to look.
"""

from __future__ import annotations

import gzip
from base64 import urlsafe_b64encode
from datetime import date, timedelta
from typing import Any

from certificates.enums import CertificateState
from certificates.models import Certificate

from .addresses import address_of_list, issuer_id
from .claims import CONTEXT, begin, claimed, end

#: Bits of a list: the least that the standard allows, so that one hides among many.
SIZE = 131_072
#: An expired one stood: its badge has a last day of its own.
_STANDING = {CertificateState.ISSUED, CertificateState.EXPIRED}
_FALLEN = [state for state in CertificateState if state not in _STANDING]
#: Days for which a list may be shown after the one it was made on.
_KEPT_DAYS = 1


def entry_of(certificate: Certificate) -> dict[str, Any]:
    block, place = divmod(certificate.pk, SIZE)
    address = address_of_list(block)
    return {
        "id": f"{address}#{place}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": str(place),
        "statusListCredential": address,
    }


def list_exists(block: int) -> bool:
    newest = Certificate.objects.order_by("-pk").values_list("pk", flat=True).first()
    return newest is not None and block <= newest // SIZE


def list_of(block: int, *, today: date) -> dict[str, Any]:
    """The register as it is now. The same all day, unless a certificate changed.

    It ends, so that nobody can show an old one for long.
    """
    address = address_of_list(block)
    credential = {
        "@context": [CONTEXT],
        "id": address,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": issuer_id(),
        "credentialSubject": {
            "id": f"{address}#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": _encoded(block),
        },
    }
    return claimed(
        credential,
        issuer=issuer_id(),
        valid_from=begin(today),
        valid_until=end(today + timedelta(days=_KEPT_DAYS)),
    )


def _encoded(block: int) -> str:
    """Multibase (u: base64url) of the gzipped bits, the first one leftmost."""
    bits = bytearray(SIZE // 8)
    first = block * SIZE
    fallen = (
        Certificate.objects.filter(
            state__in=_FALLEN, pk__gte=first, pk__lt=first + SIZE
        )
        .order_by()
        .values_list("pk", flat=True)
    )
    for pk in fallen:
        byte, bit = divmod(pk - first, 8)
        bits[byte] |= 128 >> bit
    packed = gzip.compress(bytes(bits), mtime=0)
    return f"u{urlsafe_b64encode(packed).decode().rstrip('=')}"
