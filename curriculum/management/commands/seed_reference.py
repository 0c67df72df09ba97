"""Load the reference data of every installed app that brings some."""

from __future__ import annotations

import json
from importlib import import_module
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils.module_loading import module_has_submodule

from curriculum.domain.content import ContentRefused


class Command(BaseCommand):
    """Safe to repeat: what exists is left as people have edited it.

    An app brings reference data by a module `reference` with a number `FLOOR` (its
    floor in the tower, lower ones load first) and a function `load() -> str`, which
    returns one line saying what it added. Content that is refused leaves nothing loaded.
    """

    help = "Load modules, pages, lists, the strategy's rows and the roles; never overwrites."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--format", choices=("table", "json"), default="table")

    def handle(self, *, format: str, **options: Any) -> None:  # noqa: A002 -- the name of the option
        modules = [
            import_module(f"{config.name}.reference")
            for config in apps.get_app_configs()
            if module_has_submodule(config.module, "reference")
        ]
        try:
            with transaction.atomic():
                lines = [
                    module.load()
                    for module in sorted(modules, key=lambda module: module.FLOOR)
                ]
        except ContentRefused as refused:
            raise CommandError(str(refused)) from refused
        if format == "json":
            self.stdout.write(
                json.dumps({"loaded": lines}, ensure_ascii=False, indent=2)
            )
        else:
            self.stdout.write("\n".join(lines))
