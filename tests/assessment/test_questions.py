"""The bank: what people edit, and the versions that never change."""

import pytest
from django.utils import timezone

from lms.assessment.domain.question_content import content_of
from lms.assessment.domain.questions import keep_version
from lms.assessment.models import Question, QuestionVersionChanged
from tests.factories.questions import (
    QuestionFactory,
    choice,
    matching,
    ordering,
    short_text,
    true_false,
    version_of,
)

pytestmark = pytest.mark.django_db

EVERY_KIND = [
    ("single", choice()),
    ("multiple", choice(right=("One", "Two"))),
    ("true_false", true_false()),
    ("matching", matching()),
    ("ordering", ordering()),
    ("short_text", short_text(accepted=("NRM", "MKR"))),
]


def test_a_version_has_every_part_with_its_keys():
    question = QuestionFactory(stream=EVERY_KIND)

    content = content_of(version_of(question))

    assert [part.kind for part in content.parts] == [kind for kind, _ in EVERY_KIND]
    assert [option.text["en"] for option in content.parts[0].options] == [
        "Right",
        "Wrong",
        "Worse",
    ]
    assert len(content.parts[1].right_options) == 2
    assert content.parts[2].is_right is True
    assert [pair.left["en"] for pair in content.parts[3].pairs] == ["police", "court"]
    assert [item.text["en"] for item in content.parts[4].items] == [
        "first",
        "second",
        "third",
    ]
    assert content.parts[5].accepted["sr"] == ("NRM", "MKR")
    assert content.missing_languages == []


def test_keeping_what_did_not_change_makes_no_version():
    question = QuestionFactory()

    again = keep_version(
        Question.objects.get(pk=question.pk), by=None, now=timezone.now()
    )

    assert (again.number, question.versions.count()) == (1, 1)


def test_an_edited_question_gets_a_new_version_and_keeps_the_old_one():
    question = QuestionFactory()
    before = version_of(question)
    question = Question.objects.get(pk=question.pk)
    question.parts[0].value["text"]["en"] = "Who leads it?"
    question.save()

    after = keep_version(question, by=None, now=timezone.now())

    before.refresh_from_db()
    assert (before.number, after.number) == (1, 2)
    assert content_of(before).parts[0].text["en"] == "Who chairs it?"
    assert content_of(after).parts[0].text["en"] == "Who leads it?"
    assert content_of(after).parts[0].key == content_of(before).parts[0].key
    assert list(question.versions.newest()) == [after]


def test_a_version_never_changes():
    version = version_of(QuestionFactory())
    version.content["parts"] = []

    with pytest.raises(QuestionVersionChanged) as refusal:
        version.save()

    words = "A version of a question never changes; make a new one."
    assert str(refusal.value) == words


def test_a_missing_language_is_named():
    value = choice()
    value["options"][1]["value"]["text"] = {"sq": "Gabim", "sr": "", "en": "Wrong"}
    question = QuestionFactory(stream=[("single", value)])

    assert content_of(version_of(question)).missing_languages == ["sr"]
