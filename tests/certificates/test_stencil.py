"""A page that is filled in is the page that would have been drawn."""

import io
import random
import shutil
from datetime import date

import pytest
from django.utils import timezone
from pypdf import PdfReader

from certificates.backends import HTMLRenderer, html
from certificates.domain.codes import new_code
from certificates.models.template import starter_css, starter_html
from certificates.pdf import stencil as module
from certificates.pdf import templates
from certificates.pdf.guard import prove
from certificates.pdf.layout import build_page
from certificates.pdf.page import PageRefused
from certificates.pdf.personal import Personal
from certificates.pdf.stencil import (
    NARROW_CODE,
    WIDE_CODE,
    Blank,
    NoStencil,
    Stencil,
)
from certificates.pdf.templates import Source, render, render_in_full
from certificates.seal import seal_of, sealed
from curriculum.printing import engine
from curriculum.printing.fonts import FACES, width_of
from tests.certificates.test_page import random_name
from tests.certificates.test_pictures import difference, picture_of
from tests.certificates.test_template_refusals import facts

NAMES = (
    "Arta Gashi",
    "Agnesa Bojku-Krasniqi",
    "Đorđe Šćepanović",
    "Љубица Његован-Шћекић",
    "Shpresa (Berisha) \\ Hoxha",
    "Dafina d’Arc & Sons",
)
STARTER = Source(starter_html(), starter_css())


def person(holder, sequence=7, name="sq", **changes):
    code = new_code()
    return facts(
        name,
        holder=holder,
        number=f"P-2026-{sequence:04}",
        code=code,
        address=f"https://fener.example/verify/{code}/",
        **changes,
    )


def by_template(facts):
    return render(STARTER, facts)


def by_template_in_full(facts):
    return render_in_full(STARTER, facts)


def built_in(facts):
    page = build_page(facts)
    return HTMLRenderer().render(page, kind="participation", issued_on=date(2026, 4, 2))


def built_in_in_full(facts):
    """The first of its kind is always drawn."""
    before = set(Blank.proven)
    Blank.proven.clear()
    try:
        return built_in(facts)
    finally:
        Blank.proven |= before


WAYS = {
    "template": (by_template, by_template_in_full),
    "built-in": (built_in, built_in_in_full),
}


@pytest.fixture
def drawings(monkeypatch):
    """How many pages were drawn in full since."""
    count = []
    real = engine.draw

    def counted(*args, **kwargs):
        count.append(1)
        return real(*args, **kwargs)

    for user in (templates, html):
        monkeypatch.setattr(user, "draw", counted)
    return count


@pytest.fixture(params=list(WAYS))
def way(request, drawings):
    """Both ways to set a page, after two pages were drawn."""
    quick, full = WAYS[request.param]
    for name in ("Besa Berisha", "Driton Hoxhaj"):
        quick(person(name))
    drawings.clear()
    return quick, full


@pytest.mark.skipif(not shutil.which("pdftoppm"), reason="poppler is not installed")
@pytest.mark.parametrize("name", NAMES)
def test_a_page_that_is_filled_in_looks_as_if_drawn(name, way, drawings, tmp_path):
    quick, full = way
    them = person(name)

    filled = quick(them)
    assert drawings == []
    drawn = full(them)

    assert difference(picture_of(filled, tmp_path), picture_of(drawn, tmp_path)) == 0
    one, other = PdfReader(io.BytesIO(filled)), PdfReader(io.BytesIO(drawn))
    assert one.pages[0].extract_text() == other.pages[0].extract_text()
    assert dict(one.metadata) == dict(other.metadata)


def test_every_name_is_said_as_it_is_written(way, drawings):
    """Names of chance in three scripts, whether filled in or drawn."""
    quick, _full = way
    chance = random.Random(11)
    for number in range(60):
        them = person(random_name(chance), number)
        page = PdfReader(io.BytesIO(quick(them))).pages[0]
        said = "".join(page.extract_text().split())
        for word in ("holder", "number", "code"):
            assert "".join(them[word].split()) in said


def test_a_page_that_is_filled_in_passes_the_proof(drawings):
    for name in ("Besa Berisha", "Driton Hoxhaj"):
        built_in(person(name))
    drawings.clear()
    them = person("Љиљана Đukić")

    filled = built_in(them)

    assert drawings == []
    assert prove(filled, build_page(them)) is None
    with pytest.raises(PageRefused):
        prove(filled, build_page(person("Arta Gashi")))


def test_the_same_person_has_the_same_bytes(way):
    quick, _full = way
    them = person("Arta Gashi")

    assert quick(them) == quick(them)


def test_only_the_first_two_of_a_kind_are_drawn(way, drawings):
    quick, _full = way
    for number in range(10):
        quick(person(f"Arta Gashi{'j' * number}", number))
    assert drawings == []

    quick(person("Arta Gashi", place="Deçan"))
    assert drawings == [1]


@pytest.mark.parametrize(
    "holder",
    ["I", "Ö. Ğaşı", "Shqiponja Gjyljeta Margarita Kryeziu-Thaçi von Hohenstein"],
    ids=["too narrow", "other letters", "too wide"],
)
def test_whoever_does_not_fit_is_drawn_in_full(holder, way, drawings):
    quick, full = way
    them = person(holder)

    assert quick(them) == full(them)
    assert drawings


def test_a_sign_that_cannot_be_printed_is_refused_all_the_same(way):
    quick, _full = way

    with pytest.raises(PageRefused):
        quick(person("Arta \N{SNOWMAN WITHOUT SNOW}"))


def test_a_seal_holds_on_it(way, sealing):
    quick, _full = way
    sealing()

    pdf = sealed(quick(person("Arta Gashi")), now=timezone.now()).pdf

    assert seal_of(pdf).state == "intact"


def test_nearly_all_codes_lie_between_narrow_and_wide():
    codes = [new_code() for _number in range(400)]
    for face in FACES:
        narrow, wide = (
            width_of(code, face=face, size=9) for code in (NARROW_CODE, WIDE_CODE)
        )
        inside = sum(
            narrow <= width_of(code, face=face, size=9) <= wide for code in codes
        )
        assert inside >= 396


STYLES = {
    "justified": ".holder div { text-align: justify; }",
    "underlined": ".holder { text-decoration: underline; }",
    "right": ".holder div { text-align: right; }",
    "left": ".holder div { text-align: left; }",
}


@pytest.mark.parametrize("style", list(STYLES))
def test_whatever_the_style_nobody_sees_which_way_it_was_made(style):
    source = Source(starter_html(), starter_css() + STYLES[style])
    for name in ("Besa Berisha", "Driton Hoxhaj"):
        render(source, person(name))
    for name in NAMES[:4]:
        them = person(name)
        one, other = (
            PdfReader(io.BytesIO(pdf)).pages[0]
            for pdf in (render(source, them), render_in_full(source, them))
        )
        assert one.extract_text() == other.extract_text()


def cut(page):
    """A stencil of a page of one's own."""
    source = Source(page)
    personal = Personal(
        "Arta Gashi", "P-2026-0001", NARROW_CODE, f"https://a.example/{NARROW_CODE}/"
    )

    def draw(html, personal):
        return templates._drawn(source, date(2026, 4, 2), html, personal)

    return Stencil(personal.taken_from(page), personal, draw)


QR = '<p><img src="picture:qr" style="width: 20mm; height: 20mm"/></p>'
PAGE = f"<p>P-2026-0001 {NARROW_CODE}</p><p>Arta Gashi</p>{QR}"


def test_a_plain_page_can_be_cut():
    assert len(cut(PAGE).bounds) == 2


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        (PAGE.replace(QR, ""), "no QR code"),
        (f"<center><b>Arta Gashi</b> {NARROW_CODE}</center>{QR}", "on the words"),
        (
            f'<p style="text-align: justify">Arta Gashi {"fjalë " * 60}</p>{QR}',
            "changed on its way|steps of drawing",
        ),
        (f'<p style="text-transform: uppercase">Arta Gashi</p>{QR}', "differs|changed"),
    ],
    ids=["without code", "two that grow", "justified", "upper case"],
)
def test_what_cannot_be_explained_is_not_cut(page, reason):
    with pytest.raises(NoStencil, match=reason):
        cut(page)


def test_an_engine_that_writes_another_name_is_found_out(monkeypatch):
    """Negative control: the third drawing is what holds the stencil to the engine."""
    real = templates._drawn

    def wrong(source, on, html, personal):
        return real(source, on, html.replace("Agnesa", "Agnese"), personal)

    monkeypatch.setattr(templates, "_drawn", wrong)

    with pytest.raises(NoStencil, match="differs"):
        cut(PAGE)


def test_what_is_known_does_not_grow_without_end(monkeypatch):
    monkeypatch.setattr(module, "MOST", 3)
    for number in range(8):
        built_in(person("Arta Gashi", place=f"Place {number}"))

    assert len(Blank.proven) <= 4
