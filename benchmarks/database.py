"""A database of a benchmark's own: SQLite, or one on the server of DATABASE_URL.

Imported once Django is set up; it is dropped at the end.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.db import connection


@contextmanager
def throw_away_database() -> Iterator[None]:
    connection.settings_dict["TEST"]["NAME"] = (
        str(settings.VAR_ROOT / "benchmark.sqlite3")
        if connection.vendor == "sqlite"
        else "fener_benchmark"
    )
    name = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        yield
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)


def address() -> str:
    """The DATABASE_URL of the connection, for a server in another process."""
    facts = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{facts['NAME']}"
    who = quote(facts["USER"] or "", safe="")
    if facts["PASSWORD"]:
        who += f":{quote(facts['PASSWORD'], safe='')}"
    host = quote(facts["HOST"] or "", safe="")
    port = f":{facts['PORT']}" if facts["PORT"] else ""
    return f"postgres://{who}@{host}{port}/{facts['NAME']}"


def analyze() -> None:
    """On PostgreSQL, as its autovacuum would."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def seconds(work: Callable[[], Any]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start
