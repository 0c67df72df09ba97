"""What several devices said about one person at one session, taken together.

Nothing here asks in which order the words arrived, so every order gives the same.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Protocol, TypeVar
from uuid import UUID


class Word(Protocol):
    """The part of a `MarkEvent` that the rules read."""

    id: UUID
    device: UUID
    sequence: int
    number: int
    seen: int
    value: str


Some = TypeVar("Some", bound=Word)


def deciding(words: Collection[Some]) -> Some:
    """The word that stands: said last by the clock of the roll call.

    Of two that were said at the same count the one with the higher id stands; which
    that is means nothing, only that it is the same everywhere.
    """
    return max(words, key=lambda word: (word.sequence, word.id))


def is_disputed(words: Collection[Word]) -> bool:
    """Do two devices say different things, neither knowing of the other?"""
    return len({word.value for word in last_words(words)}) > 1


def last_words(words: Collection[Some]) -> list[Some]:
    """Those that nobody answered: no other was said in knowledge of them."""
    return [word for word in words if not any(knew_of(other, word) for other in words)]


def knew_of(later: Word, earlier: Word) -> bool:
    """Was `later` said in knowledge of `earlier`?"""
    if later.device == earlier.device:
        return later.sequence > earlier.sequence
    return later.seen >= earlier.number
