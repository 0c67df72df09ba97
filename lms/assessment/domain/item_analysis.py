"""How good a question is: what answers say about it, counted in SQL.

Facility is the mean of the points, in percent. Discrimination is the correlation of
the points with the rest of the test (corrected item-total correlation): below 0.2 the
question does not tell those who know from those who do not. Languages stand side by
side, for a question that is hard in one of them only may be translated badly.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Any

from django.db.models import (
    Avg,
    Count,
    ExpressionWrapper,
    F,
    FloatField,
    Q,
    QuerySet,
    Sum,
)
from django.db.models.functions import Cast

from lms.assessment.enums import QuestionKind
from lms.assessment.models import FULL_POINTS, Answer, QuestionVersion, in_texts

from .question_content import content_of

#: Fewer answers say nothing of a question.
FEWEST_ANSWERS = 10
#: A difference between languages, in points of percent, that asks for a second look.
LANGUAGES_APART = 20
LOW_DISCRIMINATION = 0.2
LANGUAGES = {"sq": "sq", "sr": "sr-latn", "en": "en"}

_ASKED = "asked__answers"
_GRADED = Q(asked__answers__points__isnull=False)


def with_statistics(versions: QuerySet[QuestionVersion]) -> QuerySet[QuestionVersion]:
    """Adds `answered`, `facility`, `facility_sq`… and the sums of `discrimination_of`."""
    own = Cast("asked__answers__points", FloatField())
    rest = ExpressionWrapper(
        F("asked__answers__attempt__points") - F("asked__answers__points"),
        output_field=FloatField(),
    )
    by_language: dict[str, Any] = {}
    for suffix, code in LANGUAGES.items():
        spoken = _GRADED & Q(asked__answers__attempt__language=code)
        by_language[f"facility_{suffix}"] = _facility(spoken)
        by_language[f"answered_{suffix}"] = Count(_ASKED, filter=spoken)
    return versions.annotate(
        answered=Count(_ASKED, filter=_GRADED),
        facility=_facility(_GRADED),
        sum_own=Sum(own, filter=_GRADED),
        sum_rest=Sum(rest, filter=_GRADED),
        sum_own_own=Sum(own * own, filter=_GRADED),
        sum_rest_rest=Sum(rest * rest, filter=_GRADED),
        sum_own_rest=Sum(own * rest, filter=_GRADED),
        **by_language,
    )


def _facility(condition: Q) -> Avg:
    points = ExpressionWrapper(
        F("asked__answers__points") * 100.0 / FULL_POINTS, output_field=FloatField()
    )
    return Avg(points, filter=condition)


def discrimination_of(version: Any) -> float | None:
    """From -1 to 1; None where there are too few answers, or all are alike."""
    n = version.answered
    if n < FEWEST_ANSWERS:
        return None
    spread_own = n * version.sum_own_own - version.sum_own**2
    spread_rest = n * version.sum_rest_rest - version.sum_rest**2
    if spread_own <= 0 or spread_rest <= 0:
        return None
    together = n * version.sum_own_rest - version.sum_own * version.sum_rest
    return float(together / sqrt(spread_own * spread_rest))


def warnings_of(version: Any) -> list[str]:
    """What asks for a second look: names of `Warning`, the worst first."""
    found = []
    discrimination = discrimination_of(version)
    if discrimination is not None and discrimination < 0:
        found.append("negative")
    elif discrimination is not None and discrimination < LOW_DISCRIMINATION:
        found.append("low")
    values = [
        getattr(version, f"facility_{suffix}")
        for suffix in LANGUAGES
        if getattr(version, f"answered_{suffix}") >= FEWEST_ANSWERS
    ]
    if len(values) > 1 and max(values) - min(values) >= LANGUAGES_APART:
        found.append("languages")
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Distractor:
    """An option, and how often it was chosen, in percent of those who answered."""

    text: str
    is_right: bool
    chosen: int
    percent: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PartChoices:
    text: str
    options: Sequence[Distractor]


def choices_of(version: QuestionVersion) -> list[PartChoices]:
    """For every part with options, how often each was chosen."""
    answers = list(
        Answer.objects.filter(form_question__version=version, points__isnull=False)
        .values("response")
        .annotate(times=Count("pk"))
        .order_by()
        .values_list("response", "times")
    )
    return [
        PartChoices(
            text=in_texts(part.text),
            options=[
                Distractor(
                    text=in_texts(option.text),
                    is_right=option.is_right,
                    chosen=chosen[option.key],
                    percent=round(chosen[option.key] * 100 / total) if total else 0,
                )
                for option in part.options
            ],
        )
        for part in content_of(version).parts
        if part.kind in (QuestionKind.SINGLE, QuestionKind.MULTIPLE)
        for chosen, total in [_count(part.key, answers)]
    ]


def _count(
    key: str, answers: Iterable[tuple[Mapping[str, Any], int]]
) -> tuple[Counter[str], int]:
    chosen: Counter[str] = Counter()
    total = 0
    for response, times in answers:
        answer = response.get(key)
        total += times
        for one in answer if isinstance(answer, list) else [answer]:
            if one is not None:
                chosen[one] += times
    return chosen, total
