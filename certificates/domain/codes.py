"""The random part of a certificate's public address."""

from __future__ import annotations

import re
import secrets

#: No 0 and O, no 1, I and L, no U that reads as V: fit for reading out and copying.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
#: 24 of 30 signs are 117 bits.
LENGTH = 24
GROUP = 4


def new_code() -> str:
    """A code as it is printed, in groups: ABCD-EFGH-…"""
    return _grouped("".join(secrets.choice(ALPHABET) for _sign in range(LENGTH)))


def as_written(text: str) -> str:
    """What a person typed or a file holds, in the form in which codes are stored.

    Only letters and digits matter, in either case. What is no code comes out as
    something that is nobody's code.
    """
    signs = re.sub(r"[^0-9A-Za-z]", "", text).upper()
    return _grouped(signs[: LENGTH + 1])


def _grouped(signs: str) -> str:
    return "-".join(
        signs[start : start + GROUP] for start in range(0, len(signs), GROUP)
    )
