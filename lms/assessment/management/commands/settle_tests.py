"""What time does to tests, for a timer: hand in what is overdue, open what is due."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from lms.assessment.domain.attempts import hand_in_overdue
from lms.assessment.domain.later import open_later_tests


class Command(BaseCommand):
    help = "Hand in tests whose time is over, and open tests months after trainings."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--format", choices=("table", "json"), default="table")

    def handle(self, **options: Any) -> None:
        now = timezone.now()
        handed_in, opened = hand_in_overdue(now=now), open_later_tests(now=now)
        if options["format"] == "json":
            codes = [sitting.training.code for sitting in opened]
            data = {"handed_in": handed_in, "opened": codes}
            self.stdout.write(json.dumps(data, ensure_ascii=False, indent=1))
            return
        self.stdout.write(_("Handed in: %(count)s") % {"count": handed_in})
        self.stdout.write(_("Opened: %(count)s") % {"count": len(opened)})
