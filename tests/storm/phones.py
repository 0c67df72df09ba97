"""Phones in a bad network: they say words, send batches, and repeat until answered."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from random import Random
from threading import Thread
from typing import Any
from uuid import UUID

from django.urls import reverse

#: As the roll call sends them.
BATCH = 25
VALUES = ("present", "late", "excused", "absent")
PATIENCE = 30
MARKER = "fener-roll-call-1"


@dataclass(frozen=True)
class Weather:
    """How often a request is cut before it is whole, and an answer is not heard."""

    cut: float = 0.15
    unheard: float = 0.3


@dataclass
class Phone(Thread):
    """Marks every enrolment at every session once, and hands the words in."""

    port: int
    #: The login of the trainer who holds it.
    cookie: str
    sessions: Sequence[int]
    enrolments: Sequence[int]
    chance: Random
    weather: Weather
    #: Called with the number of words that became known to be kept.
    heard: Callable[[int], None] = lambda number: None
    said: dict[int, list[dict[str, Any]]] = field(default_factory=dict)
    #: Seconds each answered batch took.
    seconds: list[float] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(daemon=True)
        self.device = str(self._uuid())
        self.sequence = 0
        self.csrf = ("", "")

    def __hash__(self) -> int:
        return id(self)

    def run(self) -> None:
        for session in self.sessions:
            self.said[session] = [self._word(one) for one in self.enrolments]
            self._hand_in(session, list(self.said[session]))

    def _uuid(self) -> UUID:
        return UUID(int=self.chance.getrandbits(128), version=4)

    def _word(self, enrolment: int) -> dict[str, Any]:
        self.sequence += 1
        return {
            "id": str(self._uuid()),
            "who": enrolment,
            "mark": self.chance.choice(VALUES),
            "n": self.sequence,
            "seen": 0,
            "at": time.time(),
        }

    def _hand_in(self, session: int, queue: list[dict[str, Any]]) -> None:
        """Until the office says of every id that it is kept; nothing else ends it."""
        failures = 0
        while queue:
            try:
                kept = self._send(session, queue[:BATCH])
            except (OSError, HTTPException, ValueError):
                failures += 1
                time.sleep(self.chance.random() * min(1.0, 0.05 * 2**failures))
                continue
            failures = 0
            queue[:] = [word for word in queue if word["id"] not in kept]
            self.heard(len(kept))

    def _send(self, session: int, batch: list[dict[str, Any]]) -> set[str]:
        """The ids that the office says are kept."""
        if not self.csrf[0]:
            self._open(session)
        body = json.dumps(
            {"device": self.device, "sent_at": time.time(), "marks": batch}
        ).encode()
        token, cookie = self.csrf
        head = (
            f"POST {_marks(session)} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n"
            f"Cookie: {self.cookie}; csrftoken={cookie}\r\nX-CSRFToken: {token}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n"
            "Connection: close\r\n\r\n"
        ).encode()
        start = time.perf_counter()
        answer = exchange(self.port, head + body, self.chance, self.weather)
        self.seconds.append(time.perf_counter() - start)
        data = json.loads(answer)
        if data.get("marker") != MARKER or data.get("session") != session:
            raise ValueError(data)
        self.refused += [one["reason"] for one in data["answers"] if not one["kept"]]
        return {one["id"] for one in data["answers"] if one["kept"]}

    def _open(self, session: int) -> None:
        """Open the roll call: the token that goes with every batch."""
        http = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        http.request("GET", _roster(session), headers={"Cookie": self.cookie})
        answer = http.getresponse()
        answer.read()
        if answer.status != 200:
            raise OSError(answer.status)
        cookie = (answer.getheader("Set-Cookie") or "").partition("csrftoken=")[2]
        self.csrf = (answer.getheader("X-Csrf") or "", cookie.partition(";")[0])
        http.close()


class Forgetful(Phone):
    """Forgets what it sent, whether it heard an answer or not."""

    def _send(self, session: int, batch: list[dict[str, Any]]) -> set[str]:
        with suppress(OSError, HTTPException, ValueError):
            super()._send(session, batch)
        return {word["id"] for word in batch}


class Renaming(Phone):
    """Gives every word a new id when it says it again."""

    def _send(self, session: int, batch: list[dict[str, Any]]) -> set[str]:
        sent = [word | {"id": str(self._uuid())} for word in batch]
        kept = super()._send(session, sent)
        return {
            word["id"]
            for word, renamed in zip(batch, sent, strict=True)
            if renamed["id"] in kept
        }


def exchange(port: int, request: bytes, chance: Random, weather: Weather) -> bytes:
    """The body of the answer, if the weather lets both ways through."""
    with socket.create_connection(("127.0.0.1", port), PATIENCE) as wire:
        if chance.random() < weather.cut:
            wire.sendall(request[: chance.randrange(1, len(request))])
            raise OSError("cut on the way")
        wire.sendall(request)
        answer = b""
        while piece := wire.recv(65536):
            answer += piece
    if chance.random() < weather.unheard:
        raise OSError("the answer was not heard")
    head, _blank, content = answer.partition(b"\r\n\r\n")
    if b" 200 " not in head.partition(b"\r\n")[0]:
        raise OSError(head[:60])
    return content


def _marks(session: int) -> str:
    return reverse("lms_delivery_plain:api_marks", args=[session])


def _roster(session: int) -> str:
    return reverse("lms_delivery_plain:api_roll_call", args=[session])
