"""The indicators of the Strategy, their values and the code-to-target map."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

from django.db.models import Q

from lms.delivery.models import Action
from lms.targets.enums import LinkStatus
from lms.targets.models import Indicator, IndicatorLink, Target
from trainers_pool.models import Institution, Profession

FLOOR = 4
DATA = Path(__file__).parent / "data" / "indicators.toml"

#: The period of the Strategy.
COUNTED_FROM = date(2022, 1, 1)
COUNTED_TO = date(2026, 12, 31)


def load() -> str:
    """Add the indicators that are missing; one that exists stays as it was edited."""
    with DATA.open("rb") as file:
        rows = tomllib.load(file)["indicator"]
    known = set(Indicator.objects.values_list("action__code", flat=True))
    actions = {action.code: action for action in Action.objects.all()}
    new = [row for row in rows if row["code"] in actions.keys() - known]
    for row in new:
        indicator = _create(row, actions[row["code"]])
        _add_links(indicator, row, actions)
    return f"Targets: {len(new)} indicators added"


def _create(row: dict, action: Action) -> Indicator:
    note = row.get("note", {})
    indicator = Indicator(
        action=action,
        kind=row["kind"],
        audience_restricts=row.get("restricts", False),
        counted_from=COUNTED_FROM,
        counted_to=COUNTED_TO,
        due_on=row.get("due"),
        is_headline=row.get("headline", False),
        is_out_of_scope=row.get("out_of_scope", False),
        note_sq=note.get("sq", ""),
        note_sr=note.get("sr", ""),
        note_en=note.get("en", ""),
    )
    indicator.audience = _professions(row)
    indicator.lead_institutions = Institution.objects.filter(
        Q(abbreviation__in=row.get("lead", [])) | Q(name_sq__in=row.get("lead", [])),
        country="XK",
    )
    indicator.targets = [
        _target(order, target, row) for order, target in enumerate(row["targets"])
    ]
    indicator.save()
    return indicator


def _target(order: int, values: dict, row: dict) -> Target:
    target = Target(
        order=order,
        kind=values["kind"],
        operator=values["operator"],
        value=values.get("value"),
        due_on=values.get("due") or row.get("due"),
    )
    target.audience = _professions(values)
    return target


def _professions(values: dict) -> list[Profession]:
    return list(Profession.objects.filter(code__in=values.get("audience", [])))


def _add_links(indicator: Indicator, row: dict, actions: dict[str, Action]) -> None:
    accepted = [indicator.action.code, *row.get("accepted", [])]
    statuses = dict.fromkeys(row.get("proposed", []), LinkStatus.PROPOSED)
    statuses |= dict.fromkeys(accepted, LinkStatus.ACCEPTED)
    for code, status in statuses.items():
        if code in actions:
            IndicatorLink.objects.get_or_create(
                indicator=indicator, action=actions[code], defaults={"status": status}
            )
