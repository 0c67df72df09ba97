"""What the demo's participant has read so far."""

from __future__ import annotations

from django.utils import timezone

from curriculum.models import ModuleEdition
from lms.learning.models import LessonProgress
from trainers_pool.models import Professional

#: Lessons of the first module; the second one was only opened.
READ, OPENED = 1, 2


def load_lessons(person: Professional) -> None:
    """The first lesson read and the next one opened, in the newest first module."""
    now = timezone.now()
    edition = (
        ModuleEdition.objects.valid_on(timezone.localdate()).newest_first().first()
    )
    if edition is None:
        return
    for number in (READ, OPENED):
        LessonProgress.objects.get_or_create(
            professional=person,
            edition=edition,
            lesson_number=number,
            defaults={
                "opened_at": now,
                "done_at": now if number == READ else None,
                "language": person.language,
            },
        )
