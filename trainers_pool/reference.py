"""Municipalities, professions and institutions of the programme."""

from __future__ import annotations

import tomllib
from pathlib import Path

from curriculum.folding import fold
from trainers_pool.models import (
    Institution,
    InstitutionAlias,
    Municipality,
    Profession,
    ProfessionAlias,
)

FLOOR = 1
DATA = Path(__file__).parent / "data"


def load() -> str:
    """Add what is missing; a row that exists stays as people left it."""
    municipalities = _load_municipalities()
    professions = _load_professions()
    institutions = _load_institutions()
    return (
        f"Trainer pool: {institutions} institutions, {professions} professions, "
        f"{municipalities} municipalities added"
    )


def _rows(name: str) -> list[dict]:
    with (DATA / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)[name]


def _load_municipalities() -> int:
    known = set(Municipality.objects.values_list("name_sq", flat=True))
    new = [
        Municipality(**row)
        for row in _rows("municipalities")
        if row["name_sq"] not in known
    ]
    return len(Municipality.objects.bulk_create(new))


def _load_professions() -> int:
    known = set(Profession.objects.values_list("code", flat=True))
    rows = [row for row in _rows("professions") if row["code"] not in known]
    for row in rows:
        aliases = row.pop("aliases")
        profession = Profession.objects.create(**row)
        _add_spellings(ProfessionAlias, "profession", profession, aliases)
    return len(rows)


def _load_institutions() -> int:
    known = set(Institution.objects.values_list("name_sq", "country"))
    rows = [
        row
        for row in _rows("institutions")
        if (row["name_sq"], row["country"]) not in known
    ]
    for row in rows:
        aliases = row.pop("aliases")
        institution = Institution.objects.create(**row)
        _add_spellings(InstitutionAlias, "institution", institution, aliases)
    return len(rows)


def _add_spellings(
    model: type[InstitutionAlias | ProfessionAlias],
    owner: str,
    thing: Institution | Profession,
    spellings: list[str],
) -> None:
    for spelling in spellings:
        model.objects.get_or_create(
            folded=fold(spelling), defaults={owner: thing, "text": spelling}
        )
