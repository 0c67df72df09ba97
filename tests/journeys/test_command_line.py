"""From three sheets to a number that moved, by commands alone."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from tests.journeys import recount

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.django_db(transaction=True)


def database_url() -> str:
    settings = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{settings['NAME']}"
    login = settings["USER"] + (
        f":{settings['PASSWORD']}" if settings["PASSWORD"] else ""
    )
    return (
        f"postgres://{login}@{settings['HOST']}:{settings['PORT'] or 5432}"
        f"/{settings['NAME']}"
    )


@pytest.fixture
def fener(tmp_path):
    """`fener("count_targets", …)` runs a command and reads its one JSON document."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings.dev",
        "DATABASE_URL": database_url(),
        "FENER_VAR": str(tmp_path),
    }

    def run(*words: object, refused: bool = False):
        command = [sys.executable, "manage.py", *map(str, words), "--format", "json"]
        done = subprocess.run(
            command,
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == int(refused), done.stderr
        return json.loads(done.stdout) if done.stdout.strip() else done.stderr

    return run


def people(fener) -> dict[str, int]:
    return {row["code"]: row["people"] for row in fener("count_targets")}


def test_three_sheets_move_the_counters_by_what_a_recount_gives(
    seeded, fener, tmp_path
):
    before = people(fener)
    issued = []

    for sheet in recount.SHEETS:
        fener(
            "create_training", sheet.code, "--modules", sheet.modules,
            "--from", sheet.first, "--to", sheet.last, "--actions", sheet.action,
        )  # fmt: skip
        looked = fener("import_sheet", sheet.file, "--training", sheet.code)
        applied = fener("import_sheet", sheet.file, "--training", sheet.code, "--apply")
        assert (looked["applied"], applied["applied"]) == (False, True)
        assert applied["rows"] == len(sheet.present)
        assert applied["review"] == applied["rejected"] == []
        assert len(applied["sessions"]) == sheet.sessions

        closed = fener("close_training", sheet.code)
        assert len(closed["completed"]) == len(sheet.completed)
        out = tmp_path / sheet.code
        report = fener("issue_certificates", "--training", sheet.code, "--out", out)
        assert len(report["issued"]) == len(sheet.completed)
        again = fener("issue_certificates", "--training", sheet.code)
        assert again["issued"] == []
        issued += report["issued"]

    after = people(fener)
    assert after["III"] - before["III"] == recount.GAIN_OF_III
    assert after["I.1"] - before["I.1"] == recount.GAIN_OF_I1
    assert after["III.1.9"] - before["III.1.9"] == len(recount.SHEETS[0].completed)
    assert after["III.1.1"] - before["III.1.1"] == len(recount.SHEETS[1].completed)

    numbers = [certificate["number"] for certificate in issued]
    assert (
        len(set(numbers))
        == len(numbers)
        == sum(len(sheet.completed) for sheet in recount.SHEETS)
    )
    by_code = fener("verify_certificate", issued[0]["code"])
    by_file = fener("verify_certificate", issued[0]["file"])
    assert by_code["state"] == by_file["state"] == "issued"
    assert by_file["file_matches"] is True
    Path(issued[0]["file"]).write_bytes(b"%PDF-1.4 something else")
    assert fener("verify_certificate", issued[0]["file"], refused=True)


def test_a_refused_command_says_one_sentence_and_changes_nothing(seeded, fener):
    said = fener("close_training", "NO-SUCH-CODE", refused=True)

    assert "NO-SUCH-CODE" in said
    assert "Traceback" not in said
