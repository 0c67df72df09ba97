"""Texts use the abbreviations of their own language.

Where the glossary gives a term an abbreviation in the language of a text, that of
another language is a slip (NGO in an Albanian text, where it is OJQ). Institutions
abbreviated in Albanian only keep that name in every language, and names made with an
abbreviation (TRM-SEE) are names.
"""

import re

import pytest

from curriculum.domain.content import CONTENT, read_modules, read_terms

SUFFIXES = ("sq", "sr", "en")


def foreign_abbreviations(suffix):
    """What may not stand in a text, and what to write for it."""
    terms = [term.abbr for term in read_terms() if term.abbr.get(suffix)]
    own = {abbr[suffix] for abbr in terms}
    return {
        abbr[other]: abbr[suffix]
        for abbr in terms
        for other in SUFFIXES
        if abbr.get(other) and abbr[other] not in own
    }


def slips(text, suffix):
    return [
        f"{line}: {foreign}, write {own}"
        for foreign, own in foreign_abbreviations(suffix).items()
        for line, words in enumerate(text.splitlines(), 1)
        if re.search(rf"(?<![\w-]){re.escape(foreign)}(?!\w|-[A-Z])", words)
    ]


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_every_text_keeps_to_the_abbreviations_of_its_language(suffix):
    found = {
        str(path.relative_to(CONTENT)): slips(path.read_text("utf-8"), suffix)
        for path in CONTENT.rglob(f"*.{suffix}.md")
    }

    assert len(found) > 50
    assert {path: said for path, said in found.items() if said} == {}


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_every_key_point_keeps_to_the_abbreviations_of_its_language(suffix):
    points = [point for module in read_modules() for point in module.key_points]

    assert len(points) > 40
    assert [
        said for point in points if (said := slips(point.text[suffix], suffix))
    ] == []


@pytest.mark.parametrize(
    ("suffix", "text", "said"),
    [
        ("sq", "Një NGO e thërret.", ["1: NGO, write OJQ"]),
        ("sq", "Fjala\nNGO-ja e thërret.", ["2: NGO, write OJQ"]),
        ("sr", "Pozovite NGO.", ["1: NGO, write NVO"]),
        ("en", "Call the NVO.", ["1: NVO, write NGO"]),
        ("en", "Ask ZKNAT and the NGO.", []),
        ("sr", "Obe je TRM-SEE opisao.", []),
        ("sq", "NGOJA nuk është shkurtesë.", []),
    ],
)
def test_a_foreign_abbreviation_is_found_and_a_name_is_not(suffix, text, said):
    assert slips(text, suffix) == said
