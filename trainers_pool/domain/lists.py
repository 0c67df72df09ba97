"""Finding an institution, a profession or a municipality by what a sheet says."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TypeVar

from django.db import models

from curriculum.folding import fold
from curriculum.models import NamedModel
from trainers_pool.models import (
    Institution,
    InstitutionAlias,
    Municipality,
    Profession,
    ProfessionAlias,
)

Named = TypeVar("Named", Institution, Municipality, Profession)

#: "Hetues (DHTQNJ)" and "Mjek / infermier" are also known by their parts.
_PARTS = re.compile(r"[()/,;]")


class Directory:
    """The closed lists, read once and looked up by folded spelling.

    Three queries when made, none per look-up, so a sheet of any length costs the same.
    Names in the three languages, the abbreviation and the recorded other spellings all
    find their row; the whole text is tried before its parts.
    """

    def __init__(self) -> None:
        self.institutions = _by_spelling(Institution.objects.order_by("pk"))
        self.professions = _by_spelling(Profession.objects.order_by("pk"))
        self.municipalities = _by_spelling(Municipality.objects.order_by("pk"))

    def institution(self, text: str) -> Institution | None:
        return self.institutions.get(fold(text))

    def profession(self, text: str) -> Profession | None:
        return _find(self.professions, text)

    def municipality(self, text: str) -> Municipality | None:
        return _find(self.municipalities, text)

    def institution_named(self, text: str) -> tuple[Institution | None, bool]:
        """The institution of that name; a new one waits to be confirmed."""
        text = " ".join(text.split())
        if not fold(text):
            return None, False
        if known := self.institution(text):
            return known, False
        new = Institution.objects.create(name_sq=text[:255], is_confirmed=False)
        self.institutions[fold(text)] = new
        return new, True

    def profession_named(self, text: str) -> tuple[Profession | None, bool]:
        """The profession of that name; a new one waits to be confirmed."""
        text = " ".join(text.split())
        if not fold(text):
            return None, False
        if known := self.profession(text):
            return known, False
        new = Profession.objects.create(
            code=_free_code(text), name_sq=text[:255], is_confirmed=False
        )
        self.professions[fold(text)] = new
        return new, True


def _by_spelling(things: models.QuerySet[Named]) -> dict[str, Named]:
    found: dict[str, Named] = {}
    rows, aliases = list(things), _aliases(things.model)
    for thing in rows:
        for spelling in _names(thing) + aliases.get(thing.pk, []):
            if spelling:
                found.setdefault(spelling, thing)
    if things.model is not Institution:
        for thing in rows:
            for part in filter(None, map(fold, _PARTS.split(thing.name_sq))):
                found.setdefault(part, thing)
    return found


def _names(thing: NamedModel) -> list[str]:
    """The folded names in the three languages, and the abbreviation."""
    names = [thing.name_sq, thing.name_sr, thing.name_en]
    return [fold(name) for name in [*names, getattr(thing, "abbreviation", "")]]


def _aliases(model: type[models.Model]) -> dict[int, list[str]]:
    """The folded other spellings of each row."""
    rows: Iterable[tuple[int, str]] = ()
    if model is Institution:
        rows = InstitutionAlias.objects.values_list("institution_id", "folded")
    elif model is Profession:
        rows = ProfessionAlias.objects.values_list("profession_id", "folded")
    spellings: dict[int, list[str]] = {}
    for pk, folded in rows:
        spellings.setdefault(pk, []).append(folded)
    return spellings


def _find(known: dict[str, Named], text: str) -> Named | None:
    if whole := known.get(fold(text)):
        return whole
    parts = [known[fold(part)] for part in _PARTS.split(text) if fold(part) in known]
    return parts[0] if parts else None


def _free_code(text: str) -> str:
    stem = fold(text).replace(" ", "-")[:50] or "position"
    taken = set(
        Profession.objects.filter(code__startswith=stem).values_list("code", flat=True)
    )
    code, number = stem, 2
    while code in taken:
        code, number = f"{stem}-{number}", number + 1
    return code
