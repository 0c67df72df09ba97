"""Puts the programme's questions and tests into the database, once.

What is there already is left as people have edited it: a topic and a question are known
by their key, a test by its edition.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from pathlib import Path

from django.db import transaction

from curriculum.domain.content import ContentRefused
from curriculum.domain.programme import in_fields
from curriculum.models import LearningObjective, Module, ModuleEdition
from lms.assessment.models import DrawRule, Question, QuestionVersion, Test, Topic

from .question_files import CONTENT, QuestionText, read_questions, read_topics
from .questions import first_version

#: A test of the programme: so many minutes, and so many questions of each objective.
MINUTES = 30
QUESTIONS_OF_AN_OBJECTIVE = 1


@transaction.atomic
def load_topics(content: Path = CONTENT) -> int:
    there = set(Topic.objects.values_list("key", flat=True))
    new = [topic for topic in read_topics(content) if topic.key not in there]
    Topic.objects.bulk_create(
        Topic(key=topic.key, **in_fields("name", topic.name)) for topic in new
    )
    return len(new)


@transaction.atomic
def load_questions(*, now: datetime, content: Path = CONTENT) -> int:
    """Create the questions that are missing, each with its first version."""
    texts = read_questions(content)
    there = set(Question.objects.values_list("key", flat=True))
    modules = {module.code: module for module in Module.objects.all()}
    objectives: dict[str, list[LearningObjective]] = defaultdict(list)
    for objective in LearningObjective.objects.select_related("module").order_by(
        "sort_order", "pk"
    ):
        objectives[objective.module.code].append(objective)
    topics = {topic.key: topic for topic in Topic.objects.all()}
    new = [one for one in texts if one.key not in there and one.module in modules]
    questions = Question.objects.bulk_create(
        _question(text, modules[text.module]) for text in new
    )
    pairs = list(zip(questions, new, strict=True))
    Question.objectives.through.objects.bulk_create(
        Question.objectives.through(question=question, learningobjective=objective)
        for question, text in pairs
        for objective in _chosen(text, objectives[text.module])
    )
    Question.topics.through.objects.bulk_create(
        Question.topics.through(question=question, topic=topics[key])
        for question, text in pairs
        for key in text.topics
    )
    QuestionVersion.objects.bulk_create(
        first_version(question, by=None, now=now) for question in questions
    )
    return len(new)


@transaction.atomic
def load_tests() -> int:
    """A test for each edition whose every objective has questions for two forms."""
    new = 0
    editions = ModuleEdition.objects.filter(test__isnull=True).select_related("module")
    for edition in editions:
        objectives = list(edition.module.objectives.order_by("sort_order", "pk"))
        if objectives and all(map(_is_enough, objectives)):
            test = Test.objects.create(edition=edition, minutes=MINUTES)
            DrawRule.objects.bulk_create(
                DrawRule(
                    test=test,
                    objective=objective,
                    number=QUESTIONS_OF_AN_OBJECTIVE,
                    sort_order=place,
                )
                for place, objective in enumerate(objectives)
            )
            new += 1
    return new


def _is_enough(objective: LearningObjective) -> bool:
    there = Question.objects.in_use().filter(objectives=objective).count()
    return there >= 2 * QUESTIONS_OF_AN_OBJECTIVE


def _question(text: QuestionText, module: Module) -> Question:
    return Question(
        key=text.key,
        module=module,
        sources=text.sources,
        parts=text.parts,
        **in_fields("situation", text.situation),
    )


def _chosen(
    text: QuestionText, objectives: list[LearningObjective]
) -> list[LearningObjective]:
    if max(text.objectives) > len(objectives):
        raise ContentRefused(
            f"{text.module}: question {text.key} names objective "
            f"{max(text.objectives)}, and the module has {len(objectives)}."
        )
    return [objectives[place - 1] for place in text.objectives]
