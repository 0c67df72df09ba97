"""What keeps an SQLite file whole; read from the file itself, on every database run."""

import pytest
from django.db import OperationalError
from django.db.utils import ConnectionHandler

from config.settings.base import database


@pytest.fixture
def connect(tmp_path, django_db_blocker):
    """`connect()` is one more connection to one SQLite file."""
    opened = []

    def make(**options):
        configuration = database(f"sqlite:///{tmp_path / 'file.sqlite3'}")
        configuration["OPTIONS"] = configuration["OPTIONS"] | options
        connection = ConnectionHandler({"default": configuration})["default"]
        opened.append(connection)
        return connection

    with django_db_blocker.unblock():
        yield make
        for connection in opened:
            connection.close()


def pragma(connection, name):
    with connection.cursor() as cursor:
        return cursor.execute(f"PRAGMA {name}").fetchone()[0]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),
        ("foreign_keys", 1),
        ("busy_timeout", 30_000),
    ],
)
def test_sqlite_connection_has_the_options_that_keep_it_whole(connect, name, value):
    assert pragma(connect(), name) == value


def begin(connection):
    connection.ensure_connection()
    connection.set_autocommit(
        False, force_begin_transaction_with_broken_autocommit=True
    )


def test_sqlite_transaction_takes_the_write_lock_at_its_beginning(connect):
    writer, waiting = connect(), connect(timeout=0.05)
    begin(writer)

    with pytest.raises(OperationalError, match="locked"):
        begin(waiting)

    writer.rollback()
    writer.set_autocommit(True)
    # The negative control: a deferred transaction lets the second one begin, and fails
    # later, in the middle of the work.
    deferred = connect(transaction_mode="DEFERRED")
    begin(deferred)
    begin(connect(transaction_mode="DEFERRED", timeout=0.05))
    deferred.rollback()


def test_postgres_url_gets_the_options_of_postgres_alone():
    configuration = database("postgres://fener@127.0.0.1:5432/fener")

    assert configuration["ENGINE"] == "django.db.backends.postgresql"
    assert configuration["OPTIONS"] == {"options": "-c jit=off"}
