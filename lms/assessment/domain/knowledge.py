"""The knowledge indicator: which share of a profession answers a topic's questions right.

Over time, in half-years; before and after trainings apart, for what people know when
they come is another figure than what they know when they leave (004:406, 004:439,
004:471-473).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    F,
    Max,
    Min,
    Q,
    Value,
    When,
)
from django.utils.timezone import localdate, make_aware

from lms.assessment.enums import Stage
from lms.assessment.models import FULL_POINTS, Answer, Attempt, Topic
from trainers_pool.models import Profession


@dataclass(frozen=True, slots=True, kw_only=True)
class Knowledge:
    """`right` of `answers` were wholly right, given by `people`."""

    topic: Topic
    profession: Profession | None
    period: str
    stage: Stage
    people: int
    answers: int
    right: int

    @property
    def percent(self) -> int:
        return self.right * 100 // self.answers


def knowledge(*, topic: Topic | None = None) -> list[Knowledge]:
    """All figures, by topic, profession, half-year and stage; counted in SQL."""
    halves = _half_years()
    if not halves:
        return []
    answers = Answer.objects.filter(points__isnull=False).exclude(
        form_question__version__question__topics=None
    )
    if topic is not None:
        answers = answers.filter(form_question__version__question__topics=topic)
    rows = (
        answers.annotate(
            topic=F("form_question__version__question__topics"),
            profession=F("attempt__enrolment__profession"),
            period=Case(
                *(
                    When(attempt__handed_in_at__lt=end, then=Value(name))
                    for name, end in halves
                ),
                output_field=CharField(),
            ),
            stage=F("attempt__sitting__stage"),
        )
        .values("topic", "profession", "period", "stage")
        .annotate(
            people=Count("attempt__enrolment__professional", distinct=True),
            answers=Count("pk"),
            right=Count("pk", filter=Q(points=FULL_POINTS)),
        )
        .order_by()
    )
    return sorted(_figures(rows), key=_order)


def _figures(rows: Iterable[Any]) -> Iterator[Knowledge]:
    topics, professions = Topic.objects.in_bulk(), Profession.objects.in_bulk()
    for row in rows:
        yield Knowledge(
            topic=topics[row["topic"]],
            profession=professions.get(row["profession"]),
            period=row["period"],
            stage=Stage(row["stage"]),
            people=row["people"],
            answers=row["answers"],
            right=row["right"],
        )


def _half_years() -> list[tuple[str, datetime]]:
    """The half-years in which something was handed in, each with the moment it ends."""
    handed_in = Attempt.objects.handed_in().aggregate(
        first=Min("handed_in_at"), last=Max("handed_in_at")
    )
    if handed_in["first"] is None:
        return []
    first, last = localdate(handed_in["first"]), localdate(handed_in["last"])
    ends = [
        (f"{year}-H{half}", date(year, 7, 1) if half == 1 else date(year + 1, 1, 1))
        for year in range(first.year, last.year + 1)
        for half in (1, 2)
    ]
    return [(name, make_aware(datetime.combine(end, time()))) for name, end in ends]


def _order(one: Knowledge) -> tuple[str, str, str, int]:
    stages = list(Stage)
    name = str(one.profession) if one.profession else ""
    return (str(one.topic), name, one.period, stages.index(one.stage))
