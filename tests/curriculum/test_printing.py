"""Printed pages: they say what the HTML says, or they are refused in words."""

import io

import pytest
from django.utils import translation
from pypdf import PdfReader

from curriculum.printing import PrintRefused, document, engine, render_pdf

LETTERS = "čćđšž ČĆĐŠŽ ëç ËÇ љњћђџж ЉЊЋЂЏЖ ğışİ"


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def texts(pdf):
    return [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]


def test_page_shows_every_letter_of_the_three_languages():
    (text,) = texts(render_pdf(f"<html><body><p>{LETTERS}</p></body></html>"))

    assert text.split() == LETTERS.split()


def test_faces_are_embedded():
    page = PdfReader(
        io.BytesIO(render_pdf(f"<p>{LETTERS} <b>{LETTERS}</b></p>"))
    ).pages[0]

    faces = [font.get_object() for font in page["/Resources"]["/Font"].values()]
    assert all("+DejaVu" in face["/BaseFont"] for face in faces)


def test_letter_that_no_face_has_is_refused_by_name():
    with pytest.raises(PrintRefused, match=r"cannot be printed: 漢 \(U\+6F22\)"):
        render_pdf("<p>漢</p>")


def test_decomposed_letters_are_composed():
    (text,) = texts(render_pdf("<p>c\u0301e\u0308</p>"))

    assert text.strip() == "ćë"


def test_text_that_the_file_does_not_show_is_refused(monkeypatch):
    """Negative control of the guard: the engine drew something else."""
    other = render_pdf("<p>Arta</p>")
    monkeypatch.setattr(document, "draw", lambda *args, **facts: other)

    with pytest.raises(PrintRefused, match="does not show “ArtaBerisha”"):
        render_pdf("<p>Arta Berisha</p>")


def test_picture_from_outside_is_not_fetched():
    with pytest.raises(PrintRefused, match="could not be drawn"):
        render_pdf('<p>x<img src="file:///etc/hostname.png"/></p>')


def test_engine_is_loaded_once():
    assert engine.engine() is engine.engine()
