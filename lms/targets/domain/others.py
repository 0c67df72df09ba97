"""Targets that count otherwise than their indicator: another kind or audience."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import Count, F

from lms.delivery.models import Training
from lms.targets.domain.periods import in_period, period_of
from lms.targets.domain.standing import counted, target_standings
from lms.targets.enums import TRAINING_KINDS, IndicatorKind, LinkStatus
from lms.targets.models import Indicator, Target


def other_targets(indicators: Sequence[Indicator], *, on: date) -> dict[int, int]:
    """People or trainings by target; shares of staff are not among them."""
    others = [
        target
        for indicator in indicators
        for target in indicator.targets.all()
        if (target.kind != indicator.kind or target.has_own_audience)
        and target.kind != IndicatorKind.SHARE_OF_STAFF
    ]
    people = [each for each in others if each.kind not in TRAINING_KINDS]
    trainings = [each for each in others if each.kind in TRAINING_KINDS]
    return (
        dict.fromkeys((each.pk for each in others), 0)
        | _people(people, on=on)
        | _trainings(trainings, on=on)
    )


def _people(targets: Sequence[Target], *, on: date) -> dict[int, int]:
    if not targets:
        return {}
    return dict(
        counted(target_standings(targets, on=on))
        .values_list("target_id")
        .annotate(Count("professional", distinct=True))
    )


def _trainings(targets: Sequence[Target], *, on: date) -> dict[int, int]:
    if not targets:
        return {}
    links = "actions__indicator_links"
    path = f"{links}__indicator__targets"
    periods = {
        each.pk: period_of(each.indicator, on=on, kind=each.kind) for each in targets
    }
    return dict(
        Training.objects.closed()
        .filter(**{f"{links}__status": LinkStatus.ACCEPTED, f"{path}__in": periods})
        .annotate(target_id=F(path))
        .filter(in_period("end_date", key="target_id", periods=periods))
        .order_by()
        .values_list("target_id")
        .annotate(Count("pk", distinct=True))
    )
