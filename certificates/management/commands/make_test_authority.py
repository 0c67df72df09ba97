"""Make a root and a seal certificate to try seals with."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from certificates.seal.authority import (
    AuthorityExists,
    settings_of,
    write_authority,
)
from curriculum.files import why_unwritten


class Command(BaseCommand):
    """Never for a real office: its certificates say TEST, and nobody trusts them."""

    help = "Write a test authority's seal, clock and lists into a folder."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", metavar="FOLDER", type=Path)
        parser.add_argument("--key", choices=("rsa", "ec"), default="rsa")
        parser.add_argument(
            "--long-term",
            action="store_true",
            help="Also say the settings for time stamps, by the authority's own clock.",
        )
        parser.add_argument("--format", choices=("table", "json"), default="table")

    def handle(self, **options: Any) -> None:
        folder: Path = options["folder"].resolve()
        try:
            write_authority(folder, kind=options["key"], now=timezone.now())
        except AuthorityExists as error:
            raise CommandError(
                _("%(path)s is there already; nothing was overwritten.")
                % {"path": error}
            ) from error
        except OSError as error:
            raise CommandError(why_unwritten(folder, error)) from error
        settings = settings_of(folder, is_long_term=options["long_term"])
        if options["format"] == "json":
            self.stdout.write(json.dumps(settings, indent=1))
        else:
            lines = [f"{name} = {value!r}" for name, value in settings.items()]
            self.stdout.write("\n".join(lines))
