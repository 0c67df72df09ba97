"""Questions of the bank: what people edit, kept as versions that never change."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from lms.assessment.models import Question, QuestionVersion

from .question_content import edited_content

if TYPE_CHECKING:
    from django.contrib.auth.models import _User as User


@transaction.atomic
def keep_version(
    question: Question, *, by: User | None, now: datetime
) -> QuestionVersion:
    """The version of what is written now: the newest one, or else a new one.

    Call it whenever a question was saved; attempts that ran or are over keep asking
    the version they were begun with.
    """
    Question.objects.select_for_update().get(pk=question.pk)
    content = edited_content(question)
    newest = QuestionVersion.objects.filter(question=question).newest_first().first()
    if newest and newest.content == content:
        return newest
    version = first_version(question, by=by, now=now)
    version.number = newest.number + 1 if newest else 1
    version.save()
    return version


def first_version(
    question: Question, *, by: User | None, now: datetime
) -> QuestionVersion:
    """The version 1 of a question that has none yet, unsaved."""
    return QuestionVersion(
        question=question,
        number=1,
        content=edited_content(question),
        made_at=now,
        made_by=by,
    )
