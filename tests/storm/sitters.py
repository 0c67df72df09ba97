"""People answering a test in a bad network: they change, send, and repeat until kept."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from http.client import HTTPException
from random import Random
from threading import Thread
from urllib.parse import urlencode

from django.urls import reverse

from .phones import Weather, exchange

MARKER = "fener-test-1"
TOKEN = "c" * 32
#: An option was chosen for each of these places of the form.
Batch = dict[int, str]


@dataclass
class Sitter(Thread):
    """Changes an answer so many times, and sends as the page's script does."""

    port: int
    cookie: str
    attempt: str
    #: Place of the form: the options that can be chosen there.
    options: dict[int, Sequence[str]]
    changes: int
    chance: Random
    weather: Weather
    #: Place of the form: (revision, option) as last said.
    said: dict[int, tuple[int, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        super().__init__(daemon=True)
        self.revision = 0
        self.earlier: list[tuple[int, Batch]] = []

    def __hash__(self) -> int:
        return id(self)

    def run(self) -> None:
        waiting: Batch = {}
        for _ in range(self.changes):
            place = self.chance.choice(list(self.options))
            waiting[place] = self.chance.choice(self.options[place])
            self.revision += 1
            self.said[place] = (self.revision, waiting[place])
            self._send(waiting)
            if self.chance.random() < 0.3:
                self._late()
        failures = 0
        while waiting:
            time.sleep(self.chance.random() * min(1.0, 0.05 * 2**failures))
            failures += 1
            self._send(waiting)

    def _send(self, waiting: Batch) -> None:
        """Once; what the office says is kept waits no longer."""
        # What is said again is as new as its last change, not as this request.
        self.earlier.append((self.revision, dict(waiting)))
        for place in self._post(self.revision, waiting):
            self.said[place] = (self.revision, waiting.pop(place))

    def _late(self) -> None:
        """A request that was long under way arrives after newer ones."""
        revision, batch = self.chance.choice(self.earlier)
        self._post(revision, batch)

    def _post(self, revision: int, batch: Batch) -> list[int]:
        """The places that the office says are kept; none where it was not heard."""
        fields = [("revision", str(revision))]
        for place, option in batch.items():
            fields += [("changed", str(place)), (f"{place}-0", option)]
        body = urlencode(fields)
        head = (
            f"POST {reverse('lms_assessment:attempt_save', args=[self.attempt])} "
            f"HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n"
            f"Cookie: {self.cookie}; csrftoken={TOKEN}\r\nX-CSRFToken: {TOKEN}\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\n"
            f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n"
        )
        request = (head + body).encode()
        try:
            answer = json.loads(exchange(self.port, request, self.chance, self.weather))
        except (OSError, HTTPException, ValueError):
            return []
        return answer["saved"] if answer.get("marker") == MARKER else []


class Forgetful(Sitter):
    """Forgets what it sent, whether it heard an answer or not."""

    def _send(self, waiting: Batch) -> None:
        super()._send(waiting)
        waiting.clear()

    def _late(self) -> None:
        """What was forgotten does not come by another way."""


class Boastful(Sitter):
    """Says of what was long under way that it is the newest."""

    def _post(self, revision: int, batch: Batch) -> list[int]:
        is_late = revision < self.revision
        return super()._post(revision + 1000 * is_late, batch)
