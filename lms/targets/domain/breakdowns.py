"""Who is counted, in groups that give nobody away."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, F, When
from django.utils.translation import gettext as _

from lms.targets.domain.standing import counted, grouped, standings
from lms.targets.domain.suppression import Cell, suppressed
from lms.targets.models import Indicator
from trainers_pool.enums import Region, Sex
from trainers_pool.models import Profession


@dataclass(frozen=True)
class Breakdown:
    """`cells` is None where nothing of it may be shown; see `domain.suppression`."""

    key: str
    title: str
    labels: dict[str, str]
    cells: list[Cell] | None


def breakdowns_of(
    indicators: Sequence[Indicator], *, on: date
) -> dict[int, list[Breakdown]]:
    """By indicator: the people who are counted by region, profession and sex."""
    regions: dict[str, str] = {
        **{value: str(label) for value, label in Region.choices},
        "": _("Not known"),
    }
    professions: dict[str, str] = {
        **{str(each.pk): each.name for each in Profession.objects.all()},
        "": _("Other or not yet confirmed"),
    }
    result: dict[int, list[Breakdown]] = defaultdict(list)
    for pk, groups in _groups_of_people(indicators, on=on).items():
        result[pk] = [
            _breakdown("region", _("By region"), regions, groups["region"]),
            _breakdown(
                "profession", _("By profession"), professions, groups["profession"]
            ),
            _breakdown(
                "sex",
                _("By sex"),
                {value: str(label) for value, label in Sex.choices},
                groups["sex"],
            ),
        ]
    return result


def _breakdown(
    key: str, title: str, labels: dict[str, str], people: Counter[str]
) -> Breakdown:
    """Cells from the largest to the smallest, hidden ones last; without empty ones."""
    cells = suppressed({each: people[each] for each in labels})
    if cells is not None:
        cells = [cell for cell in cells if cell.people != 0]
        cells.sort(key=lambda cell: (-(cell.people or 0), str(labels[cell.key])))
    return Breakdown(key, title, labels, cells)


GROUPS = """
    SELECT indicator_id, region, trade, sex, COUNT(*)
    FROM (
        SELECT indicator_id, region, trade, sex,
               ROW_NUMBER() OVER (
                   PARTITION BY indicator_id, person ORDER BY day, enrolment
               ) AS place
        FROM line
    ) AS earned
    WHERE place = 1
    GROUP BY indicator_id, region, trade, sex
"""


def _groups_of_people(
    indicators: Sequence[Indicator], *, on: date
) -> dict[int, dict[str, Counter[str]]]:
    """People by region, profession and sex on the day that earned the count.

    A position that nobody has confirmed is not named to the public.
    """
    groups: dict[int, dict[str, Counter[str]]] = defaultdict(
        lambda: defaultdict(Counter)
    )
    if indicators:
        rows = counted(standings(indicators, on=on)).values(
            "indicator_id",
            person=F("professional_id"),
            enrolment=F("pk"),
            day=F("completion__completed_on"),
            region=F("municipality__region"),
            trade=Case(When(profession__is_confirmed=True, then=F("profession_id"))),
            sex=F("professional__sex"),
        )
        for pk, region, trade, sex, people in grouped(rows, GROUPS):
            groups[pk]["region"][region or ""] += people
            groups[pk]["profession"][str(trade or "")] += people
            groups[pk]["sex"][sex] += people
    return groups
