"""Rows that take long to make: made once a run, then put back as they were.

The first test that asks for them makes them as the commands do and keeps every row of
the database in a file. Later tests, of the other processes too, get these rows inserted.
"""

from __future__ import annotations

import fcntl
import pickle
from collections.abc import Callable
from contextlib import closing
from datetime import time
from pathlib import Path
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.core.management.color import no_style
from django.db import connection, transaction

Rows = dict[str, tuple[list[str], list[tuple[Any, ...]]]]


def give(name: str, make: Callable[[], object], folder: Path) -> None:
    """The rows that `make` makes of an empty database, on a database without others."""
    kept = folder / f"{name}.rows"
    with closing((folder / f"{name}.lock").open("w")) as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            with transaction.atomic():
                make()
            kept.write_bytes(pickle.dumps(read()))
        else:
            put_back(pickle.loads(kept.read_bytes()))  # noqa: S301 -- written here
    cache.clear()
    ContentType.objects.clear_cache()


def read() -> Rows:
    """Every row of every table that is a model's and no index of one."""
    rows: Rows = {}
    with connection.cursor() as cursor:
        for table in _tables():
            cursor.execute(f"SELECT * FROM {_quoted(table)}")  # noqa: S608 -- our own tables
            columns = [column[0] for column in cursor.description]
            if found := [tuple(map(_plain, row)) for row in cursor.fetchall()]:
                rows[table] = (columns, found)
    return rows


def put_back(rows: Rows) -> None:
    """Replace what the tables hold; rows of Wagtail's migrations are among the rows."""
    with transaction.atomic(), connection.cursor() as cursor:
        for table in rows:
            cursor.execute(f"DELETE FROM {_quoted(table)}")  # noqa: S608 -- our own tables
        for table, (columns, values) in rows.items():
            named = ", ".join(map(_quoted, columns))
            places = ", ".join(["%s"] * len(columns))
            cursor.executemany(
                f"INSERT INTO {_quoted(table)} ({named}) VALUES ({places})",  # noqa: S608 -- our own tables
                values,
            )
        for statement in connection.ops.sequence_reset_sql(no_style(), _models()):
            cursor.execute(statement)


def _models() -> list[type]:
    models = apps.get_models(include_auto_created=True)
    return [model for model in models if model._meta.managed and not model._meta.proxy]


def _tables() -> list[str]:
    there = set(connection.introspection.table_names())
    tables = {model._meta.db_table for model in _models()} & there
    return sorted(table for table in tables if not table.endswith("_fts"))


def _plain(value: Any) -> Any:
    """SQLite takes no times of day."""
    return str(value) if isinstance(value, time) else value


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
