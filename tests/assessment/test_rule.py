"""The rule of completion against a second, slow writing of it."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.assessment.domain.completion import outcome_of

MARKS = st.sampled_from(["present", "late", "excused", "absent", None])


def slow_outcome(minutes, marks, share, pass_marks, scores):
    """Word by word: shares are fractions, and every prefix is summed again."""
    whole = sum(minutes)
    was_there = [mark == "present" or mark == "late" for mark in marks]
    there = sum(m for m, present in zip(minutes, was_there, strict=True) if present)
    if whole == 0:
        return ("no_sessions", there, whole, None)
    if all(mark is None for mark in marks):
        return ("no_marks", there, whole, None)
    needed = Fraction(share, 100)
    if Fraction(there, whole) < needed:
        return ("attendance", there, whole, None)
    for edition in pass_marks:
        if edition not in scores:
            return ("no_score", there, whole, None)
    for edition, mark in pass_marks.items():
        if scores[edition] < mark:
            return ("score", there, whole, None)
    for end in range(1, len(minutes) + 1):
        so_far = sum(minutes[i] for i in range(end) if was_there[i])
        if Fraction(so_far, whole) >= needed:
            return ("", there, whole, end - 1)
    raise AssertionError


@given(
    sessions=st.lists(st.tuples(st.integers(1, 600), MARKS), max_size=12),
    share=st.integers(1, 100),
    pass_marks=st.dictionaries(st.integers(1, 3), st.integers(1, 100), max_size=3),
    scores=st.dictionaries(st.integers(1, 4), st.integers(0, 100), max_size=4),
)
def test_rule_agrees_with_its_slow_twin(sessions, share, pass_marks, scores):
    minutes = [length for length, _mark in sessions]
    marks = [mark for _length, mark in sessions]
    outcome = outcome_of(
        minutes=minutes,
        marks=marks,
        share=share,
        pass_marks=pass_marks,
        scores=scores,
    )
    assert (
        str(outcome.reason),
        outcome.present_minutes,
        outcome.scheduled_minutes,
        outcome.last_needed,
    ) == slow_outcome(minutes, marks, share, pass_marks, scores)


def rule(marks, *, minutes=None, share=80, pass_marks=None, scores=None):
    return outcome_of(
        minutes=minutes or [360] * len(marks),
        marks=marks,
        share=share,
        pass_marks=pass_marks or {},
        scores=scores or {},
    )


@pytest.mark.parametrize(
    ("marks", "reason"),
    [
        (["present"] * 5, ""),
        (["late"] * 5, ""),
        (["present"] * 4 + ["absent"], ""),
        (["present"] * 4 + ["excused"], ""),
        (["present"] * 3 + ["excused"] * 2, "attendance"),
        (["present"] * 3 + [None, None], "attendance"),
        ([None] * 5, "no_marks"),
        (["absent"] * 5, "attendance"),
        ([], "no_sessions"),
    ],
)
def test_rule_counts_late_and_not_excused(marks, reason):
    assert rule(marks).reason == reason


def test_rule_is_exact_at_the_border():
    # 80 % of 7 x 45 minutes are exactly 252 minutes; floating point may say otherwise.
    minutes = [252, 63]
    assert rule(["present", "absent"], minutes=minutes).is_completed
    assert not rule(["present", "absent"], minutes=[251, 64]).is_completed


def test_rule_names_the_session_at_which_the_share_was_reached():
    assert rule(["present"] * 5).last_needed == 3
    assert rule(["absent", *["present"] * 4]).last_needed == 4


def test_rule_needs_every_score():
    marks = ["present"]
    assert rule(marks, pass_marks={1: 70, 2: 70}, scores={1: 90}).reason == "no_score"
    assert rule(marks, pass_marks={1: 70}, scores={1: 69}).reason == "score"
    assert rule(marks, pass_marks={1: 70}, scores={1: 70}).is_completed
