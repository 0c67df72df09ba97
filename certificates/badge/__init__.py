"""Open Badges 3.0: what a certificate says, for wallets and for machines.

A badge is made when it is asked for, out of the frozen facts, and signed with the key
of the seal as a compact JWS. Whether it still stands is said by a signed list of one bit
a certificate. Without a key there are no badges. `keys` loads pyHanko, as the seal does.
"""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from certificates import conf
from certificates.models import Certificate
from certificates.seal import SealRefused

from .credential import credential_of
from .refusal import BadgeRefused
from .status import list_exists, list_of

__all__ = ["BadgeRefused", "badge_of", "has_badge", "offers_badges", "status_list"]

logger = logging.getLogger(__name__)


def offers_badges() -> bool:
    """Whether there is a key to sign them with; it is not opened."""
    return bool(conf.seal_key())


def has_badge(certificate: Certificate) -> bool:
    return offers_badges() and certificate.is_valid


def badge_of(certificate: Certificate, *, now: datetime) -> str:
    """The signed badge of a valid certificate, in the active language.

    Raises BadgeRefused.
    """
    if not offers_badges():
        raise no_badges()
    if not certificate.is_valid:
        raise BadgeRefused(
            _("Only a certificate that is valid has an Open Badge."), 409
        )
    return _signed(credential_of(certificate), valid_at=now)


def status_list(block: int, *, now: datetime) -> str:
    """The signed list. Raises BadgeRefused.

    A key whose certificate is over still signs it: badges are checked for years.
    """
    if not offers_badges():
        raise no_badges()
    if not list_exists(block):
        raise BadgeRefused(_("There is no such list."), 404)
    return _signed(list_of(block, today=timezone.localdate(now)))


def no_badges() -> BadgeRefused:
    return BadgeRefused(_("This site has no key to sign Open Badges with."), 404)


def _signed(claims: dict[str, Any], *, valid_at: datetime | None = None) -> str:
    """`valid_at` is when the certificate of the key has to be valid, if it has to."""
    from certificates.seal.keys import (  # noqa: PLC0415 -- see the top
        current_key,
        key_for,
    )

    from .keys import signed  # noqa: PLC0415 -- see the top

    try:
        key = key_for(valid_at) if valid_at else current_key()
        return signed(claims, key=key)
    except SealRefused as refusal:
        # Its words are for the office: they name files.
        logger.warning("A badge could not be signed: %s", refusal)
        raise BadgeRefused(
            _("Nothing can be signed at the moment. Try again later."), 503
        ) from refusal
