"""Reading what a phone hands in; the shape is in docs/trainer.md's last section."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from lms.delivery.domain.roll_call import Came, Said

#: The phone sends 25; more than this is no phone of ours.
MOST_WORDS = 200
#: What a number may be in the database and in a browser alike.
MOST = 2**53 - 1
#: Clocks beyond are cut: what they show can be said in no time zone.
EARLIEST = datetime(1900, 1, 1, tzinfo=UTC).timestamp()
LATEST = datetime(9000, 1, 1, tzinfo=UTC).timestamp()


class BatchRefused(Exception):
    """The whole batch cannot be read; nothing of it is kept."""


@dataclass(frozen=True)
class Batch:
    device: UUID
    sent_at: datetime | None
    came: list[Came]
    words: list[Said]


def read_batch(body: bytes) -> Batch:
    """`body` as a batch, or BatchRefused with the reason."""
    try:
        data = json.loads(body)
        batch = Batch(
            device=UUID(data["device"]),
            sent_at=_moment(data["sent_at"]),
            came=[_came(one) for one in data.get("walk_ins", [])],
            words=[_said(one) for one in data["marks"]],
        )
    except (
        *(ValueError, TypeError, KeyError, AttributeError),
        *(OverflowError, RecursionError),
    ) as error:
        raise BatchRefused(
            _("The marks could not be read. Open the roll call again.")
        ) from error
    if len(batch.came) + len(batch.words) > MOST_WORDS:
        raise BatchRefused(_("Too many marks were sent at once."))
    return batch


def _came(data: dict[str, Any]) -> Came:
    return Came(
        id=UUID(data["id"]),
        name=_text(data["name"]),
        institution=_text(data.get("place", "")),
        said_at=_moment(data["at"]),
    )


def _said(data: dict[str, Any]) -> Said:
    """`who` is the number of an enrolment, or the id of a walk-in."""
    who = data["who"]
    return Said(
        id=UUID(data["id"]),
        value=_text(data["mark"]),
        sequence=_count(data["n"], least=1),
        seen=_count(data["seen"]),
        enrolment=None if isinstance(who, str) else _count(who),
        walk_in=UUID(who) if isinstance(who, str) else None,
        said_at=_moment(data["at"]),
    )


def _text(value: Any) -> str:
    if not isinstance(value, str) or "\x00" in value:
        raise ValueError(value)
    value.encode()  # Half a character is none, and no database takes it.
    return value


def _count(value: Any, *, least: int = 0) -> int:
    if type(value) is not int or not least <= value <= MOST:
        raise ValueError(value)
    return value


def _moment(value: Any) -> datetime:
    """Seconds since 1970 by the clock of the phone."""
    if type(value) not in (int, float):
        raise TypeError(value)
    if not math.isfinite(value):
        raise ValueError(value)
    return datetime.fromtimestamp(max(EARLIEST, min(LATEST, value)), UTC)
