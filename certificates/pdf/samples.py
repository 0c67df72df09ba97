"""Invented facts that a template must set well before it is published."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

CODE = "ABCD-EFGH-JKMN-PQRS-TVWX-YZ23"

#: Names of the samples in the order of the editor.
LABELS: dict[str, Promise] = {
    "sq": _("Usual, Albanian"),
    "sr": _("Usual, Serbian"),
    "en": _("Usual, English"),
    "cyrillic": _("Cyrillic name"),
    "double": _("Double surname"),
    "long": _("Very long name"),
    "bare": _("Place and modules missing"),
    "full": _("Several modules, valid for a time, replaced"),
}

_TITLES = {
    "sq": "Mekanizmi Nacional i Referimit",
    "sr": "Nacionalni mehanizam upućivanja",
    "en": "National Referral Mechanism",
}
_MODULE = {"code": "M03", "edition": "2026-1", **_TITLES}
_MODULES = [
    _MODULE,
    {
        "code": "M04",
        "edition": "2026-1",
        "sq": "Identifikimi i viktimave të trafikimit",
        "sr": "Identifikacija žrtava trgovine ljudima",
        "en": "Identification of victims of trafficking",
    },
    {
        "code": "M05",
        "edition": "2026-2",
        "sq": "Qasja e përqendruar te viktima dhe trauma",
        "sr": "Pristup usmeren na žrtvu i traumu",
        "en": "Victim-centred and trauma-informed approach",
    },
    {
        "code": "M11",
        "edition": "2026-1",
        "sq": "Bashkëpunimi ndërkombëtar dhe ndërinstitucional",
        "sr": "Međunarodna i međuinstitucionalna saradnja",
        "en": "International and inter-agency co-operation",
    },
]
_CHANGES: dict[str, dict[str, Any]] = {
    "sq": {},
    "sr": {"holder": "Đorđe Petrović", "place": "Gračanica", "title": _TITLES["sr"]},
    "en": {"holder": "Emma Clarke", "place": "Pristina", "title": _TITLES["en"]},
    "cyrillic": {"holder": "Љубица Његован-Шћекић", "place": "Северна Митровица"},
    "double": {"holder": "Shpresa Krasniqi-Hoxhaj Berisha"},
    "long": {
        "holder": "Shqiponja Gjyljeta Margarita Kryeziu-Thaçi von Hohenstein-Lindenberg",
        "title": (
            "Identifikimi, referimi dhe ndihma për viktimat e trafikimit me qenie "
            "njerëzore: trajnim për trajnerë nga policia, prokuroria dhe shërbimet sociale"
        ),
        "place": "Qendra për Trajnime e Shërbimit Civil, Prishtinë",
        "number": "P-2026-999999",
    },
    "bare": {"place": "", "modules": []},
    "full": {
        "modules": _MODULES,
        "valid_until": "2029-04-01",
        "replaces": "P-2025-0007",
        "rests_on": "part",
        "present_minutes": 690,
    },
}


def sample(
    name: str,
    *,
    kind: Mapping[str, str],
    issuer: Mapping[str, Any],
    signatory: Mapping[str, str],
    public_url: str,
) -> dict[str, Any]:
    """The facts of a sample, with the names of a kind and of who issues."""
    changes = dict(_CHANGES[name])
    title = changes.pop("title", _TITLES["sq"])
    return {
        "holder": "Arta Gashi",
        "kind": dict(kind),
        "training": {"code": "T-2026-01", "title": title},
        "modules": [_MODULE],
        "place": "Prizren",
        "first_day": "2026-03-24",
        "last_day": "2026-03-26",
        "rests_on": "completed",
        "minutes": 1080,
        "present_minutes": 1080,
        "issued_on": "2026-04-02",
        "valid_until": "",
        "issuer": issuer,
        "signatory": signatory,
        "replaces": "",
        "number": "P-2026-0001",
        "code": CODE,
        "address": f"{public_url}/verify/{CODE}/",
        **changes,
    }
