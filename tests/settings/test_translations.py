"""Every catalogue is whole, compiled, and knows every sentence of its sources."""

import ast
import gettext
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
#: Folders with a `locale` of their own: the apps, and the site.
OWNERS = [
    ROOT / folder
    for folder in (
        "curriculum",
        "trainers_pool",
        "lms/delivery",
        "lms/assessment",
        "lms/packages",
        "lms/learning",
        "lms/targets",
        "certificates",
        "site",
    )
]
LANGUAGES = ["sq", "sr_Latn"]
CATALOGUES = [
    path for folder in OWNERS for path in sorted(folder.glob("*/*/LC_MESSAGES/*.po"))
]
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")


def name(path):
    return str(path.relative_to(ROOT))


def entries(path):
    """(flags, {keyword: text}) of every live entry of a .po file."""
    flags, texts, keyword = "", {}, ""
    for line in path.read_text(encoding="utf-8").splitlines():
        word, _, text = line.partition(" ")
        # What belongs to the next entry ends this one.
        if "msgstr" in keyword and (
            line.startswith("#") or word in {"msgctxt", "msgid"}
        ):
            yield flags, texts
            flags, texts, keyword = "", {}, ""
        if line.startswith("#,"):
            flags = line
        elif line.startswith('"'):
            texts[keyword] += ast.literal_eval(line)
        elif word.startswith("msg"):
            keyword = word
            texts[keyword] = ast.literal_eval(text)
    if texts:
        yield flags, texts


def key(texts):
    """The name under which gettext keeps an entry."""
    context = texts.get("msgctxt")
    return texts["msgid"] if context is None else f"{context}\x04{texts['msgid']}"


def translations(texts):
    return {word: text for word, text in texts.items() if word.startswith("msgstr")}


def compiled(path):
    with path.with_suffix(".mo").open("rb") as file:
        return gettext.GNUTranslations(file)._catalog


@pytest.mark.parametrize("path", CATALOGUES, ids=name)
def test_catalogue_translates_everything(path):
    lacking = [
        texts["msgid"]
        for flags, texts in entries(path)
        if texts["msgid"]
        and ("fuzzy" in flags or not all(translations(texts).values()))
    ]

    assert lacking == []


@pytest.mark.parametrize("path", CATALOGUES, ids=name)
def test_catalogue_keeps_the_placeholders(path):
    wrong = []
    for _flags, texts in entries(path):
        known = set(PLACEHOLDER.findall(texts["msgid"] + texts.get("msgid_plural", "")))
        for text in translations(texts).values() if texts["msgid"] else ():
            kept = set(PLACEHOLDER.findall(text))
            # One form of a plural may name its number in words.
            if not kept <= known or ("msgid_plural" not in texts and kept != known):
                wrong.append(text)

    assert wrong == []


@pytest.mark.parametrize(
    "path", [path for path in CATALOGUES if "sr_Latn" in path.parts], ids=name
)
def test_serbian_dates_bring_their_own_full_stop(path):
    """A Serbian date ends in a full stop; another one behind it is one too many."""
    doubled = [
        text
        for _flags, texts in entries(path)
        for text in translations(texts).values()
        if re.search(r"%\((day|days|start|end|last|first)\)s\.", text)
    ]

    assert doubled == []


@pytest.mark.parametrize("path", CATALOGUES, ids=name)
def test_compiled_catalogue_says_what_its_source_says(path):
    expected = {}
    for _flags, texts in entries(path):
        for keyword, text in translations(texts).items():
            if texts["msgid"] and keyword == "msgstr":
                expected[key(texts)] = text
            elif texts["msgid"]:
                expected[key(texts), int(keyword[7:-1])] = text

    found = {msgid: text for msgid, text in compiled(path).items() if msgid}

    assert found == expected, "run: django-admin compilemessages"


@pytest.fixture(scope="session")
def extracted(tmp_path_factory):
    """`extracted(folder)` is the set of sentences that its sources hold today."""
    if not shutil.which("xgettext"):
        pytest.skip("xgettext is missing; install it with: apt install gettext")

    def make(folder):
        copy = tmp_path_factory.mktemp("sources") / "app"
        # Every app of lms/ has its own catalogue; none reads another's sources.
        shutil.copytree(folder, copy, ignore=shutil.ignore_patterns("LC_MESSAGES"))
        (copy / "locale").mkdir(exist_ok=True)
        environment = os.environ.copy()
        environment.pop("DJANGO_SETTINGS_MODULE", None)
        subprocess.run(
            [sys.executable, "-m", "django", "makemessages", "-l", "sq", "--no-wrap"],
            cwd=copy,
            env=environment,
            check=True,
            capture_output=True,
        )
        made = copy / "locale/sq/LC_MESSAGES/django.po"
        return {key(texts) for _flags, texts in entries(made)} - {""}

    return make


@pytest.mark.parametrize("folder", OWNERS, ids=name)
def test_catalogues_know_every_sentence_of_their_sources(folder, extracted):
    sentences = extracted(folder)

    for language in LANGUAGES:
        path = folder / "locale" / language / "LC_MESSAGES" / "django.po"
        known = {key(texts) for _flags, texts in entries(path)} - {""}
        assert sorted(sentences - known) == [], f"{name(path)} lacks these"
        assert sorted(known - sentences) == [], f"{name(path)} has these for nothing"
