"""What is known about a training, read at once, for deciding who completed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from lms.assessment.models import CompletionDefault, Observation, PostTestScore
from lms.delivery.models import Enrolment, Facilitator, Mark, Session, Training


@dataclass(frozen=True)
class TrainingRecords:
    """Sessions in order, and what each enrolment has to show for them.

    `share` is the strictest attendance share of the training's editions, `pass_marks`
    the pass mark of each edition that has a post-test.
    """

    training: Training
    sessions: list[Session]
    share: int
    pass_marks: dict[int, int]
    facilitators: set[int]
    marks: dict[int, dict[int, str]]
    scores: dict[int, dict[int, int]]
    #: Whether an observation was passed; who was never observed is not in it.
    observed: dict[int, bool]
    needs_observation: bool

    def marks_of(self, enrolment: Enrolment) -> list[str | None]:
        """The mark of every session in order; None where there is none."""
        marks = self.marks.get(enrolment.pk, {})
        return [marks.get(session.pk) for session in self.sessions]


def attending(training: Training) -> QuerySet[Enrolment]:
    """The enrolments about which a closing decides, by name."""
    return (
        Enrolment.objects.filter(training=training)
        .attending()
        .select_related("professional", "training")
        .order_by("professional__folded_name", "pk")
    )


def read_records(
    training: Training, *, enrolments: Iterable[Enrolment]
) -> TrainingRecords:
    """The same number of queries for one enrolment and for all of them."""
    enrolments = list(enrolments)
    default = CompletionDefault.on(training.end_date)
    editions = list(training.editions.order_by("pk"))
    shares = [
        edition.attendance_share or default.attendance_share for edition in editions
    ]
    marks: dict[int, dict[int, str]] = defaultdict(dict)
    for mark in Mark.objects.filter(
        enrolment__in=enrolments, session__training=training
    ).only("enrolment_id", "session_id", "value"):
        marks[mark.enrolment_id][mark.session_id] = mark.value
    scores: dict[int, dict[int, int]] = defaultdict(dict)
    for score in PostTestScore.objects.filter(enrolment__in=enrolments):
        scores[score.enrolment_id][score.edition_id] = score.percent
    return TrainingRecords(
        training=training,
        sessions=list(
            Session.objects.filter(training=training).taking_place().in_order()
        ),
        share=max(shares, default=default.attendance_share),
        pass_marks={
            edition.pk: edition.pass_mark or default.pass_mark
            for edition in editions
            if edition.has_post_test
        },
        facilitators=set(
            Facilitator.objects.filter(training=training)
            .expected()
            .values_list("trainer__professional", flat=True)
        ),
        marks=marks,
        scores=scores,
        observed=_observed(enrolments),
        needs_observation=any(edition.has_observation for edition in editions),
    )


def _observed(enrolments: list[Enrolment]) -> dict[int, bool]:
    """One observation that was passed is enough, however often it was tried."""
    observed: dict[int, bool] = {}
    for enrolment, is_passed in Observation.objects.filter(
        enrolment__in=enrolments
    ).values_list("enrolment", "is_passed"):
        observed[enrolment] = observed.get(enrolment, False) or is_passed
    return observed
