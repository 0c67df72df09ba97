"""How the pages look: drawn as pictures and compared with those somebody looked at.

A picture that is missing in `tests/data/certificates` is written there and the test
fails once: look at it, then keep it.
"""

import io
import random
import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageStat
from pypdf import PdfReader

from certificates.backends import HTMLRenderer
from certificates.models.template import starter_css, starter_html
from certificates.pdf.layout import build_page
from certificates.pdf.templates import Source, render
from tests.certificates.test_page import LETTERS, random_name
from tests.certificates.test_template_refusals import facts

FOLDER = Path(__file__).resolve().parents[1] / "data" / "certificates"
SAMPLES = ("sq", "long", "cyrillic", "double", "bare", "full")


def set_by_template(facts):
    return render(Source(starter_html(), starter_css()), facts)


def set_built_in(facts):
    page = build_page(facts)
    return HTMLRenderer().render(page, kind="participation", issued_on=date(2026, 4, 2))


WAYS = {"template": set_by_template, "built-in": set_built_in}


def picture_of(pdf, folder):
    (folder / "page.pdf").write_bytes(pdf)
    subprocess.run(
        ["pdftoppm", "-r", "50", "-gray", "-png", "-singlefile", "page.pdf", "page"],
        cwd=folder,
        check=True,
    )
    with Image.open(folder / "page.png") as picture:
        return picture.convert("L")


def difference(one, other):
    """Mean difference of the grey of all pixels; 0 is the same, 255 black for white."""
    assert one.size == other.size
    return ImageStat.Stat(ImageChops.difference(one, other)).mean[0]


@pytest.mark.skipif(not shutil.which("pdftoppm"), reason="poppler is not installed")
@pytest.mark.parametrize("way", list(WAYS))
@pytest.mark.parametrize("name", SAMPLES)
def test_the_page_looks_as_it_did(name, way, tmp_path):
    drawn = picture_of(WAYS[way](facts(name)), tmp_path)
    file = FOLDER / f"{way}-{name}.png"
    if not file.exists():
        drawn.quantize(16).save(file, optimize=True)
        pytest.fail(f"{file.name} was written; look at it")

    with Image.open(file) as kept:
        assert difference(drawn, kept.convert("L")) < 1.0


@pytest.mark.skipif(not shutil.which("pdftoppm"), reason="poppler is not installed")
@pytest.mark.parametrize("way", list(WAYS))
def test_another_name_is_seen(way, tmp_path):
    """Negative control: the pictures of two people differ by more than is tolerated."""
    drawn = picture_of(WAYS[way](facts("sq", holder="Driton Berisha")), tmp_path)

    with Image.open(FOLDER / f"{way}-sq.png") as kept:
        assert difference(drawn, kept.convert("L")) > 1.0


def test_a_template_says_what_was_meant_for_many_names():
    chance = random.Random(14)
    assert len(LETTERS) == 3
    for _number in range(30):
        name = random_name(chance)
        pdf = set_by_template(facts(holder=name))
        text = " ".join(PdfReader(io.BytesIO(pdf)).pages[0].extract_text().split())
        assert name in text
