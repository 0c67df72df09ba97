"""The numbers: how far each indicator is on a day.

A fixed number of queries, whatever is counted and however much there is of it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, F, Prefetch, QuerySet, Sum
from django.db.models.functions import Upper
from django.utils.translation import gettext as _

from lms.delivery.models import Headcount, SheetRow, Training
from lms.targets.domain.figures import (
    IndicatorCount,
    NotCountedGroup,
    Share,
    TargetCount,
)
from lms.targets.domain.others import other_targets
from lms.targets.domain.periods import Period, in_period, period_of
from lms.targets.domain.shares import is_staff, staff_of
from lms.targets.domain.standing import counted, grouped, standings
from lms.targets.enums import (
    COUNTS,
    TRAINING_KINDS,
    IndicatorKind,
    LinkStatus,
    NotCountedReason,
    reason_of,
)
from lms.targets.models import Indicator, Target


class CountRefused(Exception):
    """Carries the reason in words fit for the person who asked."""


def count(*, on: date, codes: Iterable[str] | None = None) -> list[IndicatorCount]:
    """The numbers of the indicators with `codes` (all without), in their order."""
    indicators = _indicators(codes)
    in_scope = [each for each in indicators if not each.is_out_of_scope]
    periods = {each.pk: period_of(each, on=on) for each in indicators}
    people = _people(in_scope, on=on)
    trainings = _trainings(in_scope, periods)
    headcounts = _headcounts(in_scope, periods)
    staff = staff_of(in_scope, on=on)
    others = other_targets(in_scope, on=on)
    counts = []
    for each in indicators:
        heads, held = people[each.pk], trainings[each.pk]
        share = Share(heads.staff, staff[each.pk]) if each.pk in staff else None
        own = held if each.kind in TRAINING_KINDS else heads.counted
        counts.append(
            IndicatorCount(
                indicator=each,
                on=on,
                period=periods[each.pk],
                people=heads.counted,
                participations=heads.participations,
                trainings=held,
                headcount=headcounts[each.pk],
                share=share,
                targets=tuple(
                    _target_count(target, others.get(target.pk, own), share)
                    for target in each.targets.all()
                ),
                not_counted=tuple(heads.not_counted),
            )
        )
    return counts


def headline(*, on: date) -> list[IndicatorCount]:
    """The big counters of the home page."""
    codes = Indicator.objects.headline().values_list("action__code", flat=True)
    return count(on=on, codes=list(codes))


def overlap(*, on: date) -> int:
    """People who are counted in more than one of the big counters."""
    indicators = list(Indicator.objects.headline().in_scope())
    if len(indicators) < 2:
        return 0
    return (
        counted(standings(indicators, on=on))
        .values("professional")
        .annotate(counters=Count("indicator_id", distinct=True))
        .filter(counters__gt=1)
        .count()
    )


def _indicators(codes: Iterable[str] | None) -> list[Indicator]:
    indicators = Indicator.objects.prefetch_related(
        Prefetch("targets", Target.objects.with_own_audience())
    )
    if codes is None:
        return list(indicators)
    wanted = {code.upper(): code for code in codes}
    found = list(
        indicators.annotate(capitals=Upper("action__code")).filter(capitals__in=wanted)
    )
    there = {each.code.upper() for each in found}
    if missing := sorted(wanted[code] for code in wanted.keys() - there):
        raise CountRefused(
            _(
                "There is no indicator %(codes)s. Write a code of the Strategy, as in "
                "I.1, III or III.1.9."
            )
            % {"codes": ", ".join(missing)}
        )
    return found


#: A person stands where the best enrolment stands; two links of the same training to
#: the same indicator are one participation.
PEOPLE_BY_STANDING = """
    SELECT indicator_id, nearest, COUNT(*), SUM(entries), SUM(is_staff)
    FROM (
        SELECT indicator_id, person,
               MIN(standing) AS nearest,
               MAX(is_staff) AS is_staff,
               COUNT(DISTINCT CASE WHEN standing = 0 THEN enrolment END) AS entries
        FROM line
        GROUP BY indicator_id, person
    ) AS standing_of_person
    GROUP BY indicator_id, nearest
    ORDER BY indicator_id, nearest
"""

Numbers = dict[int, int]


@dataclass
class _Heads:
    counted: int = 0
    participations: int = 0
    staff: int = 0
    not_counted: list[NotCountedGroup] = field(default_factory=list)


def _people(indicators: Sequence[Indicator], *, on: date) -> dict[int, _Heads]:
    """People and participations that count, and the others by what is in the way."""
    people: dict[int, _Heads] = defaultdict(_Heads)
    if not indicators:
        return people
    rows = standings(indicators, on=on).values(
        "indicator_id",
        "standing",
        person=F("professional_id"),
        enrolment=F("pk"),
        is_staff=is_staff(indicators, on=on),
    )
    for pk, standing, heads, entries, staff in grouped(rows, PEOPLE_BY_STANDING):
        if standing == COUNTS:
            people[pk] = _Heads(heads, int(entries), int(staff))
        else:
            group = NotCountedGroup(reason_of(standing), heads)
            people[pk].not_counted.append(group)
    for pk, waiting in _rows_in_review(indicators):
        group = NotCountedGroup(NotCountedReason.REVIEW, waiting)
        people[pk].not_counted.append(group)
    return people


def _rows_in_review(indicators: Sequence[Indicator]) -> QuerySet:
    """Indicator and number of people on rows that nobody has decided on."""
    links = "sheet_import__training__actions__indicator_links"
    return (
        SheetRow.objects.awaiting_decision()
        .filter(
            **{
                f"{links}__status": LinkStatus.ACCEPTED,
                f"{links}__indicator__in": indicators,
            },
        )
        .order_by()
        .values_list(f"{links}__indicator")
        .annotate(Count("identity_key", distinct=True))
    )


def _trainings(indicators: Sequence[Indicator], periods: dict[int, Period]) -> Numbers:
    """Closed linked trainings whose last day lies in the period."""
    return _in_periods(
        Training.objects.closed(),
        links="actions__indicator_links",
        day="end_date",
        what=Count("pk", distinct=True),
        periods={each.pk: periods[each.pk] for each in indicators},
    )


def _headcounts(indicators: Sequence[Indicator], periods: dict[int, Period]) -> Numbers:
    return _in_periods(
        Headcount.objects.all(),
        links="action__indicator_links",
        day="date",
        what=Sum("people"),
        periods={each.pk: periods[each.pk] for each in indicators},
    )


def _in_periods(
    things: QuerySet,
    *,
    links: str,
    day: str,
    what: Count | Sum,
    periods: dict[int, Period],
) -> Numbers:
    if not periods:
        return defaultdict(int)
    accepted = {
        f"{links}__status": LinkStatus.ACCEPTED,
        f"{links}__indicator__in": periods,
    }
    return defaultdict(
        int,
        things.filter(**accepted)
        .annotate(indicator_id=F(f"{links}__indicator"))
        .filter(in_period(day, key="indicator_id", periods=periods))
        .order_by()
        .values_list("indicator_id")
        .annotate(what),
    )


def _target_count(target: Target, reached: int, share: Share | None) -> TargetCount:
    if target.indicator.is_out_of_scope:
        return TargetCount(target, None, None)
    if target.kind == IndicatorKind.SHARE_OF_STAFF:
        percent = None if share is None else share.percent
        return TargetCount(target, percent, percent)
    percent = round(100 * reached / target.value, 1) if target.value else None
    return TargetCount(target, reached, percent)
