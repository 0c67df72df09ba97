"""What a training asks for where its editions say nothing else, and what is asked."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from lms.assessment.domain.question_bank import (
    load_questions,
    load_tests,
    load_topics,
)
from lms.assessment.domain.rubric_files import load_rubrics
from lms.assessment.models import CompletionDefault

FLOOR = 3


def load() -> str:
    """Add the first default; one that people entered or edited stays."""
    _default, is_new = CompletionDefault.objects.get_or_create(
        valid_from=date(2022, 1, 1),
        defaults={"attendance_share": 80, "pass_mark": 70},
    )
    topics, questions = load_topics(), load_questions(now=timezone.now())
    return (
        f"Assessment: {int(is_new)} completion defaults, {topics} topics, {questions} "
        f"questions, {load_tests()} tests, {load_rubrics()} rubrics added"
    )
