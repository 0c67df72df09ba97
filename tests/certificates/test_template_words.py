"""A mistake in a template is said in our words: where it is, and what to write instead."""

import pytest
from django.utils import translation

from certificates.models.template import starter_css, starter_html
from certificates.pdf.apart import draw_apart
from certificates.pdf.mistakes import in_drawing, in_language
from certificates.pdf.refusal import TemplateRefused
from certificates.pdf.templates import Source, render
from tests.certificates.test_template_refusals import facts, refusal_of, with_html

LINE = starter_html().count("\n") + 1
LANGUAGES = ("en", "sq", "sr-latn")

#: All in the last line of a page that is otherwise well.
LANGUAGE = {
    "{{ }}": "empty",
    "{% %}": "empty",
    "{% endif %}": "astray",
    "{% else %}": "astray",
    "{% elif holder %}": "astray",
    "{% if holder %}{% endfor %}": "astray",
    "{% for one in modules %}{% endif %}": "astray",
    "{% if holder %}": "unclosed",
    "{% for module in modules %}": "unclosed",
    "{% with day=issued_on %}": "unclosed",
    "{% comment %}": "unclosed",
    "{{ holder|}}": "expression",
    "{{ holder name }}": "expression",
    "{{ holder + 1 }}": "expression",
    "{{ holder,number }}": "expression",
    "{{ a-b }}": "expression",
    "{{ 'a }}": "expression",
    "{{ holder|default:valid until }}": "expression",
    "{% if holder = 'a' %}a{% endif %}": "expression",
    '{% fit holder width="160mm %}': "expression",
    "{{ holder|upper:'a' }}": "argument",
    "{{ modules|join }}": "argument",
    "{{ holder|default }}": "argument",
    "{% if %}a{% endif %}": "condition",
    "{% if not %}a{% endif %}": "condition",
    "{% if holder and %}a{% endif %}": "condition",
    "{% if holder number %}a{% endif %}": "condition",
    "{% if == %}a{% endif %}": "condition",
    "{% for module %}a{% endfor %}": "for",
    "{% for a, in modules %}a{% endfor %}": "for",
    "{% for a b in modules %}a{% endfor %}": "for",
    "{% with %}a{% endwith %}": "with",
    "{% with a=1 b %}a{% endwith %}": "with",
    "{% fit %}": "fit",
    "{% fit holder %}": "fit",
    '{% fit width="160mm" holder %}': "fit",
    '{% fit holder width="160mm" colour="red" %}': "fit",
}
#: Django knows no line once it writes.
WRITING = {
    "{% for a,b in modules %}a{% endfor %}": "values",
    "{{ 5|join:',' }}": "values",
    "{% for one in 5 %}a{% endfor %}": "values",
}
DRAWING = {
    "<table></table>": "table",
    "<table><tr></tr></table>": "table",
    '<table><tr><td colspan="x">a</td></tr></table>': "measure",
    '<table cellpadding="x"><tr><td>a</td></tr></table>': "measure",
    '<table><tr><td style="width: x">a</td></tr></table>': "measure",
    '<table><tr><td valign="x">a</td></tr></table>': "choice",
    '<p style="width: abc">a</p>': "measure",
    '<div style="position: absolute; left: x; top: 1mm">a</div>': "measure",
    '<hr width="900mm">': "measure",
    '<img src="{{ qr }}" width="x">': "measure",
    '<p style="padding: 900mm">a</p>': "large",
    '<p style="font-size: 900pt">a</p>': "large",
    '<p style="border: 900mm solid red">a</p>': "large",
    '<p style="float: left">a</p>': "css",
    '<p style="background-color: #12">a</p>': "css",
    '<p style="color: rgb(1,2)">a</p>': "colour",
    "<style>@page { size: banana }</style>": "measure",
    "<style>@page { size: a5 }</style>": "paper",
    "<style>@page :first { size: a4 }</style>": "css",
    "<style>td { padding: 500mm }</style><table><tr><td>a</td></tr></table>": "large",
}


@pytest.mark.parametrize("addition", [*LANGUAGE, *WRITING, *DRAWING])
def test_a_mistake_is_said_in_three_languages(addition):
    refusal = refusal_of(with_html(addition))

    assert refusal.code == {**LANGUAGE, **WRITING, **DRAWING}[addition]
    said = set()
    for language in LANGUAGES:
        with translation.override(language):
            words = str(refusal)
        said.add(words)
        assert str(LINE) in words or addition not in LANGUAGE
        assert str(refusal.__cause__) not in words
    assert len(said) == len(LANGUAGES)


def test_what_nobody_has_foreseen_is_not_passed_on():
    for refusal in (
        in_language("Gremlins!", line=7, tags=[], filters=[]),
        in_drawing("Gremlins!"),
    ):
        assert "Gremlins" not in str(refusal)
        assert str(refusal)


@pytest.mark.parametrize(
    ("addition", "what"),
    [
        ("{{ holder }", "{{ holder }"),
        ("{{ holder\n}}", "{{ holder"),
        ("{% if holder }a{% endif", "{% if holder }a{% endif"),
        ("holder }}", "}}"),
        ("{# never ends", "{# never ends"),
    ],
)
def test_brackets_left_open_are_said_to_whoever_writes(addition, what):
    """Django prints them; a certificate that has them already is issued all the same."""
    source = Source(f"{starter_html()}\n<p>a</p>\n{addition}", starter_css())

    with pytest.raises(TemplateRefused) as caught:
        draw_apart(source, {"sq": facts()})

    assert caught.value.code == "brackets"
    assert caught.value.about == {"line": LINE + 2, "what": what}


def test_brackets_of_a_style_and_of_a_comment_are_none():
    harmless = (
        "<style>p{width:50%}</style>{% comment %}{{ holder }{% endcomment %}"
        "{# {{ holder #}"
    )

    assert draw_apart(with_html(harmless), {"sq": facts()})
    assert render(with_html(harmless), facts())


def test_issuing_does_not_stop_for_brackets():
    html = starter_html().replace("{% fit title ", "{{ {% fit title ", 1)
    assert html != starter_html()

    assert render(Source(html, starter_css()), facts())
