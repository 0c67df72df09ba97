"""The server as it runs in an office, in processes that can be killed."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.db import connection

ROOT = Path(__file__).resolve().parents[2]
WORKERS = 2


class Server:
    """gunicorn on the database of the tests; `kill` leaves it no moment to tidy up."""

    def __init__(self) -> None:
        self.port = _free_port()
        self._process: subprocess.Popen | None = None

    def start(self) -> None:
        self._process = subprocess.Popen(
            [
                *(sys.executable, "-m", "gunicorn", "config.wsgi"),
                *("--no-control-socket", "--bind", f"127.0.0.1:{self.port}"),
                *("--workers", str(WORKERS), "--log-level", "critical"),
            ],
            cwd=ROOT,
            env=os.environ | environment(),
            start_new_session=True,
        )
        self._wait()

    def kill(self) -> None:
        """kill -9 of the server and all its workers, in whatever they are doing."""
        if self._process is not None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait(timeout=30)
            self._process = None

    def _wait(self) -> None:
        deadline = time.monotonic() + 60
        while not self._answers():
            assert time.monotonic() < deadline, "the server does not start"
            time.sleep(0.05)

    def _answers(self) -> bool:
        http = HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            http.request("GET", "/healthz")
            return http.getresponse().status == 200
        except OSError:
            return False
        finally:
            http.close()


def environment() -> dict[str, str]:
    """What makes another process work on the database of the tests."""
    return {
        "DATABASE_URL": _database_url(),
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
        "FENER_VAR": str(settings.VAR_ROOT),
        "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "site")]),
    }


def assert_database_is_whole() -> None:
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA integrity_check")
            assert cursor.fetchone() == ("ok",)
            cursor.execute("PRAGMA foreign_key_check")
            assert cursor.fetchall() == []


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _database_url() -> str:
    facts = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{facts['NAME']}"
    who = quote(facts["USER"] or "", safe="")
    if facts["PASSWORD"]:
        who += f":{quote(facts['PASSWORD'], safe='')}"
    host = quote(facts["HOST"] or "", safe="")
    port = f":{facts['PORT']}" if facts["PORT"] else ""
    return f"postgres://{who}@{host}{port}/{facts['NAME']}"
