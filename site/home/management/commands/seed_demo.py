from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from home.domain.demo import load_demo
from home.domain.demo_logins import LOGINS, PASSWORD, load_logins
from lms.delivery.models import Training
from trainers_pool.models import Professional

SMALLEST = 40


class Command(BaseCommand):
    """Loads once; a second run changes nothing and prints the logins again."""

    help = "Load invented people, trainers, trainings and a login for every role."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--people", type=int, default=160, help="how many people to invent"
        )
        parser.add_argument("--format", choices=("table", "json"), default="table")

    def handle(self, *, people: int, format: str, **options: Any) -> None:  # noqa: A002 -- the name of the option
        if not getattr(settings, "FENER_DEMO", False):
            raise CommandError("Demo data is not loaded into a real office's database.")
        if people < SMALLEST:
            raise CommandError(f"The demo needs at least {SMALLEST} people.")
        if not Training.objects.filter(code__startswith="DEMO-").exists():
            load_demo(people, today=timezone.localdate())
        load_logins()
        known = Professional.objects.count()
        if format == "json":
            logins = [
                {"login": one.username, "password": PASSWORD, "role": one.role}
                for one in LOGINS
            ]
            data = {"people": known, "logins": logins}
            self.stdout.write(json.dumps(data, ensure_ascii=False, indent=2))
            return
        self.stdout.write(f"{known} people")
        self.stdout.write(f"\n{'login':<16}{'password':<14}role")
        for login in LOGINS:
            self.stdout.write(f"{login.username:<16}{PASSWORD:<14}{login.role}")
