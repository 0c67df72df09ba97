"""Where the parts of a badge stand; no language, they are in every badge for ever."""

from __future__ import annotations

from urllib.parse import quote

from django.urls import reverse

from curriculum.conf import public_url

_DOCUMENT = "/did.json"


def issuer_id() -> str:
    """The did:web of the office: where its keys stand, in another spelling."""
    address = f"{public_url()}{reverse('certificates_plain:badge_issuer')}"
    place = address.partition("://")[2].removesuffix(_DOCUMENT)
    return ":".join(["did:web", *(quote(part, safe="") for part in place.split("/"))])


def address_of_badge(code: str) -> str:
    return f"{public_url()}{reverse('certificates_plain:api_badge', args=[code])}"


def address_of_list(block: int) -> str:
    return f"{public_url()}{reverse('certificates_plain:badge_status', args=[block])}"
