"""Requests per second of what visitors open, against an empty view and a bare page.

    python -m benchmarks.pages [--var FOLDER] [--rounds 5] [--requests 300]

All pages stand behind one server, and every round asks each of them in turn, so a
busy moment of the machine falls on all alike. Asked over loopback only.
"""

from __future__ import annotations

import asyncio
import os
import time
from pathlib import Path
from statistics import median
from typing import NamedTuple
from urllib.parse import urlsplit

from benchmarks.scratch import options, serving, site

PAGES = [
    "empty Django view",
    "bare Wagtail page",
    "home page",
    "lesson page",
    "lesson page, made anew",
    "progress page",
    "test page",
]
BASE = "bare Wagtail page"
#: Of the bare page's requests per second.
GOALS = {"lesson page": 0.8, "progress page": 0.8}
CLIENTS = 8


class Run(NamedTuple):
    per_second: float
    #: Milliseconds of processor time the server's workers spent on one request.
    processor: float


def processor_seconds(server: int) -> float:
    """Of the server's workers, from the kernel's own books."""
    children = Path(f"/proc/{server}/task/{server}/children").read_text().split()
    ticks = 0
    for child in children:
        fields = Path(f"/proc/{child}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


async def ask(host: str, port: int, path: str, cookie: str) -> None:
    reader, writer = await asyncio.open_connection(host, port)
    headers = f"Host: {host}\r\nAccept-Encoding: gzip\r\nConnection: close"
    if cookie:
        headers += f"\r\nCookie: {cookie}"
    writer.write(f"GET {path} HTTP/1.1\r\n{headers}\r\n\r\n".encode())
    answer = await reader.read()
    writer.close()
    status = answer.split(b"\r\n", 1)[0].decode()
    if " 200 " not in status:
        raise SystemExit(f"{path} answered {status}")


async def load(address: str, path: str, requests: int, cookie: str) -> float:
    """Seconds that `requests` requests took, CLIENTS of them at a time."""
    url = urlsplit(address)
    left = iter(range(requests))

    async def client() -> None:
        for _ in left:
            await ask(url.hostname, url.port, path, cookie)

    start = time.perf_counter()
    await asyncio.gather(*(client() for _ in range(CLIENTS)))
    return time.perf_counter() - start


def measure(
    address: str, server: int, path: str, requests: int, cookie: str = ""
) -> Run:
    before = processor_seconds(server)
    seconds = asyncio.run(load(address, path, requests, cookie))
    spent = processor_seconds(server) - before
    return Run(requests / seconds, 1000 * spent / requests)


def table(runs: dict[str, list[Run]]) -> list[str]:
    base = median(run.per_second for run in runs[BASE])
    lines = [
        "| page | requests a second: median (lowest to highest) | worker ms a request"
        " | of the bare page | goal |",
        "|---|---|---|---|---|",
    ]
    for name, own in runs.items():
        speeds = sorted(run.per_second for run in own)
        share = median(speeds) / base
        goal = f"at least {GOALS[name]}" if name in GOALS else ""
        lines.append(
            f"| {name} | {median(speeds):.0f} ({speeds[0]:.0f} to {speeds[-1]:.0f})"
            f" | {median(run.processor for run in own):.2f} | {share:.2f} | {goal} |"
        )
    return lines


def main() -> None:
    chosen = options(__doc__.splitlines()[0], rounds=5, requests=300)
    runs: dict[str, list[Run]] = {name: [] for name in PAGES}
    with site(chosen.var) as (var, addresses), serving(var) as (address, server):

        def one(name: str, requests: int) -> Run:
            cookie = addresses.get(f"{name}, cookie", "")
            return measure(address, server, addresses[name], requests, cookie)

        for name in PAGES:  # the first requests load what is loaded once
            one(name, 50)
        for _ in range(chosen.rounds):
            for name in PAGES:
                runs[name].append(one(name, chosen.requests))
    print("\n".join(table(runs)))


if __name__ == "__main__":
    main()
