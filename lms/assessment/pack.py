"""What this floor adds to the handover pack of a training."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from lms.delivery.models import Training
from lms.delivery.packing import PackFile, table

from .models import Completion, PostTestScore

if TYPE_CHECKING:
    from django.contrib.auth.models import _User as User


def pack_parts(user: User, training: Training) -> Iterator[PackFile]:
    """Scores, and once the training is closed, who completed and who did not."""
    yield _scores(training)
    yield _completions(training)


def _scores(training: Training) -> PackFile:
    scores = (
        PostTestScore.objects.filter(enrolment__training=training)
        .select_related("enrolment__professional", "edition__module")
        .order_by("enrolment__professional__folded_name", "edition__module__code")
    )
    return table(
        "scores.csv",
        _("Post-test scores"),
        (_("Name"), _("Module"), _("Score, %")),
        (
            (one.enrolment.professional, one.edition.module.code, one.percent)
            for one in scores
        ),
    )


def _completions(training: Training) -> PackFile:
    completions = (
        Completion.objects.filter(enrolment__training=training)
        .select_related("enrolment__professional")
        .order_by("enrolment__professional__folded_name", "pk")
    )
    return table(
        "completions.csv",
        _("Who completed"),
        (_("Name"), _("Present, %"), _("Completed on"), _("Reason")),
        (
            (one.enrolment.professional, one.share, one.completed_on, one.explanation)
            for one in completions
        ),
    )
