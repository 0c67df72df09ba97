"""Small cells: what a public breakdown must not show, and what would give it away.

Between one and four people may be recognised. Such cells are hidden, and with them the
smallest of the others: whoever knows the total and this rule still cannot work out a
small cell.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

#: The smallest number of people a public cell may show.
SMALLEST = 5


@dataclass(frozen=True)
class Cell:
    """`people` is None where the number is hidden; `is_small` says it is below 5."""

    key: str
    people: int | None
    is_small: bool = False


def suppressed(people: Mapping[str, int]) -> list[Cell] | None:
    """The cells as they may be shown; None where nothing of it may be.

    Which cells are hidden follows from what can be seen, never from how small a small
    cell is: otherwise the choice itself would tell.
    """
    small = {key for key, number in people.items() if 0 < number < SMALLEST}
    if not small:
        return [Cell(key, number) for key, number in people.items()]
    large = [key for key, number in people.items() if number >= SMALLEST]
    large.sort(key=lambda key: (people[key], key))
    cover = _cover(people, large)
    if not cover or _is_extreme(people, small, cover, large):
        return None
    return [
        Cell(key, None if key in small or key in cover else number, key in small)
        for key, number in people.items()
    ]


def _cover(people: Mapping[str, int], large: list[str]) -> list[str]:
    """The smallest large cell; where two or more are below ten, all of these.

    Either way a cover cell could hold any of several numbers.
    """
    below_ten = [key for key in large if people[key] < 2 * SMALLEST]
    return below_ten if len(below_ten) > 1 else large[:1]


def _is_extreme(
    people: Mapping[str, int], small: set[str], cover: list[str], large: list[str]
) -> bool:
    """Whether all hidden cells are as small, or as large, as they can be at all."""
    hidden = sum(people[key] for key in (*small, *cover))
    if hidden <= len(small) + SMALLEST * len(cover):
        return True
    if len(cover) > 1:
        most = (2 * SMALLEST - 1) * len(cover)
    elif len(large) > 1:
        most = people[large[1]] - 1
    else:
        return False
    return hidden >= len(small) * (SMALLEST - 1) + most
