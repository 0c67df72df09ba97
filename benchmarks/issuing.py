"""Certificates for many: issued in the background, killed and taken up, and printed.

    python -m benchmarks.issuing [--people N]

Each figure is that of a process of its own, for a tenth of the people and for all of
them, so that it shows what grows with their number. SQLite as in production, or the
PostgreSQL server that DATABASE_URL names.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from argparse import ArgumentParser
from collections.abc import Callable
from datetime import date
from datetime import time as clock
from io import StringIO
from pathlib import Path
from typing import IO, Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "site")]
os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"
os.environ.setdefault("FENER_VAR", tempfile.mkdtemp(prefix="fener-benchmark-"))

import django  # noqa: E402 -- the paths and settings above come first

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, connections  # noqa: E402
from django.utils import timezone  # noqa: E402

from benchmarks.certificates import people as invented  # noqa: E402
from benchmarks.database import address, throw_away_database  # noqa: E402
from benchmarks.scratch import environment, most_memory  # noqa: E402
from certificates.domain.printing import one_document, printable, zipped  # noqa: E402
from certificates.domain.runs import start_run, take_up  # noqa: E402
from certificates.models import Certificate, CertificateKind, IssueRun  # noqa: E402
from certificates.tasks import carry_out_run  # noqa: E402
from curriculum.models import ModuleEdition  # noqa: E402
from lms.delivery.models import Session, Training  # noqa: E402
from tests.factories.assessment import all_completed  # noqa: E402
from trainers_pool.models import Professional  # noqa: E402

MAKERS = {
    "twin for tests": "certificates.backends.MemoryRenderer",
    "real page": "certificates.backends.HTMLRenderer",
}
DAY = date(2026, 3, 10)
Figures = dict[str, float]


def held(number: int) -> Training:
    """A closed training that as many people have completed."""
    now = timezone.now()
    training = Training.objects.create(
        code=f"B-{number}",
        title="Trajnim për trajnerë",
        place="Prizren",
        start_date=DAY,
        end_date=DAY,
        status="closed",
        closed_at=now,
    )
    training.editions.set(ModuleEdition.objects.order_by("pk")[:2])
    training.save()
    session = Session.objects.create(
        training=training, date=DAY, starts=clock(9), ends=clock(15)
    )
    names = [facts["holder"].rpartition(" ") for facts in invented(number)]
    persons = Professional.objects.bulk_create(
        Professional(first_name=first, last_name=last, folded_name=f"{place:05}")
        for place, (first, _space, last) in enumerate(names)
    )
    all_completed(session, persons)
    return training


def run_for(training: Training, kind: CertificateKind) -> IssueRun:
    return start_run(kind, training=training, by=None, now=timezone.now())


def carry_out(run: int, maker: str) -> None:
    """In a process of its own, as the background worker does."""
    settings.CERTIFICATES_RENDERER = maker
    tell(lambda: carry_out_run.call(run))


def pack(what: str, training: int, kind: int) -> None:
    """In a process of its own, as a page of the desk does."""
    files = printable(
        Training.objects.get(pk=training), kind=CertificateKind.objects.get(pk=kind)
    )
    tell({"one document": one_document, "zip": zipped}[what], files)


def tell(work: Callable[..., IO[bytes] | None], *given: Any) -> None:
    start, used = time.perf_counter(), time.process_time()
    file = work(*given)
    figures = {
        "seconds": time.perf_counter() - start,
        "processor": time.process_time() - used,
        "MB of memory": most_memory(),
        "MB of file": file.seek(0, os.SEEK_END) / 1e6 if file else 0,
    }
    json.dump(figures, sys.stdout)


def process(call: str) -> subprocess.Popen[bytes]:
    connections.close_all()
    return subprocess.Popen(
        [sys.executable, "-c", f"from benchmarks.issuing import *; {call}"],
        cwd=ROOT,
        env=environment(settings.VAR_ROOT, database=address()),
        stdout=subprocess.PIPE,
    )


def figures_of(call: str) -> Figures:
    told, _nothing = process(call).communicate()
    figures: Figures = json.loads(told)
    return figures


def killed_and_taken_up(run: IssueRun) -> str:
    """kill -9 in the middle, on again, and what the register says at the end."""
    maker = MAKERS["real page"]
    worker = process(f"carry_out({run.pk}, {maker!r})")
    while run.issued < run.total // 2:
        time.sleep(0.05)
        run.refresh_from_db()
    worker.kill()
    worker.communicate()
    run.refresh_from_db()
    there = Certificate.objects.filter(kind=run.kind).count()
    take_up(run, now=timezone.now())
    figures_of(f"carry_out({run.pk}, {maker!r})")
    issued = Certificate.objects.filter(kind=run.kind)
    numbers = sorted(issued.values_list("sequence", flat=True))
    persons = issued.values("enrolment").distinct().count()
    run.refresh_from_db()
    lost = run.total - persons
    twice = len(numbers) - persons
    gaps = max(numbers) - len(set(numbers))
    return (
        f"Killed at {there} of {run.total} and taken up: {lost} lost, {twice} twice, "
        f"{gaps} numbers missing; the run counts {run.issued}."
    )


def row(what: str, number: int, figures: Figures) -> str:
    file = figures["MB of file"]
    return (
        f"| {what} | {number} | {figures['seconds']:.1f} | {figures['processor']:.1f} | "
        f"{figures['MB of memory']:.0f} | {f'{file:.1f}' if file else ''} |"
    )


def main() -> None:
    parser = ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--people", type=int, default=500)
    chosen = parser.parse_args()
    with throw_away_database():
        call_command("seed_reference", stdout=StringIO())
        trainings = {n: held(n) for n in (chosen.people // 10, chosen.people)}
        kinds = [
            CertificateKind.objects.create(
                code=f"b-{prefix}", prefix=prefix, name_sq="Certifikatë pjesëmarrjeje"
            )
            for prefix in ("B1", "B2", "B3")
        ]
        print(
            "| what | people | seconds | of the processor | MB of memory | MB of file |"
        )
        print("|---|---|---|---|---|---|")
        for kind, (pages, maker) in zip(kinds, MAKERS.items(), strict=False):
            for number, training in trainings.items():
                run = run_for(training, kind)
                figures = figures_of(f"carry_out({run.pk}, {maker!r})")
                print(row(f"a run, {pages}", number, figures), flush=True)
        for what in ("one document", "zip"):
            for number, training in trainings.items():
                call = f"pack({what!r}, {training.pk}, {kinds[1].pk})"
                print(row(what, number, figures_of(call)), flush=True)
        run = run_for(trainings[chosen.people], kinds[2])
        print(f"\n{killed_and_taken_up(run)}")
        print(f"Database: {connection.vendor}.")
    print(f"Load of the machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores.")


if __name__ == "__main__":
    main()
