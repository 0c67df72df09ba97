"""The order of letters in the three languages: ç after c, dh after d, lj after l."""

from __future__ import annotations

import re

_LETTERS = {
    "sq": "a b c ç d dh e ë f g gj h i j k l ll m n nj o p q r rr s sh t th u v w x xh y z zh",
    "sr": "a b c č ć d dž đ e f g h i j k l lj m n nj o p q r s š t u v w x y z ž",
    "en": "a b c d e f g h i j k l m n o p q r s t u v w x y z",
}
_PLACES = {
    suffix: {letter: place for place, letter in enumerate(letters.split())}
    for suffix, letters in _LETTERS.items()
}
#: Longer letters first, so that "dh" is one letter and not two.
_SPLIT = {
    suffix: re.compile("|".join(sorted(places, key=len, reverse=True)) + r"|\w")
    for suffix, places in _PLACES.items()
}
_AFTER_ALL = 99


def split_letters(text: str, suffix: str) -> list[str]:
    """`text` in the letters of the language whose fields end in `suffix`."""
    return _SPLIT[suffix].findall(text.lower())


def sort_key(text: str, suffix: str) -> list[tuple[int, str]]:
    """Sorts texts as a dictionary of that language does; foreign letters come last."""
    places = _PLACES[suffix]
    return [
        (places.get(letter, _AFTER_ALL), letter)
        for letter in split_letters(text, suffix)
    ]
