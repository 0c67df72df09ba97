"""What keeps certificates from being sealed, or soon will; said before it happens."""

from __future__ import annotations

from datetime import datetime, timedelta

from cryptography.x509 import Certificate
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from . import Notice
from .keys import current_key, key_for
from .refusal import SealRefused
from .sealing import refuse_while_paused

_AHEAD = timedelta(days=60)


def notice_of_key(*, now: datetime) -> Notice | None:
    """None where all is well; no service is asked."""
    try:
        key_for(now)
        refuse_while_paused()
    except SealRefused as refusal:
        return Notice(str(refusal), tone="critical")
    words = end_of(current_key().certificate, now=now)
    return Notice(words, tone="warning") if words else None


def end_of(certificate: Certificate, *, now: datetime) -> str:
    """That the certificate ends within 60 days; "" where it does not."""
    ends = certificate.not_valid_after_utc
    if not timedelta(0) < ends - now < _AHEAD:
        return ""
    return _(
        "The seal's certificate expires on %(day)s; after that nothing can be issued. "
        "Get the next one in time; whoever runs the site puts it in place (operator's "
        "guide, “The seal on certificates”)."
    ) % {"day": date_format(localdate(ends))}
