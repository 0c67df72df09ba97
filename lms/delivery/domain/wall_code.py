"""The code on the wall: good for so short a time that who reads it is in the room.

It is derived from the session and from the time, so nothing is stored and a new one
is there every `STEP`. A code is good while it is shown and for one step more.
"""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.formats import date_format
from django.utils.timezone import localtime, make_aware
from django.utils.translation import gettext as _

from lms.delivery import conf
from lms.delivery.models import Session

from .training import reason_called_off, reason_closed

STEP = timedelta(seconds=20)
#: The step that is shown, and the one before: whoever scans needs a moment.
GOOD_STEPS = 2
#: Twelve bytes, 96 bits: a larger QR code is read worse from the last row.
CODE_BYTES = 12
TOKEN = re.compile(r"([0-9]{1,18})-([A-Za-z0-9_-]{16})")


class CheckInRefused(Exception):
    """Carries the reason in words fit for who checks in, or for the trainer."""


@dataclass(frozen=True, kw_only=True)
class Scan:
    """A good code, read at a session; `phone` is the mark that the browser keeps."""

    session: int
    code_made_at: datetime
    scanned_at: datetime
    phone: str

    @property
    def is_newest(self) -> bool:
        """Whether it was still on the wall."""
        return self.scanned_at - self.code_made_at < STEP


def token_of(session: Session, *, now: datetime) -> str:
    """What stands in the QR code now."""
    return f"{session.pk}-{_code(session, _step_of(now))}"


def code_ends_at(now: datetime) -> datetime:
    """When the wall shows another code."""
    return _moment_of(_step_of(now) + 1)


def read_token(token: str, *, phone: str, now: datetime) -> Scan:
    """The scan that `token` stands for; refused if it is old, forged or too early.

    All that is not good is answered alike, so nobody learns which codes there are.
    """
    match = TOKEN.fullmatch(token)
    session = (
        Session.objects.select_related("training").filter(pk=int(match[1])).first()
        if match
        else None
    )
    if match is None or session is None or not (step := _good(session, match[2], now)):
        raise CheckInRefused(_("This code has run out. Scan the one on the wall now."))
    if reason_not_now(session, now=now):
        raise CheckInRefused(
            _("Nobody can check in to this session now. Ask your trainer.")
        )
    return Scan(
        session=session.pk,
        code_made_at=_moment_of(step),
        scanned_at=now,
        phone=phone,
    )


def reason_not_now(session: Session, *, now: datetime) -> str:
    """Why nobody checks in at `now`; "" while it is possible."""
    if reason := reason_closed(session.training) or reason_called_off(session):
        return reason
    opens = starts_at(session) - conf.check_in_opens()
    closes = make_aware(datetime.combine(session.date, session.ends))
    closes += conf.check_in_closes()
    if now < opens:
        text = _("Check-in for this session begins on %(day)s at %(time)s.")
        moment = opens
    elif now > closes:
        text = _("Check-in for this session ended on %(day)s at %(time)s.")
        moment = closes
    else:
        return ""
    moment = localtime(moment)
    return text % {"day": date_format(moment), "time": f"{moment:%H:%M}"}


def starts_at(session: Session) -> datetime:
    return make_aware(datetime.combine(session.date, session.starts))


def _step_of(moment: datetime) -> int:
    return int(moment.timestamp() // STEP.total_seconds())


def _moment_of(step: int) -> datetime:
    return datetime.fromtimestamp(step * STEP.total_seconds(), tz=UTC)


def _code(session: Session, step: int) -> str:
    text = f"{session.pk}:{session.sheet_code}:{step}"
    digest = salted_hmac("lms_delivery.wall_code", text, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest[:CODE_BYTES]).decode()


def _good(session: Session, code: str, now: datetime) -> int:
    """The step of a code that is good at `now`, else 0; always as many comparisons."""
    newest = _step_of(now)
    steps = range(newest, newest - GOOD_STEPS, -1)
    return max(
        step * constant_time_compare(code, _code(session, step)) for step in steps
    )
