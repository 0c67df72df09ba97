"""Load the reference data of every installed app that brings some."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils.module_loading import module_has_submodule


class Command(BaseCommand):
    """Safe to repeat: what exists is left as people have edited it.

    An app brings reference data by a module `reference` with a number `FLOOR` (its
    floor in the tower, lower ones load first) and a function `load() -> str`, which
    returns one line saying what it added.
    """

    help = "Load modules, pages, lists, the strategy's rows and the roles; never overwrites."

    def handle(self, **options: Any) -> None:
        modules = [
            import_module(f"{config.name}.reference")
            for config in apps.get_app_configs()
            if module_has_submodule(config.module, "reference")
        ]
        with transaction.atomic():
            for module in sorted(modules, key=lambda module: module.FLOOR):
                self.stdout.write(module.load())
