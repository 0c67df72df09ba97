"""How texts and names are compared: one folded form for every way they are written."""

from __future__ import annotations

import re
import unicodedata

_SERBIAN_CYRILLIC = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "ђ": "dj", "е": "e", "ж": "z",
    "з": "z", "и": "i", "ј": "j", "к": "k", "л": "l", "љ": "lj", "м": "m", "н": "n",
    "њ": "nj", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "ћ": "c", "у": "u",
    "ф": "f", "х": "h", "ц": "c", "ч": "c", "џ": "dz", "ш": "s",
}  # fmt: skip
_LATIN = {"đ": "dj", "ı": "i", "ß": "ss", "ł": "l", "ø": "o"}
_TABLE = str.maketrans({**_SERBIAN_CYRILLIC, **_LATIN})
_APART = re.compile(r"[\W_]+")


def fold(text: str) -> str:
    """Lower case, no accents, Cyrillic as Latin, single spaces.

    ë→e, ç→c, š→s, č and ć→c, ž→z, đ→dj, ş→s, ı→i; so "Đorđević", "DJORDJEVIC" and
    "Ђорђевић" are one. Punctuation and hyphens count as a space.
    """
    text = unicodedata.normalize("NFKD", text).lower().translate(_TABLE)
    text = "".join(letter for letter in text if not unicodedata.combining(letter))
    return _APART.sub(" ", text).strip()


def has_words(text: str, words: str) -> bool:
    """Whether every word of `words` begins a word of `text`, both folded."""
    folded = f" {fold(text)}"
    return all(f" {word}" in folded for word in fold(words).split())
