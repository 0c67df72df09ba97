"""What an answer is worth, checked against a second implementation that shares nothing.

The second one reads the JSON of a version itself, counts in fractions and compares
texts its own way; 500 random attempts of all kinds must agree to the point.
"""

import math
import random
import unicodedata
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.assessment.domain.grading import (
    ResponseRefused,
    check_response,
    percent_of,
    points_of,
)
from lms.assessment.domain.question_content import keyed, read_content

SUFFIXES = ("sq", "sr", "en")
WORDS = ("MKR", "Nacionalni mehanizam", "čuvar", "përgjegjës", "NRM", "12", "žrtva")
#: As people type them.
SPELLINGS = (str, str.upper, str.title, lambda text: f"  {text} ")


def texts(word):
    return dict.fromkeys(SUFFIXES, word)


def part_of(kind, chance):
    base = {"kind": kind, "text": texts("?"), "explanation": texts("")}
    count = chance.randint(2, 6)
    if kind in ("single", "multiple"):
        right = {0} if kind == "single" else set(chance.sample(range(count), 2))
        base["options"] = [
            {"text": texts(str(n)), "feedback": texts(""), "is_right": n in right}
            for n in range(count)
        ]
    elif kind == "true_false":
        base["is_right"] = chance.random() < 0.5
    elif kind == "matching":
        base["pairs"] = [
            {"left": texts(f"l{n}"), "right": texts(f"r{n}")} for n in range(count)
        ]
    elif kind == "ordering":
        base["items"] = [{"text": texts(str(n))} for n in range(count)]
    else:
        base["accepted"] = {
            suffix: chance.sample(WORDS, chance.randint(1, 3)) for suffix in SUFFIXES
        }
    return base


def with_keys(part, chance):
    part["key"] = f"p{chance.random()}"
    for name in ("options", "pairs", "items"):
        for one in part.get(name, ()):
            one["key"] = f"k{chance.random()}"
    return part


def answer_to(part, chance):
    """An answer that could have been given; None where the part was left out."""
    if chance.random() < 0.1:
        return None
    kind = part["kind"]
    keys = [
        one["key"]
        for name in ("options", "pairs", "items")
        for one in part.get(name, ())
    ]
    if kind == "single":
        return chance.choice(keys)
    if kind == "multiple":
        return chance.sample(keys, chance.randint(0, len(keys)))
    if kind == "true_false":
        return chance.random() < 0.5
    if kind == "matching":
        return {key: chance.choice(keys) for key in keys if chance.random() < 0.9}
    if kind == "ordering":
        shuffled = keys[:]
        if chance.random() < 0.7:
            chance.shuffle(shuffled)
        return shuffled
    return chance.choice(SPELLINGS)(chance.choice(WORDS))


def plain(text):
    """Its own way of comparing words: letters and digits without marks, lower case."""
    apart = unicodedata.normalize("NFD", text.casefold())
    return "".join(sign for sign in apart if sign.isalnum())


def second_opinion(content, response):
    worth = [second_part(part, response.get(part["key"])) for part in content["parts"]]
    return math.floor(sum(worth) / len(worth))


def second_part(part, answer):
    if answer is None:
        return 0
    kind = part["kind"]
    if kind == "single":
        (right,) = (one["key"] for one in part["options"] if one["is_right"])
        return 1000 if right == answer else 0
    if kind == "multiple":
        score = total = 0
        for one in part["options"]:
            total += one["is_right"]
            if one["key"] in answer:
                score += 1 if one["is_right"] else -1
        return math.floor(Fraction(1000) * max(0, score) / total)
    if kind == "true_false":
        return 1000 if part["is_right"] == answer else 0
    if kind == "matching":
        hits = [
            pair for pair in part["pairs"] if answer.get(pair["key"]) == pair["key"]
        ]
        return math.floor(Fraction(1000 * len(hits), len(part["pairs"])))
    if kind == "ordering":
        hits = 0
        for place in range(len(part["items"])):
            hits += part["items"][place]["key"] == answer[place]
        return math.floor(Fraction(1000 * hits, len(part["items"])))
    accepted = [plain(one) for lines in part["accepted"].values() for one in lines]
    return 1000 if plain(answer) in accepted else 0


KINDS = ("single", "multiple", "true_false", "matching", "ordering", "short_text")


def test_five_hundred_random_attempts_are_graded_the_same_by_both():
    chance = random.Random(20261126)
    for _ in range(500):
        total = second = 0
        questions = chance.randint(1, 12)
        for _question in range(questions):
            content = {
                "situation": texts(""),
                "parts": [
                    with_keys(part_of(chance.choice(KINDS), chance), chance)
                    for _part in range(chance.randint(1, 3))
                ],
            }
            answers = {
                part["key"]: answer_to(part, chance) for part in content["parts"]
            }
            response = {key: one for key, one in answers.items() if one is not None}
            read = read_content(content)
            assert check_response(read, response) == response
            points = points_of(read, response)
            assert points == second_opinion(content, response), (content, response)
            total, second = total + points, second + points
        assert percent_of(total, questions=questions) == math.floor(
            Fraction(second, 10 * questions)
        )


def test_the_two_do_not_agree_by_accident():
    """A rule that is a little different is found out."""
    chance = random.Random(7)
    content = {
        "situation": texts(""),
        "parts": [with_keys(part_of("multiple", chance), chance)],
    }
    keys = [one["key"] for one in content["parts"][0]["options"]]
    response = {content["parts"][0]["key"]: keys}

    everything = points_of(read_content(content), response)

    assert everything == second_opinion(content, response)
    assert everything < 1000


@given(st.integers(0, 1000), st.integers(1, 40))
def test_nobody_passes_with_less_than_the_pass_mark(points, questions):
    total = min(points * questions, 1000 * questions)

    percent = percent_of(total, questions=questions)

    assert percent <= Fraction(total, 10 * questions) < percent + 1


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "nonsense", [None, 5, "nowhere", ["nowhere"], {"a": "b"}, [["x"]], True, "x" * 201]
)
def test_nonsense_is_refused_or_worth_nothing(kind, nonsense):
    chance = random.Random(3)
    content = {
        "situation": texts(""),
        "parts": [with_keys(part_of(kind, chance), chance)],
    }
    read = read_content(content)
    response = {read.parts[0].key: nonsense}

    try:
        check_response(read, response)
    except ResponseRefused:
        return

    assert (kind, type(nonsense)) in {("short_text", str), ("true_false", bool)}
    assert points_of(read, response) == second_opinion(content, response)


def test_keys_are_given_once():
    once = keyed([{"type": "single", "value": {"options": [{"type": "item"}]}}])

    assert keyed(once) == once
