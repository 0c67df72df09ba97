"""The questions of the programme: whole in three languages, or refused with their line."""

import pytest
from django.utils import timezone

from curriculum.domain.content import ContentRefused
from curriculum.domain.programme import load_modules
from lms.assessment.domain.question_bank import (
    load_questions,
    load_tests,
    load_topics,
)
from lms.assessment.domain.question_content import content_of
from lms.assessment.domain.question_files import read_questions
from lms.assessment.models import Question, QuestionVersion, Test

OPTION = """
[[questions.parts.options]]
right = {right}
text.sq = "{word} sq"
text.sr = "{word} sr"
text.en = "{word} en"
feedback.sq = "Sepse {word}"
feedback.sr = "Jer {word}"
feedback.en = "Because {word}"
"""
QUESTION = """
[[questions]]
key = "X-01"
objectives = [1]
topics = ["sops"]
sources = ["000:147"]

[[questions.parts]]
kind = "single"
text.sq = "Kush?"
text.sr = "Ko?"
text.en = "Who?"
"""
GOOD = (
    QUESTION
    + OPTION.format(right="true", word="one")
    + OPTION.format(right="false", word="two")
)
TOPICS = '[[topics]]\nkey = "sops"\nname.sq = "P"\nname.sr = "P"\nname.en = "P"\n'


@pytest.fixture
def content(tmp_path):
    (tmp_path / "questions").mkdir()
    (tmp_path / "topics.toml").write_text(TOPICS)

    def write(text):
        (tmp_path / "questions" / "X.toml").write_text(text)
        return tmp_path

    return write


def test_a_question_is_read_with_keys_that_are_the_same_everywhere(content):
    folder = content(GOOD)

    (question,) = read_questions(folder)

    assert (question.module, question.objectives, question.topics) == (
        "X",
        [1],
        ["sops"],
    )
    assert question.parts == read_questions(folder)[0].parts


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ('text.sr = "Ko?"\n', "", "“Kush?” is missing in sr."),
        ('"sops"', '"sop"', "unknown topic “sop”."),
        ("right = true", "right = false", "0 options are right; there must be one."),
        ("objectives = [1]", "objectives = []", "no objective is named."),
        ('sources = ["000:147"]', "", "'sources' is missing."),
        ('kind = "single"', 'kind = "essay"', "'essay' is not a valid QuestionKind"),
    ],
)
def test_what_is_missing_is_refused_with_file_and_line(content, before, after, words):
    folder = content(GOOD.replace(before, after))

    with pytest.raises(ContentRefused) as refusal:
        read_questions(folder)

    path = folder / "questions" / "X.toml"
    assert str(refusal.value) == f"{path}:3: question X-01: {words}"


def test_a_key_stands_once(content):
    with pytest.raises(ContentRefused, match="the key X-01 stands twice"):
        read_questions(content(GOOD + GOOD))


@pytest.mark.django_db
def test_the_programme_is_loaded_once_and_never_over_an_edit():
    load_modules()
    load_topics()
    questions = load_questions(now=timezone.now())
    tests = load_tests()
    edited = Question.objects.first()
    if edited:
        Question.objects.filter(pk=edited.pk).update(is_retired=True)

    assert load_questions(now=timezone.now()) == 0
    assert load_tests() == 0
    assert (questions, tests) == (Question.objects.count(), Test.objects.count())
    if edited:
        edited.refresh_from_db()
        assert edited.is_retired


@pytest.mark.django_db
def test_every_question_of_the_programme_is_whole_in_three_languages():
    load_modules()
    load_topics()
    load_questions(now=timezone.now())

    unfinished = [
        str(version)
        for version in QuestionVersion.objects.select_related("question")
        if content_of(version).missing_languages
    ]

    assert unfinished == []
