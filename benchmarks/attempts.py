"""Many people answer a test at once: is every answer kept, how long does a save take?

    python -m benchmarks.attempts [--people 200] [--seconds 60] [--every 5]

Each person opens the page, then changes an answer every `every` seconds, and the device
sends it as the page's script does, again until the office says that it is kept. At the
end what the office holds is compared with what it said it kept. Two gunicorn workers
over loopback; SQLite, or the PostgreSQL server that DATABASE_URL names.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import tempfile
import time
from argparse import ArgumentParser, Namespace
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from statistics import median, quantiles
from typing import Any
from urllib.parse import urlencode, urlsplit

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "site")]
os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"
os.environ["FENER_VAR"] = tempfile.mkdtemp(prefix="fener-benchmark-")

import django  # noqa: E402 -- the paths and settings above come first

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection, connections  # noqa: E402

from benchmarks.attempts_data import Fields, Paper, Response, build, held  # noqa: E402
from benchmarks.database import address, throw_away_database  # noqa: E402
from benchmarks.scratch import WORKERS, serving  # noqa: E402

#: Seconds, as in the page's script.
PATIENCE = 20
MARKER = "fener-test-1"
#: Goals for one save, in milliseconds.
GOALS = {"p95": 1000, "p99": 3000}


@dataclass
class Device:
    """A person's browser: what it waits to send, and what the office said it keeps."""

    paper: Paper
    port: int
    chance: Random
    token: str = ""
    revision: int = 0
    waiting: dict[int, tuple[Fields, Response]] = field(default_factory=dict)
    kept: dict[int, tuple[int, Response]] = field(default_factory=dict)
    #: Seconds each answered save took.
    seconds: list[float] = field(default_factory=list)
    failures: int = 0

    async def answer(self, until: float, every: float) -> None:
        await asyncio.sleep(self.chance.random() * every)
        await self._open()
        while (tick := time.perf_counter()) < until:
            question = self.chance.choice(list(self.paper.questions))
            self.waiting[question] = self.paper.answer(question, self.chance)
            self.revision = max(int(time.time() * 1000), self.revision + 1)
            await self._send()
            await asyncio.sleep(max(tick + every - time.perf_counter(), 0))
        while self.waiting:
            await self._send()

    async def _open(self) -> None:
        status, head, _body = await self._ask("GET", self.paper.page)
        if status != 200:
            raise SystemExit(f"{self.paper.page} answered {status}")
        self.token = head.partition("csrftoken=")[2].partition(";")[0]

    async def _send(self) -> None:
        batch = dict(self.waiting)
        body: Fields = [("revision", str(self.revision))]
        for question, (fields, _response) in batch.items():
            body += [("changed", str(question)), *fields]
        start = time.perf_counter()
        try:
            answer = await self._save(urlencode(body))
        except (OSError, TimeoutError, ValueError):
            self.failures += 1
            return
        self.seconds.append(time.perf_counter() - start)
        for question in answer["saved"]:
            self.kept[question] = (self.revision, batch[question][1])
            del self.waiting[question]

    async def _save(self, body: str) -> dict[str, Any]:
        status, _head, content = await self._ask("POST", self.paper.save, body)
        answer = json.loads(content)
        if status != 200 or answer.get("marker") != MARKER:
            raise ValueError(status)
        return answer

    async def _ask(self, method: str, path: str, body: str = "") -> tuple:
        """(status, head, body) of the answer."""
        head = (
            f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
            f"Cookie: {self.paper.cookie}; csrftoken={self.token}\r\n"
            f"X-CSRFToken: {self.token}\r\nContent-Length: {len(body)}\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\n\r\n"
        )
        async with asyncio.timeout(PATIENCE):
            reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
            writer.write((head + body).encode())
            answer = await reader.read()
            writer.close()
        top, _blank, content = answer.partition(b"\r\n\r\n")
        return int(top.split(b" ", 2)[1]), top.decode(), content


async def storm(devices: list[Device], seconds: int, every: int) -> None:
    until = time.perf_counter() + seconds
    await asyncio.gather(*(device.answer(until, every) for device in devices))


def faults(devices: list[Device]) -> tuple[int, int]:
    """(answers the office does not hold as it said, answers that nobody gave)."""
    there = held([device.paper for device in devices])
    said = {
        (device.paper.attempt, question): answer
        for device in devices
        for question, answer in device.kept.items()
    }
    lost = sum(there.get(key) != answer for key, answer in said.items())
    return lost, len(there.keys() - said.keys())


def report(devices: list[Device], chosen: Namespace, took: float) -> None:
    took_each = [one for device in devices for one in device.seconds]
    cut = quantiles(took_each, n=100)
    lost, more = faults(devices)
    figures = {"p50": median(took_each), "p95": cut[94], "p99": cut[98]}
    print(
        f"database    {connection.vendor}, {WORKERS} workers\n"
        f"people      {chosen.people}, {chosen.questions} questions each, a save every "
        f"{chosen.every} s for {chosen.seconds} s ({took:.0f} s in all)\n"
        f"saves       {len(took_each)}, {len(took_each) / took:.0f} a second, "
        f"{sum(device.failures for device in devices)} said again\n"
        f"answers     {sum(len(device.kept) for device in devices)} kept, "
        f"{lost} lost, {more} that nobody gave   (goal: 0, 0)"
    )
    for name, value in figures.items():
        goal = f"   (goal: at most {GOALS[name]} ms)" if name in GOALS else ""
        print(f"{name}         {value * 1000:8.0f} ms{goal}")


def main() -> None:
    parser = ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--people", type=int, default=200)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--every", type=int, default=5)
    parser.add_argument("--questions", type=int, default=20)
    chosen = parser.parse_args()
    var = Path(os.environ["FENER_VAR"])
    with throw_away_database():
        papers = build(people=chosen.people, questions=chosen.questions)
        call_command("collectstatic", "--noinput", verbosity=0)
        database = address()
        connections.close_all()
        with serving(var, database) as (where, _server):
            port = urlsplit(where).port
            devices = [
                Device(paper, port, Random(place)) for place, paper in enumerate(papers)
            ]
            start = time.perf_counter()
            asyncio.run(storm(devices, chosen.seconds, chosen.every))
            took = time.perf_counter() - start
        report(devices, chosen, took)


if __name__ == "__main__":
    main()
