"""Post-test scores: what attempts at the test say, or else what was entered by hand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from curriculum.models import ModuleEdition
from lms.assessment.enums import Stage
from lms.assessment.models import Attempt, PostTestScore
from lms.delivery.models import Enrolment, Training

from .records import attending

if TYPE_CHECKING:
    from django.contrib.auth.models import _User as User

#: Enrolment and edition, by their keys.
Place = tuple[int, int]


class ScoreRefused(Exception):
    """Carries the reason in words fit for the person."""


def tested_editions(training: Training) -> list[ModuleEdition]:
    """The editions of a training that have a post-test, by code."""
    return list(
        training.editions.filter(has_post_test=True)
        .select_related("module")
        .order_by("module__code", "pk")
    )


def scores_of(training: Training) -> dict[Place, int]:
    """The scores entered so far, in percent."""
    return {
        (score.enrolment_id, score.edition_id): score.percent
        for score in PostTestScore.objects.filter(enrolment__training=training)
    }


def tested_here(training: Training) -> set[Place]:
    """Where the score follows from a test that was taken here, and is not entered."""
    return set(
        PostTestScore.objects.filter(
            enrolment__training=training, attempt__isnull=False
        ).values_list("enrolment", "edition")
    )


@transaction.atomic
def follow_attempts(enrolment: Enrolment, edition: ModuleEdition) -> None:
    """Let the score of an edition be the best of the attempts at its post-test.

    A training that is closed was decided by the scores of that day; they stay.
    """
    training = Training.objects.select_for_update().get(pk=enrolment.training_id)
    best = (
        Attempt.objects.handed_in()
        .filter(
            enrolment=enrolment,
            sitting__stage=Stage.POST,
            sitting__test__edition=edition,
        )
        .order_by("-percent", "number")
        .first()
    )
    if best is None or best.percent is None or not training.is_open:
        return
    PostTestScore.objects.update_or_create(
        enrolment=enrolment,
        edition=edition,
        defaults={"percent": best.percent, "attempt": best, "entered_by": None},
    )


@transaction.atomic
def record_scores(
    training: Training,
    *,
    scores: Mapping[Place, int | None],
    by: User | None,
) -> int:
    """Enter scores in percent; None takes one back. Returns how many changed."""
    training = Training.objects.select_for_update().get(pk=training.pk)
    if not training.is_open:
        raise ScoreRefused(
            _("Training %(code)s is no longer open; its scores do not change any more.")
            % {"code": training.code}
        )
    people = set(attending(training).values_list("pk", flat=True))
    editions = {edition.pk for edition in tested_editions(training)}
    _refuse_strangers(training, scores, people, editions)
    before = scores_of(training)
    changed = {
        place: percent
        for place, percent in scores.items()
        if before.get(place) != percent
    }
    if changed.keys() & tested_here(training):
        raise ScoreRefused(
            _(
                "One of these people took the test on this site; that score is not typed in."
            )
        )
    _write(changed, by=by)
    if changed:
        rows = [[*place, before.get(place), now] for place, now in changed.items()]
        data = {"changes": rows}
        log(training, "lms_assessment.record_scores", user=by, data=data)
    return len(changed)


def _refuse_strangers(
    training: Training,
    scores: Mapping[Place, int | None],
    people: set[int],
    editions: set[int],
) -> None:
    for (enrolment, edition), percent in scores.items():
        if enrolment not in people:
            raise ScoreRefused(
                _(
                    "One of these people is no longer enrolled in training %(code)s. Open the page again."
                )
                % {"code": training.code}
            )
        if edition not in editions:
            raise ScoreRefused(
                _("Training %(code)s has no post-test of that module.")
                % {"code": training.code}
            )
        if percent is not None and not 0 <= percent <= 100:
            raise ScoreRefused(
                _("%(percent)s is not a percentage. Enter a number from 0 to 100.")
                % {"percent": percent}
            )


def _write(changed: Mapping[Place, int | None], *, by: User | None) -> None:
    PostTestScore.objects.bulk_create(
        [
            PostTestScore(
                enrolment_id=enrolment,
                edition_id=edition,
                percent=percent,
                entered_by=by,
            )
            for (enrolment, edition), percent in changed.items()
            if percent is not None
        ],
        update_conflicts=True,
        unique_fields=["enrolment", "edition"],
        update_fields=["percent", "entered_by", "entered_at"],
    )
    for (enrolment, edition), percent in changed.items():
        if percent is None:
            PostTestScore.objects.filter(enrolment=enrolment, edition=edition).delete()
