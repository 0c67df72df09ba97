"""Printed pages: they say what the HTML says, or they are refused in words."""

import io
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.utils import translation
from pypdf import PdfReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from curriculum.printing import PrintRefused, document, engine, fonts, render_pdf

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


def test_threads_embed_their_own_letters(monkeypatch):
    """The library reads a face from one place that moves; documents take turns."""
    fonts.prepare()
    face = pdfmetrics.getFont(fonts.SERIF).face
    inside, clashes, read = threading.Lock(), [], face.makeSubset

    def watched(subset):
        if not inside.acquire(blocking=False):
            clashes.append(subset)
            return read(subset)
        try:
            threading.Event().wait(0.02)
            return read(subset)
        finally:
            inside.release()

    monkeypatch.setattr(face, "makeSubset", watched)
    words = [letter * 8 for letter in "abcdefgh"]
    with ThreadPoolExecutor(len(words)) as pool:
        files = list(pool.map(drawn, words))

    assert not clashes
    assert [texts(file)[0].split() for file in files] == [[word] for word in words]


def drawn(word):
    out = io.BytesIO()
    canvas = Canvas(out)
    canvas.setFont(fonts.SERIF, 12)
    canvas.drawString(50, 50, word)
    canvas.save()
    return out.getvalue()


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
