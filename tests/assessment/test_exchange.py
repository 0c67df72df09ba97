"""GIFT and Moodle XML, against files that other projects wrote (see their LICENSE)."""

import io
import json
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import timezone

from lms.assessment.domain.exchange import read_questions_from, write_questions
from lms.assessment.domain.foreign import FileRefused, take_in
from lms.assessment.enums import ExchangeFormat
from lms.assessment.models import Question
from tests.factories.curriculum import ModuleFactory
from tests.factories.questions import (
    QuestionFactory,
    choice,
    matching,
    ordering,
    short_text,
    true_false,
    version_of,
)

PEERS = Path(__file__).parents[1] / "data" / "peers"
GIFT, XML = PEERS / "gift", PEERS / "moodle_xml"


def read(path):
    return read_questions_from(path.read_bytes())


def kinds(path):
    return [str(one.kind) for one in read(path).questions]


def test_the_examples_of_the_format_are_read():
    reading = read(GIFT / "giftFormatPhpExamples.gift")

    assert [(str(one.kind), one.text) for one in reading.questions] == [
        ("single", "Who's buried in Grant's tomb?"),
        ("single", "Grant is _____ in Grant's tomb."),
        ("true_false", "Grant is buried in Grant's tomb."),
        ("short_text", "Who's buried in Grant's tomb?"),
        (
            "matching",
            "Match the following countries with their corresponding capitals.",
        ),
        ("single", "Grant is _____ in Grant's tomb."),
        ("single", "Difficult multiple choice question."),
        ("short_text", "Jesus Christ was from"),
    ]
    assert reading.questions[4].pairs == [
        ("Canada", "Ottawa"),
        ("Italy", "Rome"),
        ("Japan", "Tokyo"),
    ]
    tomb = reading.questions[5]
    assert (tomb.name, tomb.options[1].feedback) == ("Grant's Tomb", "Right answer!")
    assert reading.questions[6].notes == [
        "“half credit answer” is right in part and was taken as wrong."
    ]
    assert [(one.where, one.reason) for one in reading.unread] == [
        (13, "Numbers with a tolerance are no kind of question here."),
        (40, "Numbers with a tolerance are no kind of question here."),
    ]


@pytest.mark.parametrize(
    ("name", "expected", "unread"),
    [
        ("matching1", ["matching", "matching"], 0),
        ("TFTwoFeedback", ["true_false"] * 3, 0),
        ("escapeAll", ["single"], 0),
        ("shortAnswer1", ["short_text", "short_text"], 0),
        ("essay1", [], 1),
        ("numerical1", [], 10),
        ("multipleAnswersFloat", ["multiple"], 0),
        ("totara_moodle_multichoice_multi", ["multiple"], 0),
        ("tag_two_tags", [], 1),
        ("multiLineFeedback1", ["single", "single"], 0),
        ("formatExamples", ["single"], 0),
    ],
)
def test_gift_of_others(name, expected, unread):
    path = GIFT / f"{name}.gift"

    assert (kinds(path), len(read(path).unread)) == (expected, unread)


def test_escaped_signs_are_signs():
    (question,) = read(GIFT / "escapeAll.gift").questions

    assert [one.text for one in question.options][:4] == ["~", "=", "#", "{"]
    assert question.options[0].feedback == "~ is a control character."


def test_html_becomes_text():
    (question,) = read(GIFT / "formatExamples.gift").questions

    assert question.text == "The sun rises in which direction?"
    assert question.options[0].text == "The east."
    assert question.options[1].feedback == "What planet did you grow up on?"


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("multiple-choice", "single"),
        ("true-false", "true_false"),
        ("matching", "matching"),
        ("ordering", "ordering"),
        ("shortanswer", "short_text"),
    ],
)
def test_moodle_xml_of_others(name, kind):
    reading = read(XML / f"{name}.xml")

    assert reading.questions
    assert not reading.unread
    assert kind in kinds(XML / f"{name}.xml")


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("numerical", "numerical"),
        ("essay", "essay"),
        ("description", "description"),
        ("cloze", "cloze"),
    ],
)
def test_kinds_that_the_bank_does_not_have_are_reported(name, kind):
    reading = read(XML / f"{name}.xml")

    assert not reading.questions
    assert reading.unread[0].reason == (
        f"The kind “{kind}” is no kind of question here."
    )
    assert reading.unread[0].where > 0


def test_what_was_left_out_is_said():
    question = read(XML / "matching.xml").questions[0]

    assert question.pairs == [("SELECT", "DQL"), ("ALTER", "DDL"), ("INSERT", "DML")]
    assert question.notes == ["An answer that belongs to nothing was left out."] * 2


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "There is no question in the file."),
        (b"\xff\xfe\x00", "The file is neither GIFT nor Moodle XML in UTF-8."),
        (b"<quiz><question>", "The file is no XML: line 1 cannot be read."),
        (b"<html></html>", "The file is no list of questions of Moodle."),
        (
            b'<!DOCTYPE q [<!ENTITY a "b">]><quiz/>',
            "The file declares entities. Export it from Moodle again, without them.",
        ),
        (b"x" * (10 * 1024 * 1024 + 1), "The file is too large."),
    ],
)
def test_a_file_that_is_something_else_is_refused(content, words):
    with pytest.raises(FileRefused) as refusal:
        read_questions_from(content)

    assert str(refusal.value).startswith(words)


EVERY_KIND = [
    ("single", choice("Who = chairs {it}?")),
    ("multiple", choice("What helps?", right=("One", "Two"))),
    ("true_false", true_false("It is ~ so.")),
    ("matching", matching()),
    ("ordering", ordering()),
    ("short_text", short_text(accepted=("NRM", "MKR: 50%"))),
]


@pytest.mark.django_db
@pytest.mark.parametrize("as_format", ExchangeFormat)
@pytest.mark.parametrize("part", EVERY_KIND, ids=[kind for kind, _ in EVERY_KIND])
def test_what_is_written_is_read_back(part, as_format):
    version = version_of(QuestionFactory(key="Q-1", stream=[part]))

    content = write_questions([version], suffix="en", as_format=as_format)
    reading = read_questions_from(content)

    (question,) = reading.questions
    value = part[1]
    assert (question.name, question.text) == ("Q-1", value["text"]["en"])
    assert not question.notes
    if part[0] == "ordering" and as_format == ExchangeFormat.GIFT:
        assert question.pairs == [("1", "first"), ("2", "second"), ("3", "third")]
        return
    assert question.kind == part[0]
    assert [(one.text, one.is_right, one.feedback) for one in question.options] == [
        (
            row["value"]["text"]["en"],
            row["value"]["is_right"],
            row["value"]["feedback"]["en"],
        )
        for row in value.get("options", [])
    ]
    assert question.items == [row["value"]["en"] for row in value.get("items", [])]
    assert question.accepted == value.get("accepted", {"en": ""})["en"].splitlines()


@pytest.mark.django_db
def test_what_is_taken_in_waits_for_the_other_languages():
    module = ModuleFactory()
    questions = read(GIFT / "giftFormatPhpExamples.gift").questions
    take = {"module": module, "suffix": "en", "by": None, "now": timezone.now()}

    first = take_in(questions, **take)
    again = take_in(questions, **take)

    # The same words twice in the file are one question.
    assert (len(first), len(again)) == (6, 0)
    assert Question.objects.filter(module=module).count() == 6
    assert all(version_of(one).content["parts"][0]["text"]["sq"] == "" for one in first)


def run(*args):
    out = io.StringIO()
    call_command(*map(str, args), stdout=out)
    return out.getvalue()


@pytest.mark.django_db
def test_the_commands_show_first_and_write_back(tmp_path):
    module = ModuleFactory(code="M77")
    file = GIFT / "shortAnswer1.gift"
    arguments = ("import_questions", file, "--module", "M77", "--language", "en")

    shown = json.loads(run(*arguments, "--format", "json"))
    before = module.questions.count()
    run(*arguments, "--apply")
    written = tmp_path / "out.xml"
    said = run(
        "export_questions", "--module", "M77", "--language", "en",
        "--as", "xml", "--out", written,
    )  # fmt: skip

    assert (len(shown["read"]), shown["applied"], before) == (2, False, 0)
    assert said == f"2 questions written to {written}.\n"
    assert kinds(written) == ["short_text", "short_text"]


@pytest.mark.django_db
def test_the_commands_refuse_with_words(tmp_path):
    ModuleFactory(code="M77")
    nowhere = tmp_path / "nowhere.gift"
    arguments = ("--module", "M77", "--language", "en")

    with pytest.raises(CommandError, match=r"^There is no file"):
        run("import_questions", nowhere, *arguments)
    with pytest.raises(CommandError, match=r"^There is no module M99\.$"):
        run("import_questions", nowhere, "--module", "M99", "--language", "en")
    with pytest.raises(CommandError, match=r"^Module M77 has no questions\.$"):
        run("export_questions", *arguments, "--as", "gift", "--out", nowhere)


BROKEN = """\
::one::What is it? {=a ~b

::two::Who is it? {=c ~d}

::three::When {=e ~f {=g}}

{T}

::four::Where is it? {=h ~}

::five::How {=%50%i}

::six::Why? {~%1.2.3%j =k}

::seven::Which? {
=l

~m
}
"""


def test_one_slip_in_a_file_does_not_swallow_the_questions_behind_it():
    reading = read_questions_from(BROKEN.encode())

    assert [(one.where, one.name) for one in reading.questions] == [
        (3, "two"), (13, "six"), (15, "seven"),
    ]  # fmt: skip
    braces = "The answers need one { before them and one } behind them."
    assert [(one.where, one.reason) for one in reading.unread] == [
        (1, braces),
        (5, braces),
        (7, "There is no question in it."),
        (9, "One of the answers is empty."),
        (11, "No answer is marked as right."),
    ]
    assert [one.text for one in reading.questions[1].options] == ["%1.2.3%j", "k"]


def test_a_weight_that_is_no_number_is_reported():
    content = b"""<quiz><question type="multichoice"><name><text>one</text></name>
    <questiontext><text>What?</text></questiontext>
    <answer fraction="much"><text>a</text></answer>
    <answer fraction="0"><text>b</text></answer></question></quiz>"""

    reading = read_questions_from(content)

    assert [one.reason for one in reading.unread] == [
        "\u201cmuch\u201d is no weight of an answer."
    ]
