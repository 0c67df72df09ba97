"""A site of the benchmarks' own: data in a scratch folder, a server on loopback."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parents[1]
WORKERS = 2
EMPTY = "/benchmark/empty/"
BARE = "/benchmark/bare/"


def options(description: str, **numbers: int) -> Namespace:
    """Command line of a benchmark: a folder for its site, and some numbers."""
    parser = ArgumentParser(description=description)
    parser.add_argument("--var", type=Path, help="keep the site in this folder")
    for name, default in numbers.items():
        parser.add_argument(f"--{name}", type=int, default=default)
    return parser.parse_args()


def environment(var: Path, port: int = 0, database: str = "") -> dict[str, str]:
    return os.environ | {
        "DATABASE_URL": database,
        "DJANGO_SETTINGS_MODULE": "benchmarks.settings",
        "FENER_URL": f"http://127.0.0.1:{port}",
        "FENER_VAR": str(var),
        "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "site")]),
    }


@contextmanager
def site(folder: Path | None) -> Iterator[tuple[Path, dict[str, str]]]:
    """(folder, addresses by name) of a site with reference and demo data."""
    with tempfile.TemporaryDirectory() as scratch:
        var = folder or Path(scratch)
        var.mkdir(parents=True, exist_ok=True)
        manage(var, "migrate", "--noinput")
        manage(var, "seed_reference")
        manage(var, "seed_demo")
        manage(var, "collectstatic", "--noinput")
        code = "from benchmarks.addresses import write; write()"
        found = manage(var, "shell", "--no-imports", "--command", code)
        # Nothing is left to do in the background while others are timed.
        manage(var, "db_worker", "--batch")
        yield var, json.loads(found)


def manage(var: Path, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=environment(var),
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return done.stdout


def most_memory() -> float:
    """In MB. What getrusage says begins with the memory of the parent."""
    lines = Path("/proc/self/status").read_text().splitlines()
    [peak] = [line for line in lines if line.startswith("VmHWM:")]
    return int(peak.split()[1]) / 1024


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def serving(var: Path, database: str = "") -> Iterator[tuple[str, int]]:
    """(address, process id) of the server that `make run` starts, here on loopback.

    Its data is SQLite in the folder, unless `database` is the address of another.
    """
    port = free_port()
    server = subprocess.Popen(
        [
            *(sys.executable, "-m", "gunicorn", "config.wsgi", "--no-control-socket"),
            *("--bind", f"127.0.0.1:{port}", "--workers", str(WORKERS)),
            *("--log-level", "warning"),
        ],
        cwd=ROOT,
        env=environment(var, port, database),
    )
    try:
        address = f"http://127.0.0.1:{port}"
        wait_for(address + EMPTY)
        yield address, server.pid
    finally:
        server.terminate()
        server.wait(timeout=30)


def wait_for(address: str) -> None:
    deadline = time.monotonic() + 60
    while True:
        try:
            with urlopen(address, timeout=10):
                return
        except (URLError, TimeoutError):
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)
