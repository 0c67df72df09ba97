"""How long `count_targets` takes against the bare SQL that answers the same question.

    python benchmarks/count_targets.py [--people 5000] [--trainings 900] [--runs 15]

5,000 people, 900 trainings and 30,000 marks in a throw-away database: SQLite, or the
PostgreSQL server that DATABASE_URL names (in a database of its own, dropped at the
end). Both are timed in turn, run by run, and their answers compared before.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "site")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
os.environ["FENER_VAR"] = tempfile.mkdtemp(prefix="fener-benchmark-")

import django  # noqa: E402 -- the paths and settings above come first

django.setup()

from django.db import connection  # noqa: E402

from benchmarks.database import seconds, throw_away_database  # noqa: E402
from benchmarks.targets_data import build  # noqa: E402
from benchmarks.targets_sql import bare_count  # noqa: E402
from lms.targets.domain.counting import count  # noqa: E402

ON = date(2026, 11, 22)
GOAL = 1.5


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--people", type=int, default=5000)
    parser.add_argument("--trainings", type=int, default=900)
    parser.add_argument("--runs", type=int, default=15)
    options = parser.parse_args()
    with throw_away_database():
        print(build(people=options.people, trainings=options.trainings))
        assert bare_count(on=ON) == product_count(), "the two answers differ"
        bare, product = [], []
        for _run in range(options.runs):
            bare.append(seconds(lambda: bare_count(on=ON)))
            product.append(seconds(lambda: count(on=ON)))
        report(statistics.median(bare), statistics.median(product))


def product_count() -> dict[str, tuple]:
    """What the product says, in the shape of the bare answer."""
    return {
        each.code: (
            each.people,
            each.participations,
            each.trainings,
            each.headcount,
            (each.share.people, each.share.staff) if each.share else None,
            {group.reason.value: group.people for group in each.not_counted},
            [
                None if target.counted is None else target.counted
                for target in each.targets
            ],
        )
        for each in count(on=ON)
        if not each.is_out_of_scope
    }


def report(bare: float, product: float) -> None:
    ratio = product / bare
    print(f"database            {connection.vendor}")
    print(f"bare SQL, median    {bare * 1000:8.1f} ms")
    print(f"count(), median     {product * 1000:8.1f} ms")
    print(f"ratio               {ratio:8.2f}   (goal: at most {GOAL})")


if __name__ == "__main__":
    main()
