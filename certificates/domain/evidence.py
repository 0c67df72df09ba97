"""What a kind of certificate rests on: in SQL for counting, in words for a person."""

from __future__ import annotations

from typing import Any, cast

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from certificates.enums import Evidence
from lms.assessment.enums import NotCompletedReason
from lms.assessment.models import Completion, Observation, PostTestScore


class EvidenceMissing(Exception):
    """Carries in words what the person has not shown."""


def supporting(evidence: str) -> QuerySet[Completion]:
    """The outcomes on which a certificate of that kind can rest.

    A training is completed only with its tests and observations passed; what is asked
    beyond that is that there were any.
    """
    outcomes = Completion.objects.all()
    if evidence == Evidence.PART:
        return outcomes.filter(
            reason=NotCompletedReason.ATTENDANCE, present_minutes__gt=0
        )
    outcomes = outcomes.completed()
    if evidence == Evidence.TESTED:
        return outcomes.filter(Exists(_scores()))
    if evidence == Evidence.OBSERVED:
        return outcomes.filter(Exists(_observations()))
    return outcomes


def _scores() -> QuerySet[PostTestScore]:
    return PostTestScore.objects.filter(
        enrolment=OuterRef("enrolment"), edition__has_post_test=True
    )


def _observations() -> QuerySet[Observation]:
    return Observation.objects.filter(enrolment=OuterRef("enrolment"), is_passed=True)


def outcome_for(enrolment_id: int, *, evidence: str) -> Completion:
    """The outcome that supports it, or EvidenceMissing with the reason."""
    outcome = outcomes_with_evidence().filter(enrolment=enrolment_id).first()
    return proven(outcome, evidence=evidence)


def outcomes_with_evidence() -> QuerySet[Any]:
    """Outcomes that know whether a test and an observed practice were passed."""
    return Completion.objects.annotate(
        is_tested=Exists(_scores()), is_observed=Exists(_observations())
    )


def proven(completion: Any, *, evidence: str) -> Completion:
    """`completion`, of `outcomes_with_evidence`; EvidenceMissing if it falls short."""
    if completion is None:
        raise EvidenceMissing(_("Completion is not decided yet."))
    if evidence == Evidence.PART:
        return _partly(completion)
    if not completion.is_completed:
        raise EvidenceMissing(
            _("Did not complete: %(reason)s") % {"reason": completion.explanation}
        )
    if evidence == Evidence.TESTED and not completion.is_tested:
        raise EvidenceMissing(_("The training has no test for this certificate."))
    if evidence == Evidence.OBSERVED and not completion.is_observed:
        raise EvidenceMissing(_("No observed practice was passed in this training."))
    return cast(Completion, completion)


def _partly(completion: Completion) -> Completion:
    if completion.is_completed:
        raise EvidenceMissing(
            _("Completed the training; a certificate is due instead.")
        )
    if completion.reason != NotCompletedReason.ATTENDANCE:
        raise EvidenceMissing(
            _("Did not complete: %(reason)s") % {"reason": completion.explanation}
        )
    if not completion.present_minutes:
        raise EvidenceMissing(_("Was never present."))
    return completion
