"""What a template may not do: each is refused with its reason, at its field."""

import base64
import io
import re
import time
import zlib

import pytest
from django.utils import translation
from PIL import Image

from certificates import conf
from certificates.models.template import starter_css, starter_html
from certificates.pdf.apart import draw_apart
from certificates.pdf.pictures import flattened
from certificates.pdf.refusal import WORDS, TemplateRefused
from certificates.pdf.samples import LABELS, sample
from certificates.pdf.templates import Source, render

KIND = {
    "sq": "Certifikatë pjesëmarrjeje",
    "sr": "Potvrda o učešću",
    "en": "Certificate of participation",
}


def facts(name="sq", **changes):
    return {
        **sample(
            name,
            kind=KIND,
            issuer=conf.ISSUER,
            signatory=conf.SIGNATORY,
            public_url="https://fener.example",
        ),
        **changes,
    }


def with_html(addition):
    return Source(starter_html() + addition, starter_css())


def with_css(addition):
    return Source(starter_html(), starter_css() + addition)


def refusal_of(source, **changes):
    with pytest.raises(TemplateRefused) as caught:
        render(source, facts(**changes))
    assert str(caught.value)
    return caught.value


IN_HTML = {
    "{{ _secret }}": "underscore",
    "{{ holder.__class__ }}": "underscore",
    '{% extends "base.html" %}': "tag",
    '{% include "base.html" %}': "tag",
    "{% load static %}": "tag",
    "{% debug %}": "tag",
    '{% url "home" %}': "tag",
    '{% static "x.png" %}': "tag",
    "{% autoescape off %}{% endautoescape %}": "tag",
    "{% csrf_token %}": "tag",
    "{% now 'Y' %}": "tag",
    "{{ holder|safe }}": "filter",
    "{{ holder|ljust:99999999 }}": "filter",
    "{{ holder|add:holder }}": "filter",
    "{{ holdre }}": "variable",
    "{{ issuer.contry.sq }}": "variable",
    "{% if holdre %}a{% endif %}": "variable",
    "{% if holdre == 'a' %}a{% endif %}": "variable",
    "{% for one in holdres %}a{% endfor %}": "variable",
    "{{ settings.SECRET_KEY }}": "variable",
    "{{ request.user }}": "variable",
    "{{ modules.9.sq }}": "variable",
    "{{ images.logo }}": "variable",
    '<img src="http://127.0.0.1/x.png">': "network",
    '<img src="https://example.org/x.png">': "network",
    '<img src="//example.org/x.png">': "network",
    '<img src="\\\\example.org\\x.png">': "network",
    '<img src=" ht&#116;p://example.org/x.png">': "network",
    '<img src="file:///etc/hostname">': "file",
    '<img src="/etc/hostname">': "file",
    '<img src="../../x.png">': "file",
    '<img src="x.png">': "file",
    '<img src="{{ place }}">': "file",
    '<img src="data:image/svg+xml,%3Csvg/%3E">': "picture",
    "<img>": "picture",
    '<link rel="stylesheet" href="x.css">': "element",
    '<base href="http://example.org/">': "element",
    '<iframe src="x"></iframe>': "element",
    '<object data="x"></object>': "element",
    '<embed src="x">': "element",
    "<script>alert(1)</script>": "element",
    "<svg><image href='http://example.org/'/></svg>": "element",
    '<pdf:barcode value="1" type="qr"/>': "element",
    '<pdf:nextpage></pdf:nextpage>': "element",
    '<a href="http://example.org/">a</a>': "element",
    '<form><input name="a"></form>': "element",
    '<p onclick="a()">a</p>': "attribute",
    '<body background="http://example.org/x.png">': "attribute",
    '<p style="background: url(http://example.org/x.png)">a</p>': "network",
    '<p style="background: u\\72l(x.png)">a</p>': "css",
    '<p style="background: ur/**/l(http://example.org/x)">a</p>': "network",
    "<style>@import 'http://example.org/x.css';</style>": "network",
    '<style>@font-face { font-family: a; src: url("x.ttf"); }</style>': "css",
    "<style>p { color: red; } <b></style>": "css",
    "<p>学学</p>": "signs",
    "<p>a\u200bb</p>": "signs",
    '<p style="page-break-before: always">a</p>': "pages",
    "<p>a</p>" * 400: "pages",
    '<div style="position: absolute; left: 290mm; top: 50mm; width: 90mm">Over the edge</div>': "outside",
    '<div style="position: absolute; left: 9mm; top: 9mm; font-size: 2pt">tiny</div>': "small",
    '<div style="display: none">unseen</div>': "absent",
    "<div>" * 60: "nested",
    "<b>" * 2000: "nested",
    "{% for a in holder %}" * 6 + "a" + "{% endfor %}" * 6: "loop",
    "{{ holder|join:address }}{{ address|join:holder|join:address|join:address }}": "loop",
    '{% fit holder width="wide" %}': "width",
    '{% fit holder width="160mm" face="comic" %}': "face",
    '{% fit holder width="160mm" size=9 smallest=12 %}': "steps",
    '{% fit address width="9mm" size=20 smallest=20 %}': "long",
    "a" * 70_000: "size",
}  # fmt: skip

IN_CSS = {
    "p { background: url(http://example.org/x.png) }": "network",
    "p { background: url('//example.org/x.png') }": "network",
    "p { background-image: url(x.png) }": "file",
    "p { background-image: url(file:///etc/hostname) }": "file",
    '@import "x.css";': "file",
    '@import url("https://example.org/x.css");': "network",
    "@font-face { font-family: a; src: local(a) }": "css",
    "@media print { p { color: red } }": "css_line",
    "@page { @frame a { -pdf-frame-content: b } }": "css_line",
    "p { width: expression(alert(1)) }": "css_line",
    "p { list-style-image: none }": "css_line",
    "p { color red }": "css_line",
    "p { color: red } }": "css_line",
    "</style><img src=x>": "css",
    "p { color: red; \\75rl }": "css",
    "p { margin: 0 }" * 3000: "size",
}


@pytest.mark.parametrize("addition", list(IN_HTML))
def test_html_is_refused(addition):
    refusal = refusal_of(with_html(addition))

    assert (refusal.code, refusal.field) == (IN_HTML[addition], "html")


@pytest.mark.parametrize("addition", list(IN_CSS))
def test_css_is_refused(addition):
    refusal = refusal_of(with_css(addition))

    assert (refusal.code, refusal.field) == (IN_CSS[addition], "css")


@pytest.mark.parametrize("name", ["holder", "number", "address", "qr"])
def test_a_page_without_what_it_must_show_is_refused(name):
    html = starter_html().replace(f"{{% fit {name} ", "{% fit training ")
    html = html.replace('<img src="{{ qr }}" alt=""/>', "") if name == "qr" else html

    refusal = refusal_of(Source(html, starter_css()))

    assert (refusal.code, refusal.about) == ("missing", {"name": name})


def test_a_qr_code_too_small_for_a_phone_is_refused():
    css = starter_css().replace("width: 21mm; height: 21mm", "width: 9mm; height: 9mm")

    assert refusal_of(Source(starter_html(), css)).code == "small"


def test_a_mistake_is_named_with_its_line():
    refusal = refusal_of(Source("<p>\n\n{% include 'x' %}</p>"))

    assert str(refusal) == (
        "Line 3: the tag “include” cannot be used here. "
        "There are: comment, fit, for, if, with."
    )


def test_a_person_whose_name_does_not_fit_is_refused_with_words():
    refusal = refusal_of(with_html(""), holder="W" * 300)

    assert refusal.code == "long"
    assert "is too long for its place (300 signs)" in str(refusal)


@pytest.mark.parametrize(
    "name", ["Shpresa-Mihrije " * 18 + "Krasniqi", "i" * 300, "von " * 74 + "Ende"]
)
def test_a_name_of_three_hundred_signs_is_set(name):
    assert render(Source(starter_html(), starter_css()), facts(holder=name))


@pytest.mark.parametrize("language", ["sq", "sr-latn", "en"])
def test_every_reason_can_be_said(language):
    with translation.override(language):
        for words in WORDS.values():
            names = re.findall(r"%\((\w+)\)s", str(words))
            assert str(words) % dict.fromkeys(names, "x")


def png(mode="RGBA", size=(40, 40)):
    out = io.BytesIO()
    Image.new(mode, size, 0).save(out, "PNG")
    return out.getvalue()


def bomb(width, height):
    """A PNG whose head claims more pixels than it brings."""
    content = bytearray(png())
    content[16:24] = width.to_bytes(4, "big") + height.to_bytes(4, "big")
    content[29:33] = zlib.crc32(content[12:29]).to_bytes(4, "big")
    return bytes(content)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (bomb(20_000, 20_000), "pixels"),
        (bomb(9_000, 9_000), "pixels"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "unreadable"),
        (b"%PDF-1.4", "unreadable"),
        (b"", "unreadable"),
        (png()[:60], "unreadable"),
    ],
)
def test_pictures_that_cannot_be_printed_are_refused(content, code):
    with pytest.raises(TemplateRefused) as caught:
        flattened(content, title="Logo")

    assert (caught.value.code, caught.value.field) == (code, "images")


def test_a_picture_is_made_opaque_and_no_larger_than_the_paper():
    address = flattened(png(size=(5000, 100)), title="Logo")
    picture = Image.open(io.BytesIO(base64.b64decode(address.partition(",")[2])))

    assert picture.mode == "RGB"
    assert picture.size == (2480, 50)
    assert picture.getpixel((0, 0)) == (255, 255, 255)


def test_a_picture_stands_on_the_page():
    logo = flattened(png("RGB"), title="Logo")
    html = starter_html() + (
        '<div style="position: absolute; left: 20mm; top: 12mm; width: 20mm">'
        '<img src="{{ images.logo }}" style="width: 20mm; height: 20mm"></div>'
    )

    assert render(Source(html, starter_css(), {"logo": logo}), facts())


def test_all_samples_are_drawn_apart():
    samples = {name: facts(name) for name in LABELS}

    page = draw_apart(Source(starter_html(), starter_css()), samples)

    assert page.startswith(b"%PDF-")


def test_what_is_refused_apart_names_the_sample():
    html = starter_html() + "{% if not place %}{{ nowhere }}{% endif %}"
    samples = {name: facts(name) for name in LABELS}

    with pytest.raises(TemplateRefused) as caught:
        draw_apart(Source(html, starter_css()), samples)

    assert str(caught.value).startswith(
        "With the sample “Place and modules missing”: There is no “nowhere”."
    )


def test_what_never_ends_is_stopped(monkeypatch):
    """Were a loop not counted, or the engine caught in one: the process is ended."""
    monkeypatch.setattr("certificates.pdf.apart.PATIENCE", 0.2)
    began = time.monotonic()

    with pytest.raises(TemplateRefused) as caught:
        draw_apart(Source(starter_html(), starter_css()), {"sq": facts()})

    assert caught.value.code == "stopped"
    assert time.monotonic() - began < 5


def test_a_nested_loop_ends_within_two_seconds():
    loops = "{% for a in holder %}" * 12 + "{{ a }}" + "{% endfor %}" * 12
    began = time.process_time()

    assert refusal_of(with_html(loops)).code == "loop"
    assert time.process_time() - began < 2
