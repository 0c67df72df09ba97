import pytest
from hypothesis import given
from hypothesis import strategies as st

from curriculum.folding import fold


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Çelaj", "celaj"),
        ("Hoxhë", "hoxhe"),
        ("Šćekić", "scekic"),
        ("Živković", "zivkovic"),
        ("Đorđević", "djordjevic"),
        ("DJORDJEVIC", "djordjevic"),
        ("Ђорђевић", "djordjevic"),
        ("Љубица Џамић", "ljubica dzamic"),
        ("Ayşe Işık", "ayse isik"),
        ("İbrahim", "ibrahim"),
        ("  Anna-Marie   O'Neil ", "anna marie o neil"),
        ("Hoxhe\u0308", "hoxhe"),
        ("", ""),
    ],
)
def test_fold_makes_one_form_of_every_spelling(written, folded):
    assert fold(written) == folded


@given(st.text(max_size=60))
def test_fold_is_stable_and_ignores_case_of_what_it_made(text):
    once = fold(text)

    assert fold(once) == once
    assert fold(once.upper()) == once or not once.isascii()
    assert "  " not in once
    assert once == once.strip()
