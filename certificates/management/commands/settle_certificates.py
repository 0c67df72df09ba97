"""What time does to certificates, for a timer: ends, reminders, printed ahead."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from certificates.domain.ahead import settle_all
from certificates.domain.expiring import expire, remind


class Command(BaseCommand):
    help = (
        "Enter the end of certificates that are over, remind their holders before, and "
        "decide those printed before a training ended. What it prints names nobody."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--format", choices=("table", "json"), default="table")

    def handle(self, **options: Any) -> None:
        now = timezone.now()
        settled = settle_all()
        data = {
            "confirmed": settled.confirmed,
            "void": settled.void,
            "expired": expire(today=timezone.localdate(now)),
            "reminded": len(remind(now=now)),
        }
        if options["format"] == "json":
            self.stdout.write(json.dumps(data, indent=1))
            return
        labels = {
            "confirmed": _("Printed ahead, now valid: %(count)s"),
            "void": _("Printed ahead, now void: %(count)s"),
            "expired": _("Expired: %(count)s"),
            "reminded": _("Reminded: %(count)s"),
        }
        for name, count in data.items():
            self.stdout.write(labels[name] % {"count": count})
