"""The page that verifies a certificate, while phones hand in roll calls.

    python -m benchmarks.verify [--seconds 20] [--connections 16] [--phones 2] [--var FOLDER]

Sixteen visitors ask for the pages of the demo's certificates, one after another each,
while two phones send a batch of 25 marks a second each, as if twenty trainings called
the roll within ten seconds. Once with the pages repeated, as they come, once with every
page made anew, and once an empty view instead, for the measure. Two gunicorn workers,
SQLite, loopback only; visitors and phones share the cores with the server.
"""

from __future__ import annotations

import asyncio
import json
import os
import time
from argparse import Namespace
from itertools import chain
from pathlib import Path
from random import Random
from statistics import median, quantiles
from typing import Any
from unittest.mock import patch
from urllib.parse import urlsplit
from uuid import UUID

from benchmarks.pages import processor_seconds
from benchmarks.scratch import EMPTY, manage, options, serving, site

BATCH = 25
EVERY = 1.0
MARKS = ("present", "late", "excused", "absent")
LANGUAGE = "sq"
EMPTY_VIEW = "empty Django view"
#: Milliseconds, and requests a second.
GOAL_P99, GOAL = 150, 300
#: For how many seconds a page is repeated.
WAYS = {EMPTY_VIEW: "0", "as it comes": "60", "every page made anew": "0"}


async def ask(port: int, head: str, body: str = "") -> tuple[str, str]:
    """(head, body) of an answer that is as it should be."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    more = "Host: 127.0.0.1\r\nConnection: close\r\n"
    writer.write(f"{head}\r\n{more}\r\n{body}".encode())
    answer = await reader.read()
    writer.close()
    top, _blank, content = answer.partition(b"\r\n\r\n")
    if b" 200 " not in top.partition(b"\r\n")[0]:
        raise SystemExit(f"{head} answered {top[:60]!r}")
    return top.decode(), content.decode(errors="replace")


async def visit(
    port: int, paths: list[str], until: float, chance: Random
) -> list[float]:
    """Seconds of each visit."""
    took = []
    while (start := time.perf_counter()) < until:
        path = chance.choice(paths)
        await ask(port, f"GET {path} HTTP/1.1\r\nAccept-Encoding: gzip")
        took.append(time.perf_counter() - start)
    return took


async def call_the_roll(
    port: int, found: dict[str, Any], until: float, chance: Random
) -> list[float]:
    """Seconds of each batch; every mark has to be kept."""
    top, _body = await ask(
        port, f"GET {found['roster']} HTTP/1.1\r\nCookie: {found['cookie']}"
    )
    token = top.partition("csrftoken=")[2].partition(";")[0]
    header = top.partition("X-Csrf: ")[2].partition("\r\n")[0]
    device, number, took = _uuid(chance), 0, []
    while (start := time.perf_counter()) < until:
        words = [_word(found["who"], number + place, chance) for place in range(BATCH)]
        number += BATCH
        body = json.dumps({"device": device, "sent_at": time.time(), "marks": words})
        _top, answer = await ask(
            port,
            f"POST {found['marks']} HTTP/1.1\r\nContent-Type: application/json\r\n"
            f"Cookie: {found['cookie']}; csrftoken={token}\r\nX-CSRFToken: {header}\r\n"
            f"Content-Length: {len(body)}",
            body,
        )
        refused = [one for one in json.loads(answer)["answers"] if not one["kept"]]
        if refused:
            raise SystemExit(f"A mark was not kept: {refused[0]}")
        took.append(time.perf_counter() - start)
        await asyncio.sleep(max(start + EVERY - time.perf_counter(), 0))
    return took


def _uuid(chance: Random) -> str:
    return str(UUID(int=chance.getrandbits(128), version=4))


def _word(who: list[int], number: int, chance: Random) -> dict[str, Any]:
    return {
        "id": _uuid(chance),
        "who": chance.choice(who),
        "mark": chance.choice(MARKS),
        "n": number + 1,
        "seen": 0,
        "at": time.time(),
    }


async def together(
    port: int, found: dict[str, Any], chosen: Namespace, seconds: float
) -> tuple[list[float], list[float]]:
    until = time.perf_counter() + seconds
    people = range(chosen.connections)
    visits = [visit(port, found["paths"], until, Random(one)) for one in people]
    phones = [
        call_the_roll(port, found, until, Random(-one))
        for one in range(1, chosen.phones + 1)
    ]
    done = await asyncio.gather(*visits, *phones)
    apart = len(visits)
    return list(chain(*done[:apart])), list(chain(*done[apart:]))


def run(var: Path, found: dict[str, Any], chosen: Namespace) -> str:
    """A line of the table."""
    with serving(var) as (address, server):
        port = urlsplit(address).port
        asyncio.run(together(port, found, chosen, 3))
        before = processor_seconds(server)
        visits, batches = asyncio.run(together(port, found, chosen, chosen.seconds))
        spent = processor_seconds(server) - before
    cut = quantiles(visits, n=100)
    return (
        f"{len(visits) / chosen.seconds:.0f} | {1000 * median(visits):.0f}"
        f" | {1000 * cut[98]:.0f} | {1000 * spent / len(visits):.2f}"
        f" | {len(batches) / chosen.seconds:.1f} | {1000 * median(batches):.0f}"
    )


def main() -> None:
    chosen = options(__doc__.splitlines()[0], seconds=20, connections=16, phones=2)
    lines = []
    with site(chosen.var) as (var, _addresses):
        code = "from benchmarks.verify_data import write; write()"
        found = json.loads(manage(var, "shell", "--no-imports", "--command", code))
        pages = [f"/{LANGUAGE}/verify/{code}/" for code in found["codes"]]
        for way, seconds in WAYS.items():
            found["paths"] = [EMPTY] if way == EMPTY_VIEW else pages
            with patch.dict(os.environ, FENER_BENCHMARK_PAGE_SECONDS=seconds):
                lines.append(f"| {way} | {run(var, found, chosen)} |")
    print(
        f"{len(found['codes'])} certificates, {chosen.connections} connections, "
        f"{chosen.phones} phones; load {os.getloadavg()[0]:.1f} at the end. "
        f"Goal: at least {GOAL} a second, p99 at most {GOAL_P99} ms.\n\n"
        "| page | requests a second | p50 ms | p99 ms | worker ms a request, roll calls"
        " included | batches a second | p50 of a batch, ms |\n|---|---|---|---|---|---|---|"
    )
    print("\n".join(lines))


if __name__ == "__main__":
    main()
