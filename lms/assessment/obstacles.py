"""What apps on the floors above say against opening a closed training again.

They register a function with Wagtail's hook ``lms_assessment_reopening_obstacles``; it
is called with the training, in the transaction that reopens it, and returns words fit
for the person, or "" where nothing stands against it.
"""

from __future__ import annotations

from wagtail import hooks

from lms.delivery.models import Training

HOOK = "lms_assessment_reopening_obstacles"


def obstacles_of(training: Training) -> list[str]:
    said = [function(training) for function in hooks.get_hooks(HOOK)]
    return [words for words in said if words]
