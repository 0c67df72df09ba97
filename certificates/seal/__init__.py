"""The seal: a PAdES certification signature over the finished file.

`CERTIFICATES_SEAL_KEY` says with what; without it files stay as they are drawn and the
register alone is the proof. pyHanko takes a second and 45 MB to load, so only a process
that seals or reads a seal loads it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.utils.translation import gettext as _

from certificates import conf
from certificates.enums import SealState

from .refusal import SealRefused

__all__ = [
    "Made",
    "Notice",
    "Seal",
    "SealRefused",
    "SealedBy",
    "notice_of_seal",
    "require_key",
    "require_seal",
    "seal_of",
    "sealed",
]

#: Whoever alters one byte cannot take away all of these.
_MARKS = (b"/ByteRange", b"/ETSI.CAdES.detached", b"/DocMDP")


@dataclass(frozen=True)
class Seal:
    """What the seal of a file is worth.

    `certificate` is the SHA-256 of the certificate that sealed, `at` when, as the
    seal itself says; `is_time_stamped` if a time-stamp service says so too.
    """

    state: SealState
    by: str = ""
    certificate: str = ""
    at: datetime | None = None
    is_time_stamped: bool = False
    profile: str = ""


@dataclass(frozen=True)
class SealedBy:
    """The certificate of a seal; `fingerprint` is its SHA-256."""

    fingerprint: str
    name: str
    issuer: str
    begins_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class Made:
    """A file as it is issued; `by` is None where nothing was sealed."""

    pdf: bytes
    by: SealedBy | None = None
    profile: str = ""


@dataclass(frozen=True)
class Notice:
    """Words for whoever issues; critical where nothing can be issued."""

    words: str
    tone: Literal["info", "warning", "critical"]


def require_key(*, now: datetime) -> None:
    """Raises SealRefused where a key is set and could not seal."""
    if conf.seal_key():
        from .keys import key_for  # noqa: PLC0415 -- see the top

        key_for(now)


def require_seal(*, now: datetime) -> None:
    """The same, and where the services that it needs do not answer.

    They are asked once in a quarter of an hour; call it before anything is locked.
    """
    if conf.seal_key():
        from .sealing import require_services  # noqa: PLC0415 -- see the top

        require_services(now=now)


def sealed(pdf: bytes, *, now: datetime) -> Made:
    """The file with its seal; without a key the same bytes. Raises SealRefused."""
    if not conf.seal_key():
        return Made(pdf)
    from .sealing import seal  # noqa: PLC0415 -- see the top

    return seal(pdf, now=now)


def notice_of_seal(*, now: datetime) -> Notice | None:
    """What whoever issues should know of the key; None where all is well."""
    if not conf.seal_key():
        return Notice(
            _(
                "No key is set, so certificates are issued without a seal, and none can "
                "be put on them later. Whoever runs the site sets one up (operator's "
                "guide, “The seal on certificates”)."
            ),
            tone="info",
        )
    from .watching import notice_of_key  # noqa: PLC0415 -- see the top

    return notice_of_key(now=now)


def seal_of(pdf: bytes) -> Seal:
    """Whether the file has a seal, whether it is whole, and whose it is.

    A file that was altered, or lengthened, has a broken one.
    """
    if not any(mark in pdf for mark in _MARKS):
        return Seal(SealState.NONE)
    from .reading import read_seal  # noqa: PLC0415 -- see the top

    return read_seal(pdf)
