"""Who completed: the rule on plain values, and the decision about enrolments."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from lms.assessment.enums import NotCompletedReason
from lms.assessment.models import Completion
from lms.delivery.enums import (
    ATTENDING_STATUSES,
    PRESENT_VALUES,
    EnrolmentStatus,
    TrainingStatus,
)
from lms.delivery.models import Enrolment, Training

from .records import TrainingRecords, read_records


class CompletionRefused(Exception):
    """Carries the reason in words fit for the person."""


@dataclass(frozen=True)
class Outcome:
    """`reason` is empty for who completed; only then `last_needed` names a session.

    It is the place, from 0, of the first session at which the person had been present
    for the required share of the whole training.
    """

    reason: str
    present_minutes: int
    scheduled_minutes: int
    last_needed: int | None = None

    @property
    def is_completed(self) -> bool:
        return not self.reason


def outcome_of(
    *,
    minutes: Sequence[int],
    marks: Sequence[str | None],
    share: int,
    pass_marks: Mapping[int, int],
    scores: Mapping[int, int],
    observed: bool | None = None,
    needs_observation: bool = False,
) -> Outcome:
    """The rule of completion, in whole numbers only.

    `minutes` and `marks` go over the sessions in order; `share` is a percentage of all
    minutes; every edition in `pass_marks` needs a score in `scores` that reaches it.
    `observed` says whether the practice was passed, None where nobody looked at it.
    """
    present = [
        length if mark in PRESENT_VALUES else 0
        for length, mark in zip(minutes, marks, strict=True)
    ]
    scheduled, attended = sum(minutes), sum(present)

    def outcome(reason: str = "", last_needed: int | None = None) -> Outcome:
        return Outcome(reason, attended, scheduled, last_needed)

    if not scheduled:
        return outcome(NotCompletedReason.NO_SESSIONS)
    if not any(marks):
        return outcome(NotCompletedReason.NO_MARKS)
    if attended * 100 < share * scheduled:
        return outcome(NotCompletedReason.ATTENDANCE)
    if pass_marks.keys() - scores.keys():
        return outcome(NotCompletedReason.NO_SCORE)
    if any(scores[edition] < needed for edition, needed in pass_marks.items()):
        return outcome(NotCompletedReason.SCORE)
    if needs_observation and observed is None:
        return outcome(NotCompletedReason.NO_OBSERVATION)
    if needs_observation and not observed:
        return outcome(NotCompletedReason.OBSERVATION)
    return outcome(last_needed=_last_needed(present, share * scheduled))


def _last_needed(present: Sequence[int], needed: int) -> int:
    """The first place at which a hundred times the sum of `present` reaches `needed`."""
    total = 0
    for place, length in enumerate(present):
        total += length
        if total * 100 >= needed:
            return place
    raise AssertionError("the share is reached by the last session at the latest")


def completion_of(
    enrolment: Enrolment, records: TrainingRecords, *, now: datetime
) -> Completion:
    """What the records decide about an enrolment; not stored."""
    outcome = outcome_of(
        minutes=[session.minutes for session in records.sessions],
        marks=records.marks_of(enrolment),
        share=records.share,
        pass_marks=records.pass_marks,
        scores=records.scores.get(enrolment.pk, {}),
        observed=records.observed.get(enrolment.pk),
        needs_observation=records.needs_observation,
    )
    reason, last_needed = outcome.reason, outcome.last_needed
    if enrolment.professional_id in records.facilitators:
        reason, last_needed = NotCompletedReason.FACILITATOR, None
    last = None if last_needed is None else records.sessions[last_needed]
    return Completion(
        enrolment=enrolment,
        is_completed=not reason,
        present_minutes=outcome.present_minutes,
        scheduled_minutes=outcome.scheduled_minutes,
        required_share=records.share,
        reason=reason,
        last_session=last,
        completed_on=last.date if last else None,
        decided_at=now,
    )


def status_after(completion: Completion) -> EnrolmentStatus:
    """Who was never there did not come; everybody else completed or did not."""
    if completion.is_completed:
        return EnrolmentStatus.COMPLETED
    if not completion.present_minutes:
        return EnrolmentStatus.NO_SHOW
    return EnrolmentStatus.NOT_COMPLETED


def store(completions: Iterable[Completion]) -> None:
    """Write decisions and the statuses that follow, replacing earlier decisions."""
    completions = list(completions)
    fields = ["is_completed", "present_minutes", "scheduled_minutes", "required_share"]
    fields += ["reason", "last_session", "completed_on", "decided_at"]
    Completion.objects.bulk_create(
        completions,
        update_conflicts=True,
        unique_fields=["enrolment"],
        update_fields=fields,
    )
    for status in EnrolmentStatus:
        of_status = [
            completion.enrolment_id
            for completion in completions
            if status_after(completion) == status
        ]
        if of_status:
            Enrolment.objects.filter(pk__in=of_status).update(status=status)


@transaction.atomic
def decide_completion(enrolment: Enrolment, *, now: datetime) -> Completion:
    """Decide about one person of a training that is already closed.

    For people who come in late, by a decision about a row of a sheet; deciding again
    replaces the earlier decision.
    """
    training = Training.objects.select_for_update().get(pk=enrolment.training_id)
    enrolment = Enrolment.objects.select_related("professional", "training").get(
        pk=enrolment.pk
    )
    if training.status != TrainingStatus.CLOSED:
        raise CompletionRefused(
            _("Training %(code)s is not closed; completion is decided when it closes.")
            % {"code": training.code}
        )
    if enrolment.status not in ATTENDING_STATUSES:
        raise CompletionRefused(
            _("%(name)s is not enrolled in training %(code)s (%(status)s).")
            % {
                "name": enrolment.professional,
                "code": training.code,
                "status": enrolment.get_status_display(),
            }
        )
    records = read_records(training, enrolments=[enrolment])
    completion = completion_of(enrolment, records, now=now)
    store([completion])
    log(
        training,
        "lms_assessment.decide",
        data={"enrolment": enrolment.pk, "is_completed": completion.is_completed},
    )
    return Completion.objects.get(enrolment=enrolment)
