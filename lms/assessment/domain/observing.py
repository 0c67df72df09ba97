"""Observed practice: a rubric, an assessor, a level for every criterion, and words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from lms.assessment.models import Observation, Rubric, in_texts
from lms.delivery.enums import ATTENDING_STATUSES, TEACHING_ROLES
from lms.delivery.models import Enrolment, Facilitator, Session, Training
from trainers_pool.models import Trainer

if TYPE_CHECKING:
    from django.contrib.auth.models import _User as User


class ObservationRefused(Exception):
    """Carries the reason in words fit for the person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """`levels` are the descriptions, the lowest first; `needed` counts from 1."""

    key: str
    name: str
    levels: list[str]
    needed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What an assessor says of a practice; `levels` by key of criterion, from 1."""

    levels: Mapping[str, int]
    strengths: str
    advice: str
    observed_on: date
    own_trainer_reason: str = ""


def frozen_criteria(rubric: Rubric) -> list[dict[str, Any]]:
    """The rubric as it is now, for an observation to keep."""
    return [
        {
            "key": raw["id"],
            "name": raw["value"]["name"],
            "levels": [row["value"] for row in raw["value"]["levels"]],
            "needed": raw["value"]["needed"],
        }
        for raw in rubric.criteria.get_prep_value()
    ]


def criteria_of(frozen: list[dict[str, Any]]) -> list[Criterion]:
    """Criteria in the language of the page."""
    return [
        Criterion(
            key=one["key"],
            name=in_texts(one["name"]),
            levels=[in_texts(level) for level in one["levels"]],
            needed=one["needed"],
        )
        for one in frozen
    ]


def levels_of(observation: Observation) -> list[tuple[Criterion, int, str]]:
    """Each criterion with the level that was seen, and what that level says."""
    return [
        (one, level, one.levels[level - 1])
        for one in criteria_of(observation.criteria)
        if (level := observation.levels.get(one.key, 0))
    ]


def is_own_trainer(assessor: Trainer, training: Training) -> bool:
    """Whether the assessor stands in front of the very group the person sits in."""
    return Facilitator.objects.filter(
        training=training, trainer=assessor, role__in=TEACHING_ROLES
    ).exists()


@transaction.atomic
def record_observation(
    enrolment: Enrolment,
    *,
    rubric: Rubric,
    assessor: Trainer,
    seen: Seen,
    by: User | None,
    now: datetime,
    session: Session | None = None,
) -> Observation:
    """Keep what was seen; passed is who reached the needed level in every criterion."""
    training = Training.objects.select_for_update().get(pk=enrolment.training_id)
    _refuse(enrolment, training, assessor, seen, today=localdate(now))
    observation = Observation(
        enrolment=enrolment,
        rubric=rubric,
        session=session,
        assessor=assessor,
        is_own_trainer=is_own_trainer(assessor, training),
        observed_on=seen.observed_on,
        criteria=frozen_criteria(rubric),
        levels=dict(seen.levels),
        strengths=seen.strengths.strip(),
        advice=seen.advice.strip(),
        recorded_by=by,
        recorded_at=now,
    )
    _refuse_levels(criteria_of(observation.criteria), seen.levels)
    observation.is_passed = all(
        seen.levels[one["key"]] >= one["needed"] for one in observation.criteria
    )
    if observation.is_own_trainer:
        observation.own_trainer_reason = _reason(assessor, seen)
    _keep(observation)
    data = {"observation": observation.pk, "is_passed": observation.is_passed}
    log(training, "lms_assessment.observe", user=by, data=data)
    return observation


def _reason(assessor: Trainer, seen: Seen) -> str:
    if reason := seen.own_trainer_reason.strip():
        return reason
    raise ObservationRefused(
        _(
            "%(assessor)s teaches in this training. Let somebody else assess, or "
            "write down why that was not possible."
        )
        % {"assessor": assessor}
    )


def _keep(observation: Observation) -> None:
    try:
        with transaction.atomic():
            observation.save()
    except IntegrityError as error:
        raise ObservationRefused(
            _("%(assessor)s has recorded this observation of that day already.")
            % {"assessor": observation.assessor}
        ) from error


def _refuse(
    enrolment: Enrolment,
    training: Training,
    assessor: Trainer,
    seen: Seen,
    *,
    today: date,
) -> None:
    if not training.is_open:
        raise ObservationRefused(
            _("Training %(code)s is closed; its results do not change any more.")
            % {"code": training.code}
        )
    if enrolment.status not in ATTENDING_STATUSES:
        raise ObservationRefused(
            _("%(name)s is not a participant of this training any more.")
            % {"name": enrolment.professional}
        )
    if assessor.professional_id == enrolment.professional_id:
        raise ObservationRefused(_("Nobody assesses themselves."))
    if seen.observed_on > today:
        raise ObservationRefused(_("The day of the observation is still to come."))


def _refuse_levels(criteria: list[Criterion], levels: Mapping[str, int]) -> None:
    for one in criteria:
        level = levels.get(one.key)
        if level is None or not 1 <= level <= len(one.levels):
            raise ObservationRefused(
                _("Choose a level for “%(criterion)s”.") % {"criterion": one.name}
            )
