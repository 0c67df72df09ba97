"""h5p.json: the main library has to be named, and to be in the archive."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from .entries import shown
from .refusal import PackageRefused

_CONTENT = "content/content.json"
_MACHINE_NAME = re.compile(r"[A-Za-z][\w.-]{0,99}", re.ASCII)


def read(names: set[str], text: Callable[[str], bytes]) -> tuple[str, str]:
    """(title, path of the description) of an H5P package."""
    description = _object("h5p.json", text)
    main = description.get("mainLibrary")
    if not isinstance(main, str) or not _MACHINE_NAME.fullmatch(main):
        raise PackageRefused(
            _("h5p.json does not say which library plays it. Export the package again.")
        )
    if _CONTENT not in names:
        raise PackageRefused(
            _("The package has no content/content.json. Export the package again.")
        )
    _object(_CONTENT, text)
    folders = dict(map(_folder, _dependencies(description)))
    if main not in folders:
        raise _missing(main)
    for name, folder in folders.items():
        if f"{folder}/library.json" not in names:
            raise _missing(name)
        _object(f"{folder}/library.json", text)
    title = description.get("title")
    return " ".join(title.split())[:255] if isinstance(title, str) else "", "h5p.json"


def _object(name: str, text: Callable[[str], bytes]) -> dict[str, Any]:
    try:
        value = json.loads(text(name))
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, dict):
        raise PackageRefused(
            _("%(name)s cannot be read. Export the package again.")
            % {"name": shown(name)}
        )
    return value


def _dependencies(description: dict[str, Any]) -> list[Any]:
    dependencies = description.get("preloadedDependencies", [])
    return dependencies if isinstance(dependencies, list) else []


def _folder(dependency: Any) -> tuple[str, str]:
    """As in H5P.Blanks-1.14."""
    parts = dependency if isinstance(dependency, dict) else {}
    name = parts.get("machineName")
    numbers = (parts.get("majorVersion"), parts.get("minorVersion"))
    is_numbered = all(str(number).isdecimal() for number in numbers)
    if (
        not isinstance(name, str)
        or not _MACHINE_NAME.fullmatch(name)
        or not is_numbered
    ):
        raise PackageRefused(
            _("h5p.json does not say which library plays it. Export the package again.")
        )
    return name, f"{name}-{numbers[0]}.{numbers[1]}"


def _missing(name: str) -> PackageRefused:
    return PackageRefused(
        _(
            "The library %(name)s is not in the package. Export it together with its libraries."
        )
        % {"name": shown(name)}
    )
