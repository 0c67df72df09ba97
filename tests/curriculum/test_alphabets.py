import pytest
from hypothesis import given
from hypothesis import strategies as st

from curriculum.alphabets import sort_key, split_letters
from curriculum.folding import has_words


@pytest.mark.parametrize(
    ("suffix", "words"),
    [
        ("sq", ["cak", "çak", "dua", "dhe", "edhe", "ëndërr", "leh", "llak", "shi"]),
        ("sr", ["cena", "čas", "ćeba", "dan", "džep", "đak", "ljudi", "šuma", "žena"]),
        ("en", ["case", "dhow", "law", "zone"]),
    ],
)
def test_words_stand_in_the_order_of_the_dictionary(suffix, words):
    mixed = sorted(words)

    assert sorted(mixed, key=lambda word: sort_key(word, suffix)) == words


def test_two_signs_can_be_one_letter():
    assert split_letters("Dhoma", "sq")[0] == "dh"
    assert split_letters("Dhoma", "en")[0] == "d"


@given(st.text(max_size=30))
def test_every_text_can_be_sorted_in_every_language(text):
    for suffix in ("sq", "sr", "en"):
        assert sort_key(text, suffix) == sort_key(text.lower(), suffix)


def test_words_are_found_by_their_beginnings():
    assert has_words("Mekanizmi Nacional i Referimit", "refer mekan")
    assert not has_words("Mekanizmi Nacional", "anizmi")
    assert has_words("anything", "")
