"""The real page: what it says is what was meant, whatever the name."""

import io
import random
import re
import shutil
import socket
import subprocess
from datetime import date

import pytest
from django.template import engines
from pypdf import PdfReader, PdfWriter

from certificates import conf
from certificates.backends import HTMLRenderer, MemoryRenderer
from certificates.backends.html import DATA_DIR
from certificates.pdf import ornament
from certificates.pdf.fitting import DoesNotFit, Step, fit
from certificates.pdf.guard import prove
from certificates.pdf.layout import build_page
from certificates.pdf.page import PageRefused
from curriculum.printing.fonts import SERIF, unprintable, width_of

LETTERS = {
    "latin": "abcdefghijklmnopqrstuvwxyzçëšžčćđáéíóúäöüßñøåæœ",
    "cyrillic": "абвгдђежзијклљмнњопрстћуфхцчџшыэюяѓќѕ",
    "turkish": "abcçdefgğhıijklmnoöprsştuüvyzâî",
}


def facts(**changes):
    words = {
        "sq": "Certifikatë pjesëmarrjeje",
        "sr": "Potvrda o učešću",
        "en": "Certificate of participation",
    }
    module = {
        "code": "M03",
        "edition": "2026-1",
        "sq": "Mekanizmi Nacional i Referimit",
        "sr": "Nacionalni mehanizam upućivanja",
        "en": "National Referral Mechanism",
    }
    return {
        "holder": "Arta Gashi",
        "kind": words,
        "training": {"code": "T-1", "title": "Mekanizmi Nacional i Referimit"},
        "modules": [module],
        "place": "Prizren",
        "first_day": "2026-03-24",
        "last_day": "2026-03-26",
        "rests_on": "completed",
        "minutes": 1080,
        "present_minutes": 1080,
        "valid_until": "",
        "number": "P-2026-0001",
        "code": "ABCD-EFGH-JKMN-PQRS-TVWX-YZ23",
        "address": "https://fener.example/verify/ABCD-EFGH-JKMN-PQRS-TVWX-YZ23/",
        "issued_on": "2026-04-02",
        "issuer": conf.ISSUER,
        "signatory": conf.SIGNATORY,
        "replaces": "",
        **changes,
    }


def draw(renderer=HTMLRenderer, **changes):
    page = build_page(facts(**changes))
    pdf = renderer().render(page, kind="participation", issued_on=date(2026, 4, 2))
    return page, pdf


def text_of(pdf):
    return " ".join(PdfReader(io.BytesIO(pdf)).pages[0].extract_text().split())


def random_name(chance):
    letters = LETTERS[chance.choice(list(LETTERS))]

    def word():
        word = "".join(chance.choices(letters, k=chance.randint(2, 14)))
        return word[0].upper() + word[1:]

    joins = [" ", " ", "-", "’", " "]
    parts = [word() for _number in range(chance.randint(2, 5))]
    return "".join(part + chance.choice(joins) for part in parts).strip(" -’")


def test_page_says_what_was_meant_for_many_names():
    chance = random.Random(2026)
    for _number in range(60):
        name = random_name(chance)
        page, pdf = draw(holder=name)
        prove(pdf, page)
        assert " ".join(page.holder.lines) in text_of(pdf)
        assert " ".join(page.holder.lines) == name


@pytest.mark.parametrize(
    "name",
    [
        "Ana Šešelj",
        "Ђорђе Његован-Шћекић",
        "Şükrü Işıklıoğlu İnci",
        "Ëngjëll Çelaj",
        "A B",
        "Shpresa-Mihrije " * 12 + "Krasniqi",
        "W" * 200,
        "von " * 49 + "Ende",
        "Cu\u0308neyt S\u0327ahin",
    ],
)
def test_page_holds_short_long_and_composed_names(name):
    page, pdf = draw(holder=name)
    prove(pdf, page)
    for line in page.holder.lines:
        width = width_of(line, face=page.holder.face, size=page.holder.text.size)
        assert width <= page.holder.area.width
    assert page.holder.text.height <= page.holder.area.height + 1


def test_page_has_all_facts_in_three_languages():
    page, pdf = draw(replaces="P-2025-0007", place="Prizren")
    text = text_of(pdf)
    for words in (
        "Republika e Kosovës Republika Kosova · Republic of Kosovo",
        "Certifikatë pjesëmarrjeje Potvrda o učešću · Certificate of participation",
        "I jepet · Dodeljuje se · Awarded to Arta Gashi",
        "M03 Mekanizmi Nacional i Referimit (2026-1)",
        "M03 Nacionalni mehanizam upućivanja (2026-1)",
        "M03 National Referral Mechanism (2026-1)",
        "Vendi · Mesto · Place Prizren",
        "24.03.2026 – 26.03.2026",
        "Orë · Sati · Hours 18",
        "P-2026-0001",
        "02.04.2026",
        "https://fener.example/verify/ABCD-EFGH-JKMN-PQRS-TVWX-YZ23/",
        "Zëvendëson · Zamenjuje · Replaces: P-2025-0007",
    ):
        assert words in text
    assert "%" not in text
    assert page.text() == text


def test_page_holds_all_fourteen_modules():
    modules = [
        {
            "code": f"M{number:02}",
            "edition": "2026-1",
            "sq": "Mbrojtja dhe kompensimi i viktimave",
            "sr": "Zaštita i kompenzacija žrtava",
            "en": "Victim protection and compensation",
        }
        for number in range(1, 15)
    ]
    page, pdf = draw(modules=modules, training={"code": "T", "title": "x " * 120})
    prove(pdf, page)

    assert [one["code"] for one in modules if one["code"] not in page.text()] == []


@pytest.mark.parametrize("renderer", [HTMLRenderer, MemoryRenderer])
def test_page_is_drawn_alike_every_time(renderer):
    assert draw(renderer)[1] == draw(renderer)[1]


def test_page_carries_its_day_number_and_code():
    reader = PdfReader(io.BytesIO(draw()[1]))
    assert len(reader.pages) == 1
    assert reader.metadata.title == "P-2026-0001"
    assert reader.metadata.creation_date.date() == date(2026, 4, 2)
    assert reader.metadata["/Keywords"] == "ABCDEFGHJKMNPQRSTVWXYZ23"
    box = reader.pages[0].mediabox
    assert (round(box.width), round(box.height)) == (842, 595)


def test_page_embeds_every_face():
    fonts = PdfReader(io.BytesIO(draw()[1])).pages[0]["/Resources"]["/Font"]
    names = {font.get_object()["/BaseFont"] for font in fonts.values()}
    assert len(names) == 4
    assert all(re.match(r"/[A-Z]{6}\+DejaVu", name) for name in names)


def test_html_in_a_name_is_only_text():
    name = '<img src="x.png"> & <b>Arta</b> {{ number }}'
    page, pdf = draw(holder=name)
    prove(pdf, page)
    assert name in text_of(pdf)


def test_page_fetches_nothing(monkeypatch, tmp_path):
    """Every connection and every file outside the folder of the ornament is seen."""
    calls = []

    def connect(*args):
        calls.append(args)
        raise OSError

    monkeypatch.setattr(socket.socket, "connect", connect)
    secret = tmp_path / "secret.png"
    secret.write_bytes(b"\x89PNG")
    hostile = (
        f'"><img src="file://{secret}"><img src="http://127.0.0.1:9/x.png">'
        '<link href="http://127.0.0.1:9/x.css" rel="stylesheet">'
    )
    page, pdf = draw(holder=hostile)
    prove(pdf, page)
    assert calls == []


@pytest.mark.parametrize(
    "element",
    [
        '<img src="http://127.0.0.1:9/x.png">',
        '<img src="file:///etc/hostname">',
        '<img src="missing.png">',
        '<p style="font-family: Unknown">a</p>',
    ],
)
def test_template_with_a_fault_is_refused(element, tmp_path, settings, monkeypatch):
    """Not by a name, but by a mistake in a template: refused instead of half drawn."""
    folder = tmp_path / "certificates" / "pdf"
    folder.mkdir(parents=True)
    (folder / "participation.html").write_text(f"<html><body>{element}</body></html>")
    changed = [{**settings.TEMPLATES[0], "DIRS": [tmp_path]}]
    settings.TEMPLATES = changed
    assert engines["django"].dirs == [tmp_path]
    with pytest.raises(PageRefused, match="The page could not be drawn"):
        draw()


def test_guard_sees_another_text_and_another_page():
    page, pdf = draw(MemoryRenderer)
    other, _pdf = draw(MemoryRenderer, holder="Arta Gasha")
    with pytest.raises(PageRefused, match="differs from the intended one near"):
        prove(pdf, other)
    writer = PdfWriter()
    writer.append(io.BytesIO(pdf))
    writer.append(io.BytesIO(pdf))
    out = io.BytesIO()
    writer.write(out)
    with pytest.raises(PageRefused, match="has 2 pages instead of one"):
        prove(out.getvalue(), page)


def test_ornament_is_the_one_in_the_folder():
    assert ornament.draw() == (DATA_DIR / "ornament.pdf").read_bytes()


def test_unprintable_signs_are_named_once():
    assert unprintable("Arta 学学\u200b") == ["学", "\u200b"]
    assert unprintable("ëçšđČĆŽğıİŞ Ђљњџ – ’") == []


def test_fitting_keeps_words_whole_while_it_can():
    steps = (Step(20, 1), Step(10, 2))
    assert fit("one two", face=SERIF, width=200, steps=steps).size == 20
    fitted = fit("abcdefghij " * 4, face=SERIF, width=120, steps=steps)
    assert fitted.size == 10
    assert len(fitted.lines) == 2
    assert len(set(map(len, fitted.lines))) == 1
    with pytest.raises(DoesNotFit):
        fit("abcdefghij " * 9, face=SERIF, width=120, steps=steps)


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="poppler is not installed")
def test_another_reader_finds_the_same_words(tmp_path):
    page, pdf = draw(holder="Ђорђе Çelaj Işıklı")
    file = tmp_path / "one.pdf"
    file.write_bytes(pdf)
    found = subprocess.run(
        ["pdftotext", "-raw", file, "-"],
        capture_output=True,
        check=True,
        text=True,
    ).stdout
    assert sorted(found.split()) == sorted(page.text().split())
