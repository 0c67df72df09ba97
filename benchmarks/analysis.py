"""How long item analysis and the knowledge indicator take against bare SQL.

    python -m benchmarks.analysis [--answers 100000] [--runs 9]

In a throw-away database, SQLite or on the PostgreSQL server that DATABASE_URL names.
Both are timed in turn, run by run, and their answers compared before.
"""

from __future__ import annotations

import os
import sys
import tempfile
from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "site")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
os.environ["FENER_VAR"] = tempfile.mkdtemp(prefix="fener-benchmark-")

import django  # noqa: E402 -- the paths and settings above come first

django.setup()

from django.db import connection  # noqa: E402

from benchmarks.analysis_data import build  # noqa: E402
from benchmarks.analysis_sql import bare_items, bare_knowledge  # noqa: E402
from benchmarks.database import seconds, throw_away_database  # noqa: E402
from lms.assessment.domain.item_analysis import with_statistics  # noqa: E402
from lms.assessment.domain.knowledge import knowledge  # noqa: E402
from lms.assessment.models import QuestionVersion  # noqa: E402

#: Product to bare SQL.
GOAL = 1.5
SUMS = ("sum_own", "sum_rest", "sum_own_own", "sum_rest_rest", "sum_own_rest")
LANGUAGES = ("sq", "sr", "en")


def items() -> list[QuestionVersion]:
    """What the listing reads, all pages of it at once."""
    versions = QuestionVersion.objects.select_related("question__module")
    return list(with_statistics(versions).order_by("question__key", "-number"))


def in_figures(versions: list[QuestionVersion]) -> dict[int, list[float]]:
    """The product's answer in the shape of the bare one."""
    names = ["answered", "facility", *SUMS]
    names += [
        f"{what}_{suffix}" for suffix in LANGUAGES for what in ("answered", "facility")
    ]
    return {
        version.pk: [getattr(version, name) for name in names]
        for version in versions
        if version.answered
    }


def assert_same() -> None:
    bare = {row[0]: row[1:] for row in bare_items()}
    product = in_figures(items())
    assert bare.keys() == product.keys(), "the versions differ"
    for key, figures in bare.items():
        for one, other in zip(figures, product[key], strict=True):
            assert abs(float(one) - float(other)) <= 1e-9 * abs(float(one)), key
    told = {
        (
            one.topic.pk,
            one.profession.pk if one.profession else None,
            one.period,
            str(one.stage),
            one.people,
            one.answers,
            one.right,
        )
        for one in knowledge()
    }
    assert told == {
        (topic, profession, f"{year}-H{half}", *rest)
        for topic, profession, year, half, *rest in bare_knowledge()
    }, "the knowledge differs"


def compare(name: str, bare: Callable[[], Any], product: Callable[[], Any], runs: int):
    """Print the medians of both, and how often the bare one fits into the product."""
    times: tuple[list[float], list[float]] = ([], [])
    for _run in range(runs):
        times[0].append(seconds(bare))
        times[1].append(seconds(product))
    first, second = median(times[0]), median(times[1])
    print(
        f"| {name} | {connection.vendor} | {first * 1000:.0f} | {second * 1000:.0f}"
        f" | {second / first:.2f} | at most {GOAL} |"
    )


def main() -> None:
    parser = ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--answers", type=int, default=100_000)
    parser.add_argument("--runs", type=int, default=9)
    chosen = parser.parse_args()
    with throw_away_database():
        print(build(answers=chosen.answers))
        assert_same()
        print("\n| what | database | bare SQL, ms | product, ms | ratio | goal |")
        print("|---|---|---|---|---|---|")
        compare("item analysis", bare_items, items, chosen.runs)
        compare("knowledge()", bare_knowledge, knowledge, chosen.runs)


if __name__ == "__main__":
    main()
