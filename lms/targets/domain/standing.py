"""Where an enrolment stands for an indicator: counted, or what is in the way.

The rules of counting are said here, once; every number and every list of people is
made from these rows.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import connections
from django.db.models import (
    BigIntegerField,
    Case,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
    Window,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import RowNumber

from lms.delivery.enums import ATTENDING_STATUSES, TrainingStatus
from lms.delivery.models import Enrolment, Facilitator
from lms.targets.domain.periods import in_period, period_of
from lms.targets.enums import COUNTS, LinkStatus, NotCountedReason, standing_of
from lms.targets.models import Indicator, Target

LINKS = "training__actions__indicator_links"


def standings(
    indicators: Iterable[Indicator],
    *,
    on: date,
    statuses: Iterable[str] = (LinkStatus.ACCEPTED,),
) -> QuerySet[Enrolment]:
    """Enrolments in trainings linked to `indicators`, a row for each link.

    Adds `indicator_id`, `link_id` and `standing` (see `enums.NEAREST_FIRST`). Give it
    indicators in scope, at least one; a training with two linked codes gives two rows.
    """
    indicators = list(indicators)
    return (
        Enrolment.objects.filter(
            **{
                f"{LINKS}__status__in": list(statuses),
                f"{LINKS}__indicator__in": [each.pk for each in indicators],
            }
        )
        .order_by()
        .annotate(indicator_id=F(f"{LINKS}__indicator"), link_id=F(LINKS))
        .annotate(standing=_standing_for(indicators, on=on))
    )


def decisive(indicator: Indicator, *, on: date) -> QuerySet[Enrolment]:
    """One enrolment for each person: the first that counts, else the one nearest to it.

    Adds `standing`; it is a plain queryset that can be searched, filtered and sorted.
    """
    rows = standings([indicator], on=on).annotate(
        place=Window(
            RowNumber(),
            partition_by=[F("professional")],
            order_by=["standing", "completion__completed_on", "pk"],
        )
    )
    return Enrolment.objects.filter(pk__in=rows.filter(place=1).values("pk")).annotate(
        indicator_id=Value(indicator.pk, output_field=BigIntegerField()),
        standing=_standing_for([indicator], on=on),
    )


def target_standings(targets: Iterable[Target], *, on: date) -> QuerySet[Enrolment]:
    """The same for targets that count otherwise than their indicator does.

    A target with an audience of its own counts nobody else; its kind chooses the
    period. Adds `target_id` and `standing`. Give it rows of `with_own_audience()`.
    """
    targets = list(targets)
    own = [each.pk for each in targets if each.has_own_audience]
    restricting = [
        each.pk
        for each in targets
        if each.indicator.audience_restricts and each.pk not in own
    ]
    path = f"{LINKS}__indicator__targets"
    return (
        Enrolment.objects.filter(
            **{
                f"{LINKS}__status": LinkStatus.ACCEPTED,
                f"{path}__in": [each.pk for each in targets],
            }
        )
        .order_by()
        .annotate(target_id=F(path), indicator_id=F(f"{LINKS}__indicator"))
        .annotate(
            standing=_standing(
                outside_audience=(
                    Q(target_id__in=own) & ~_in_audience_of(Target, "target_id")
                )
                | (
                    Q(target_id__in=restricting)
                    & ~_in_audience_of(Indicator, "indicator_id")
                ),
                in_period=in_period(
                    "completion__completed_on",
                    key="target_id",
                    periods={
                        each.pk: period_of(each.indicator, on=on, kind=each.kind)
                        for each in targets
                    },
                ),
            )
        )
    )


def counted(rows: QuerySet[Enrolment]) -> QuerySet[Enrolment]:
    return rows.filter(standing=COUNTS)


def grouped(rows: QuerySet, sql: str) -> list[tuple]:
    """What `sql` makes of `rows`, which it calls by the name `line`.

    Groups of groups are beyond the ORM; a subquery with its own aliases is not.
    """
    connection = connections[rows.db]
    inner, params = rows.query.get_compiler(rows.db).as_sql()
    with connection.cursor() as cursor:
        cursor.execute(f"WITH line AS MATERIALIZED ({inner}) {sql}", params)
        return cursor.fetchall()


def _standing_for(indicators: list[Indicator], *, on: date) -> Case:
    """The standing of rows that name their indicator by `indicator_id`."""
    restricting = [each.pk for each in indicators if each.audience_restricts]
    return _standing(
        outside_audience=Q(indicator_id__in=restricting)
        & ~_in_audience_of(Indicator, "indicator_id"),
        in_period=in_period(
            "completion__completed_on",
            key="indicator_id",
            periods={each.pk: period_of(each, on=on) for each in indicators},
        ),
    )


def _standing(*, outside_audience: Q | Combinable, in_period: Q) -> Case:
    """The first obstacle that holds, from the hardest; `COUNTS` where none does."""
    teaches = Exists(
        Facilitator.objects.filter(
            training=OuterRef("training"),
            trainer__professional=OuterRef("professional"),
        ).expected()
    )
    obstacles: tuple[tuple[Combinable | Q | Exists, NotCountedReason], ...] = (
        (Q(training__status=TrainingStatus.CANCELLED), NotCountedReason.CANCELLED),
        (teaches, NotCountedReason.FACILITATOR),
        (
            Q(profession__counts_as_professional=False),
            NotCountedReason.NOT_PROFESSIONAL,
        ),
        (outside_audience, NotCountedReason.AUDIENCE),
        (~Q(status__in=ATTENDING_STATUSES), NotCountedReason.NOT_ENROLLED),
        (~Q(training__status=TrainingStatus.CLOSED), NotCountedReason.NOT_CLOSED),
        (
            Q(completion__isnull=True) | Q(completion__is_completed=False),
            NotCountedReason.NOT_COMPLETED,
        ),
    )
    return Case(
        *(
            When(condition, then=Value(standing_of(reason)))
            for condition, reason in obstacles
        ),
        When(in_period, then=Value(COUNTS)),
        default=Value(standing_of(NotCountedReason.PERIOD)),
        output_field=IntegerField(),
    )


def _in_audience_of(model: type[Indicator] | type[Target], key: str) -> Exists:
    """The profession of that day is a confirmed one of the audience."""
    through = model.audience.through
    return Exists(
        through.objects.filter(
            **{f"{model._meta.model_name}_id": OuterRef(key)},
            profession=OuterRef("profession"),
            profession__is_confirmed=True,
        )
    )
