"""What a public breakdown shows, and what nobody can work out from it."""

from __future__ import annotations

from collections import defaultdict
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.targets.domain.suppression import Cell, suppressed


def cells(**people):
    return {cell.key: cell for cell in suppressed(people)}


def test_breakdown_without_small_cells_is_shown_whole():
    assert suppressed({"a": 5, "b": 0, "c": 70}) == [
        Cell("a", 5),
        Cell("b", 0),
        Cell("c", 70),
    ]


def test_small_cell_and_the_next_smallest_are_hidden():
    assert suppressed({"a": 3, "b": 40, "c": 12, "d": 0}) == [
        Cell("a", None, is_small=True),
        Cell("b", 40),
        Cell("c", None),
        Cell("d", 0),
    ]


def test_all_cells_below_ten_cover_where_there_are_several():
    shown = cells(a=2, b=6, c=9, d=30)

    assert {key for key, cell in shown.items() if cell.people is None} == set("abc")
    assert {key for key, cell in shown.items() if cell.is_small} == {"a"}


@pytest.mark.parametrize(
    "people",
    [
        {"a": 3, "b": 0},
        {"a": 3, "b": 4},
        {"a": 1, "b": 5, "c": 90},
        {"a": 4, "b": 20, "c": 20},
    ],
    ids=["alone", "only small", "as small as can be", "as large as can be"],
)
def test_breakdown_that_would_give_somebody_away_is_not_shown(people):
    assert suppressed(people) is None


@given(st.lists(st.integers(0, 60), min_size=1, max_size=9))
def test_no_cell_from_one_to_four_is_ever_shown(numbers):
    people = {str(place): number for place, number in enumerate(numbers)}

    shown = suppressed(people)

    for cell in shown or ():
        number = people[cell.key]
        assert cell.people in (None, number)
        assert cell.people not in (1, 2, 3, 4)
        assert cell.is_small == (0 < number < 5)


@given(st.lists(st.integers(0, 60), min_size=1, max_size=9))
def test_a_hidden_cell_is_never_alone(numbers):
    people = {str(place): number for place, number in enumerate(numbers)}

    hidden = [cell for cell in suppressed(people) or () if cell.people is None]

    assert len(hidden) != 1


def _as_seen(numbers):
    """All that is public: the total, and each cell as it is shown."""
    shown = suppressed({str(place): number for place, number in enumerate(numbers)})
    if shown is None:
        return sum(numbers), None
    return sum(numbers), tuple(
        cell.people if cell.people is not None else "<5" if cell.is_small else "hidden"
        for cell in shown
    )


@pytest.mark.parametrize(("size", "total"), [(2, 45), (3, 32), (4, 22)])
def test_who_knows_the_total_and_the_rule_cannot_work_out_a_small_cell(size, total):
    """Every breakdown up to a total is made; whatever looks alike must differ in
    each of its small cells."""
    alike = defaultdict(list)
    for numbers in product(range(total + 1), repeat=size):
        if sum(numbers) <= total:
            alike[_as_seen(numbers)].append(numbers)

    for (_sum, shown), candidates in alike.items():
        for place, seen in enumerate(shown or ()):
            if seen == "<5":
                assert len({numbers[place] for numbers in candidates}) > 1


def test_hiding_the_small_cell_alone_would_give_it_away():
    """Negative control: from the total and the others the number follows."""
    people = {"a": 3, "b": 40, "c": 12}
    shown = {key: number for key, number in people.items() if number > 4}

    assert sum(people.values()) - sum(shown.values()) == people["a"]
