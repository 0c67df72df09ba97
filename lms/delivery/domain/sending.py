"""Handing due letters to the mail server: once each, whatever happens on the way.

A letter is claimed in a transaction of its own before it is handed over. Whoever dies
in between leaves a claim that nobody answers; such a letter may have left, so it is
never sent again but by a person.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from lms.delivery import conf
from lms.delivery.enums import LetterReason, LetterState
from lms.delivery.models import Letter

from .letter_text import compose
from .letters import letters_due, reason_against, write_letters
from .mailing import Outcome, hand_over

if TYPE_CHECKING:
    from django.contrib.auth.models import _User as User

#: How long a letter waits after its first, second … try; after one more it failed.
#: Together they outlast a weekend.
PAUSES = (
    timedelta(minutes=10),
    timedelta(hours=2),
    timedelta(hours=12),
    timedelta(days=2),
)
FORGOTTEN_AFTER = timedelta(minutes=15)


class LetterRefused(Exception):
    """Carries the reason in words fit for the person."""


@dataclass(frozen=True)
class Claimed:
    letter: Letter
    message: EmailMessage


@dataclass(frozen=True)
class Round:
    """What one round came to; `letters` are those it found due, as they are now."""

    is_enabled: bool = True
    written: int = 0
    letters: Sequence[Letter] = field(default_factory=list)


def send_letters(*, clock: Callable[[], datetime] = timezone.now) -> Round:
    """Write what is due and send it; safe to run again, and by several at once.

    Where the mail server is out of reach the rest waits for the next round.
    """
    if not conf.mail_enabled():
        return Round(is_enabled=False)
    forgotten = give_up_forgotten(now=clock())
    written = write_letters(now=clock())
    due = list(Letter.objects.due().order_by("due_at", "pk"))
    for letter in due:
        if _send(letter, clock=clock).is_server_down:
            break
    keys = [*forgotten, *(letter.pk for letter in due)]
    return Round(written=len(written), letters=_letters(keys))


def _send(letter: Letter, *, clock: Callable[[], datetime]) -> Outcome:
    claimed = claim(letter, now=clock())
    if claimed is None:
        return Outcome()
    outcome = hand_over(claimed.message)
    note(claimed.letter, outcome, now=clock())
    return outcome


def preview_letters(*, now: datetime) -> Round:
    """What a round would write and send; nothing is."""
    if not conf.mail_enabled():
        return Round(is_enabled=False)
    written = letters_due(now=now)
    waiting = Letter.objects.due().filter(due_at__lte=now)
    kept = [
        letter
        for letter in waiting.select_related("training", "professional")
        if not reason_against(letter, now=now)
    ]
    return Round(written=len(written), letters=[*kept, *written])


@transaction.atomic
def give_up_forgotten(*, now: datetime) -> list[int]:
    """Letters whose sender died: whether they left is not known, so they failed."""
    forgotten = Letter.objects.forgotten(since=now - FORGOTTEN_AFTER)
    keys = list(forgotten.values_list("pk", flat=True))
    forgotten.filter(pk__in=keys).update(
        state=LetterState.FAILED, reason=LetterReason.UNKNOWN, server_words=""
    )
    return keys


@transaction.atomic(durable=True)
def claim(letter: Letter, *, now: datetime) -> Claimed | None:
    """Take a due letter for oneself; None if somebody else has it or it has to wait.

    A letter that is due no longer is dropped. Committed when it returns.
    """
    letter = (
        Letter.objects.select_for_update(of=("self",))
        .select_related("training__municipality", "training__organiser", "professional")
        .get(pk=letter.pk)
    )
    if letter.state != LetterState.DUE:
        return None
    if reason := reason_against(letter, now=now):
        letter.state, letter.reason = LetterState.DROPPED, reason
        letter.save(update_fields=["state", "reason"])
        return None
    if letter.due_at > now:
        return None
    letter.state, letter.claimed_at = LetterState.SENDING, now
    letter.tries += 1
    letter.address = letter.professional.email
    letter.language = letter.professional.language
    message = compose(letter, today=timezone.localdate(now))
    letter.save(update_fields=["state", "claimed_at", "tries", "address", "language"])
    return Claimed(letter, message)


def note(letter: Letter, outcome: Outcome, *, now: datetime) -> None:
    """Keep what became of a claimed letter, unless it was claimed anew since."""
    state = _state_after(letter, outcome)
    claimed = Letter.objects.filter(pk=letter.pk, claimed_at=letter.claimed_at)
    claimed.update(
        state=state,
        reason=outcome.reason or "",
        server_words=outcome.words,
        sent_at=now if state == LetterState.SENT else None,
        due_at=now + PAUSES[letter.tries - 1]
        if state == LetterState.DUE
        else letter.due_at,
    )


@transaction.atomic
def send_again(letter: Letter, *, by: User | None, now: datetime) -> Letter:
    """Let a failed letter be sent once more; nothing else sends one twice."""
    letter = Letter.objects.select_for_update().get(pk=letter.pk)
    if letter.state != LetterState.FAILED:
        raise LetterRefused(
            _(
                "Only a letter that failed is sent again. The state of this one: %(state)s."
            )
            % {"state": letter.get_state_display()}
        )
    if reason := reason_against(letter, now=now):
        raise LetterRefused(
            _("This letter is not sent again. %(reason)s") % {"reason": reason.label}
        )
    letter.state, letter.tries, letter.due_at = LetterState.DUE, 0, now
    letter.claimed_at, letter.reason, letter.server_words = None, "", ""
    letter.save()
    log(
        letter.training,
        "lms_delivery.resend_letter",
        user=by,
        data={"kind": letter.kind, "professional": letter.professional_id},
    )
    return letter


def _state_after(letter: Letter, outcome: Outcome) -> LetterState:
    if not outcome.reason:
        return LetterState.SENT
    if outcome.is_final or letter.tries > len(PAUSES):
        return LetterState.FAILED
    return LetterState.DUE


def _letters(keys: Sequence[int]) -> list[Letter]:
    return list(
        Letter.objects.filter(pk__in=keys)
        .select_related("training", "professional")
        .order_by("pk")
    )
