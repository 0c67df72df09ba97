"""count_targets: one JSON document, or a table for people."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from lms.targets.enums import IndicatorKind
from tests.factories.delivery import HeadcountFactory
from tests.factories.targets import (
    IndicatorFactory,
    TargetFactory,
    row_in_review,
    took_part,
    trained,
    training_for,
)

pytestmark = pytest.mark.django_db


def run(*arguments):
    out = StringIO()
    call_command("count_targets", *arguments, stdout=out)
    return out.getvalue()


def run_json(*arguments):
    return json.loads(run("--format", "json", "--on", "2026-11-22", *arguments))


@pytest.fixture
def indicator():
    indicator = IndicatorFactory(action__code="III.1.9", value=80)
    place = trained(indicator)
    trained(indicator, professional=place.professional)
    took_part(indicator)
    took_part(indicator)
    row_in_review(training_for(indicator))
    HeadcountFactory(action=indicator.action, people=30)
    return indicator


def test_json_is_one_document_with_the_agreed_keys(indicator):
    [row] = run_json()

    assert row == {
        "code": "III.1.9",
        "kind": "people_trained",
        "target": 80,
        "people": 1,
        "participations": 2,
        "trainings": 5,
        "headcount": 30,
        "percent": 1.2,
        "from": "2022-01-01",
        "to": "2026-11-22",
        "not_counted": [
            {"reason": "not_completed", "people": 2},
            {"reason": "review", "people": 1},
        ],
        "out_of_scope": False,
        "needs_staff_number": False,
        "targets": [
            {
                "kind": "people_trained",
                "operator": "at_least",
                "value": 80,
                "counted": 1,
                "percent": 1.2,
                "due_on": None,
            }
        ],
    }


def test_json_names_every_indicator_or_the_one_asked_for(indicator):
    IndicatorFactory(action__code="I.1")

    assert {row["code"] for row in run_json()} == {"I.1", "III.1.9"}
    assert [row["code"] for row in run_json("--indicator", "I.1")] == ["I.1"]


def test_json_of_a_row_with_two_kinds_has_both(indicator):
    TargetFactory(
        indicator=indicator, kind=IndicatorKind.TRAININGS_PER_YEAR, value=2, order=1
    )

    [row] = run_json()

    assert [(each["kind"], each["counted"]) for each in row["targets"]] == [
        ("people_trained", 1),
        ("sessions_per_year", 5),
    ]
    assert row["target"] == 80


def test_share_without_a_staff_number_is_null_and_a_request():
    IndicatorFactory(share=True, value=80)

    [row] = run_json()

    assert (row["target"], row["percent"]) == (80, None)
    assert row["needs_staff_number"] is True


def test_earlier_day_gives_the_number_of_that_day(indicator):
    assert json.loads(run("--format", "json", "--on", "2026-03-09"))[0]["people"] == 0


def test_code_is_found_in_any_capitals(indicator):
    [row] = run_json("--indicator", "iii.1.9")

    assert row["code"] == "III.1.9"


def test_table_is_for_people(indicator):
    with translation.override("en"):
        table = run("--on", "2026-11-22")

    heading, line, note = table.splitlines()
    assert heading.split() == [
        "Code", "People", "Participations", "Trainings", "Headcount*", "Target",
        "Percent", "Not", "counted",
    ]  # fmt: skip
    assert note == "* Headcount, not verified one by one"
    assert line.split()[:5] == ["III.1.9", "1", "2", "5", "30"]
    assert "at least 80 people" in line


@pytest.mark.parametrize(
    ("language", "words"),
    [("sq", ["Persona", "Trajnime"]), ("sr-latn", ["Lica", "Obuke"])],
)
def test_headings_of_the_table_are_in_the_language_of_the_person(language, words):
    with translation.override(language):
        heading = run().splitlines()[0]

    assert [word for word in words if word in heading.split()] == words


def test_table_says_what_is_out_of_scope_and_what_is_missing():
    IndicatorFactory(action__code="III.4.4", out_of_scope=True)
    IndicatorFactory(action__code="III.2.1", share=True)

    with translation.override("en"):
        table = run()

    assert "out of scope" in table
    assert "needs staff number" in table


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (
            ("--indicator", "IX.9"),
            "There is no indicator IX.9. Write a code of the Strategy, as in I.1, III "
            "or III.1.9.",
        ),
        (
            ("--on", "22.11.2026"),
            "“22.11.2026” is not a date. Write year-month-day, as in 2026-06-30.",
        ),
        (
            ("--on", "2026-02-30"),
            "“2026-02-30” is not a date. Write year-month-day, as in 2026-06-30.",
        ),
    ],
    ids=["unknown code", "other form", "impossible day"],
)
def test_command_refuses_in_words(indicator, arguments, words):
    with translation.override("en"), pytest.raises(CommandError) as refusal:
        run(*arguments)

    assert str(refusal.value) == words
    assert refusal.value.returncode == 1
