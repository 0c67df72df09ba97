"""Clerks who issue certificates at once, each a process of its own that can be killed."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.synchronize import Barrier
from random import Random
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.db.models.signals import pre_save
from django.utils import timezone

from certificates.backends import HTMLRenderer, MemoryRenderer
from certificates.domain import writing
from certificates.domain.issuing import IssuingRefused, issue
from certificates.domain.register import take_number
from certificates.models import Certificate, CertificateFile, CertificateKind
from certificates.pdf.page import PageRefused
from certificates.tasks import carry_out_run
from lms.delivery.models import Enrolment

FORKED = multiprocessing.get_context("forkserver")
FORKED.set_forkserver_preload([f"{__package__}.nursery"])
#: Seconds in which somebody must have issued something.
PATIENCE = 120


class Jammed(Exception):
    """The printer breaks in a way nobody has foreseen."""


class Unreliable:
    """A maker of pages that fails for one in ten."""

    chance = Random()

    def render(self, page: Any, **kwargs: Any) -> bytes:
        match self.chance.randrange(20):
            case 0:
                raise PageRefused("no ink")
            case 1:
                raise Jammed
        pdf: bytes = super().render(page, **kwargs)  # type: ignore[misc]
        return pdf


class Plain(Unreliable, MemoryRenderer):
    pass


class Real(Unreliable, HTMLRenderer):
    pass


def highest_and_one(kind: CertificateKind, year: int) -> int:
    """What many programs do."""
    numbers = Certificate.objects.filter(kind=kind, year=year)
    return (numbers.aggregate(highest=Max("sequence"))["highest"] or 0) + 1


def of_its_own(kind: CertificateKind, year: int) -> int:
    """The counter without the transaction of the certificate: a sequence."""
    with transaction.atomic():
        return take_number(kind, year=year)


@dataclass(frozen=True)
class Desk:
    """What a clerk works with; `numbering` only where it is not the product's."""

    kind: int
    pages: type[Unreliable] = Plain
    numbering: Callable[[CertificateKind, int], int] | None = None


def issue_all(
    wire: Connection, gate: Barrier | None, desk: Desk, people: Sequence[int], luck: str
) -> None:
    """Say of each person what came of it: a number, or the name of what went wrong."""
    settings.CERTIFICATES_RENDERER = f"{__name__}.{desk.pages.__name__}"
    Unreliable.chance = Random(luck)
    signal.signal(signal.SIGUSR1, die_at_the_next)
    kind = CertificateKind.objects.get(pk=desk.kind)
    if gate:
        gate.wait(PATIENCE)
    for pk in people:
        wire.send((pk, _outcome(pk, kind, desk)))


def die_at_the_next(*_given: Any) -> None:
    """The number is taken and the entry made, and nothing is stored."""
    pre_save.connect(_die, sender=CertificateFile)


def _die(**_given: Any) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _outcome(pk: int, kind: CertificateKind, desk: Desk) -> str:
    now = timezone.now()
    if desk.numbering:
        number = desk.numbering(kind, timezone.localdate(now).year)
        writing.take_number = lambda *_given, **_named: number
    try:
        enrolment = Enrolment.objects.select_related("training").get(pk=pk)
        return issue(enrolment, kind=kind, by=None, now=now).number
    except Exception as error:  # noqa: BLE001 -- told
        return type(error).__name__


def carry_out(run: int) -> None:
    """As the background worker does."""
    settings.CERTIFICATES_RENDERER = f"{__name__}.{Plain.__name__}"
    Unreliable.chance = Random(run)
    carry_out_run.call(run)


#: What is no fault of the register.
FORESEEN = (IssuingRefused.__name__, Jammed.__name__)


@dataclass
class Clerk:
    """Issues for all its people; whoever is killed is replaced and goes on."""

    desk: Desk
    people: Sequence[int]
    luck: int
    #: Enrolment: a number, or the name of what went wrong.
    came_of: dict[int, str] = field(default_factory=dict)
    lives: int = 0

    def start(self, gate: Barrier | None = None) -> None:
        self.lives += 1
        self.wire, theirs = FORKED.Pipe(duplex=False)
        luck = f"{self.luck} {self.lives}"
        self.process = FORKED.Process(
            target=issue_all,
            args=(theirs, gate, self.desk, self.left, luck),
            daemon=True,
        )
        self.process.start()
        theirs.close()

    @property
    def left(self) -> list[int]:
        return [pk for pk in self.people if pk not in self.came_of]

    def hear(self) -> None:
        try:
            pk, outcome = self.wire.recv()
        except EOFError:
            self.process.join(PATIENCE)
            self.start()
        else:
            self.came_of[pk] = outcome

    def kill(self, *, while_storing: bool) -> None:
        """kill -9, now or in the middle of the next certificate."""
        with suppress(ProcessLookupError):
            os.kill(
                self.process.pid, signal.SIGUSR1 if while_storing else signal.SIGKILL
            )


def work_together(clerks: Sequence[Clerk], *, kills: int = 0) -> None:
    """All begin together, and end when each has an answer about all its people.

    The kills are spread over that time.
    """
    chance = Random(kills)
    total = sum(len(clerk.people) for clerk in clerks)
    left = [total * number // (kills + 1) for number in range(1, kills + 1)]
    gate = FORKED.Barrier(len(clerks))
    for clerk in clerks:
        clerk.start(gate)
    while working := {clerk.wire: clerk for clerk in clerks if clerk.left}:
        heard = wait(list(working), PATIENCE)
        assert heard, "the clerks have stopped"
        for wire in heard:
            working[wire].hear()
        if left and sum(len(clerk.came_of) for clerk in clerks) >= left[0]:
            left.pop(0)
            # Whoever is nearly done would be gone before the kill.
            slow = sorted(working.values(), key=lambda clerk: -len(clerk.left))
            victim = chance.choice(slow[: (len(slow) + 1) // 2])
            victim.kill(while_storing=len(left) % 2 == 0)
    for clerk in clerks:
        clerk.process.join(PATIENCE)
