"""What a training taught: before, after and later, by objective and by profession.

Percentages are means of results; a gain counts only people who took both tests. The
normalised gain is the share of what could still be won that was won,
(after - before) / (100 - before), of the means (Hake 1998). Of several attempts at the
end the best counts, as for completion.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Avg, F

from curriculum.models import in_language
from lms.assessment.enums import Stage
from lms.assessment.models import FULL_POINTS, Answer, Attempt, Test
from lms.delivery.models import Enrolment, Training

#: The gain of fewer people is chance, and tells on one of them.
FEWEST_PAIRS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Means:
    """Means at the three stages, in percent; None where nobody took the test.

    `gain` is normalised, from -… to 1; None where nobody took both tests, or where
    nothing was left to win.
    """

    name: str
    people: Mapping[str, int]
    pre: float | None
    post: float | None
    delayed: float | None
    pairs: int
    gain: float | None

    @property
    def stages(self) -> list[tuple[str, float | None]]:
        return [
            (str(Stage.PRE.label), self.pre),
            (str(Stage.POST.label), self.post),
            (str(Stage.DELAYED.label), self.delayed),
        ]

    @property
    def gain_percent(self) -> int | None:
        """What a page shows; None also where it would rest on too few people."""
        if self.gain is None or self.pairs < FEWEST_PAIRS:
            return None
        return round(self.gain * 100)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    enrolment: Enrolment
    pre: int | None
    post: int | None
    delayed: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Learned:
    """What one test of a training shows."""

    test: Test
    whole: Means
    by_objective: Sequence[Means]
    by_profession: Sequence[Means]
    people: Sequence[Person]

    @property
    def whole_rows(self) -> list[Means]:
        """The same table for all together as for the parts."""
        return [self.whole]


#: Percentages of one person by stage.
Results = Mapping[str, float]


def learned_in(training: Training) -> list[Learned]:
    """One entry a test, by code; a number of queries that does not depend on people."""
    tests = (
        Test.objects.filter(sittings__training=training)
        .select_related("edition__module")
        .distinct()
        .order_by("edition__module__code", "pk")
    )
    best = _best_attempts(training)
    objectives = _by_objective(training, best)
    return [_learned(test, best, objectives) for test in tests]


def _best_attempts(training: Training) -> list[Attempt]:
    """One attempt for each person, test and stage, the best one."""
    attempts = (
        Attempt.objects.handed_in()
        .filter(sitting__training=training)
        .select_related("sitting", "enrolment__professional", "enrolment__profession")
        .order_by("percent", "-number")
    )
    best = {
        (one.enrolment_id, one.sitting.test_id, one.sitting.stage): one
        for one in attempts
    }
    return sorted(best.values(), key=lambda one: one.enrolment.professional.folded_name)


def _learned(
    test: Test,
    best: Iterable[Attempt],
    objectives: Mapping[tuple[int, int], Mapping[int, Results]],
) -> Learned:
    people: dict[Enrolment, dict[str, float]] = defaultdict(dict)
    for attempt in best:
        if attempt.sitting.test_id == test.pk:
            people[attempt.enrolment][attempt.sitting.stage] = attempt.percent or 0
    professions: dict[str, list[Results]] = defaultdict(list)
    for enrolment, results in people.items():
        profession = enrolment.profession
        professions[in_language(profession, "name") if profession else "–"].append(
            results
        )
    return Learned(
        test=test,
        whole=means_of(str(test.edition.module.name), people.values()),
        by_objective=[
            means_of(objective.text, _of_objective(objectives, test.pk, objective.pk))
            for objective in test.edition.module.objectives.all()
            if (test.pk, objective.pk) in objectives
        ],
        by_profession=[
            means_of(name, results) for name, results in sorted(professions.items())
        ],
        people=[_person(enrolment, results) for enrolment, results in people.items()],
    )


def means_of(name: str, results: Iterable[Results]) -> Means:
    """The means of some people, and the gain of those who took both tests."""
    results = list(results)
    by_stage = {
        stage: [one[stage] for one in results if stage in one] for stage in Stage.values
    }
    both = [one for one in results if Stage.PRE in one and Stage.POST in one]
    return Means(
        name=name,
        people={stage: len(values) for stage, values in by_stage.items()},
        pre=_mean(by_stage[Stage.PRE]),
        post=_mean(by_stage[Stage.POST]),
        delayed=_mean(by_stage[Stage.DELAYED]),
        pairs=len(both),
        gain=normalised_gain(
            [one[Stage.PRE] for one in both], [one[Stage.POST] for one in both]
        ),
    )


def normalised_gain(before: Sequence[float], after: Sequence[float]) -> float | None:
    """Of the means, in percent; None without people, or with nothing left to win."""
    pre, post = _mean(before), _mean(after)
    if pre is None or post is None or pre >= 100:
        return None
    return (post - pre) / (100 - pre)


def _mean(values: Sequence[float]) -> float | None:
    return sum(values) / len(values) if values else None


def _by_objective(
    training: Training, best: Iterable[Attempt]
) -> dict[tuple[int, int], dict[int, Results]]:
    """Percentages by test and objective, then by enrolment and stage; in SQL."""
    rows = (
        Answer.objects.filter(attempt__in=[one.pk for one in best])
        .exclude(form_question__objective=None)
        .values(
            test=F("attempt__sitting__test"),
            objective=F("form_question__objective"),
            person=F("attempt__enrolment"),
            stage=F("attempt__sitting__stage"),
        )
        .annotate(mean=Avg("points"))
        .order_by()
    )
    found: dict[tuple[int, int], dict[int, dict[str, float]]] = defaultdict(
        lambda: defaultdict(dict)
    )
    for row in rows:
        place = found[row["test"], row["objective"]]
        place[row["person"]][row["stage"]] = row["mean"] * 100 / FULL_POINTS
    return {place: dict(people) for place, people in found.items()}


def _of_objective(
    objectives: Mapping[tuple[int, int], Mapping[int, Results]],
    test: int,
    objective: int,
) -> Iterable[Results]:
    return objectives[test, objective].values()


def _person(enrolment: Enrolment, results: Results) -> Person:
    def percent(stage: str) -> int | None:
        return int(results[stage]) if stage in results else None

    return Person(
        enrolment=enrolment,
        pre=percent(Stage.PRE),
        post=percent(Stage.POST),
        delayed=percent(Stage.DELAYED),
    )
