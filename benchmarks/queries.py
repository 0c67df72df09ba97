"""Queries of every listing of the admin, with two rows to a page and with fifty.

    python -m benchmarks.queries [--var FOLDER]

A listing that asks the database for each row shows two different numbers.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

from benchmarks.scratch import ROOT, environment, options, site

FEW, MANY = 2, 50


def listings() -> Iterator[tuple[str, str]]:
    """(name, address) of the listing of every viewset of ours."""
    from django.urls import reverse  # noqa: PLC0415 -- Django is set up by then
    from django.utils.translation import override  # noqa: PLC0415
    from wagtail.admin.viewsets import viewsets  # noqa: PLC0415

    reverse("wagtailadmin_home")  # the addresses are what registers the viewsets
    for viewset in viewsets.viewsets:
        module = type(viewset).__module__
        if not module.startswith("wagtail.") and hasattr(viewset, "index_view"):
            with override("en"):
                name = f"{module.split('.viewsets')[0]}: {viewset.menu_label}"
            yield name, reverse(viewset.get_url_name("index"))


def count(client: object, address: str, rows: int) -> tuple[int, int]:
    """(queries, rows shown) of one warm request with `rows` rows to a page."""
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415
    from wagtail.admin.views.generic import IndexView  # noqa: PLC0415

    with patch.object(IndexView, "get_paginate_by", lambda self, queryset: rows):
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(address)
    if answer.status_code != 200:
        raise SystemExit(f"{address} answered {answer.status_code}")
    return len(queries), len(answer.context["object_list"])


def main() -> None:
    chosen = options(__doc__.splitlines()[0])
    with site(chosen.var) as (var, _addresses):
        measure(var)


def measure(var: Path) -> None:
    os.environ.update(environment(var))
    sys.path[:0] = [str(ROOT), str(ROOT / "site")]
    import django  # noqa: PLC0415

    django.setup()
    from django.contrib.auth import get_user_model  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415
    from django.test.utils import setup_test_environment  # noqa: PLC0415

    fill()
    setup_test_environment()  # answers then carry the context they were made of
    client = Client()
    client.force_login(get_user_model().objects.filter(is_superuser=True)[0])
    print("| listing | queries | rows | queries | rows |\n|---|---|---|---|---|")
    for name, address in listings():
        few, many = count(client, address, FEW), count(client, address, MANY)
        print(f"| {name} | {few[0]} | {few[1]} | {many[0]} | {many[1]} |")


def fill() -> None:
    """Rows for the registers that the demo leaves empty, more than a page of them."""
    from benchmarks.targets_data import build  # noqa: PLC0415 -- as above
    from lms.assessment.models import PostTestScore  # noqa: PLC0415
    from lms.delivery.models import CostLine, Enrolment, Training  # noqa: PLC0415

    build(people=200, trainings=60)
    enrolments = Enrolment.objects.select_related("training")[:MANY]
    PostTestScore.objects.bulk_create(
        PostTestScore(enrolment=one, edition=one.training.editions.all()[0], percent=80)
        for one in enrolments
    )
    CostLine.objects.bulk_create(
        CostLine(training=one, what="Hall") for one in Training.objects.all()[:MANY]
    )


if __name__ == "__main__":
    main()
