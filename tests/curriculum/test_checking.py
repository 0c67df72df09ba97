import shutil

import pytest
from django.core.management import CommandError, call_command
from django.utils.translation import override

from curriculum import reference
from curriculum.domain.checking import check_content
from curriculum.domain.content import ContentRefused
from curriculum.models import Module
from tests.factories.programme import DATA


@pytest.fixture(autouse=True)
def _english():
    """Faults are compared with their English words."""
    with override("en"):
        yield


HEAD = '+++\ntitle = "T"\nslug = "t"\nminutes = 5\nsources = [\n  "{source}",\n]\n+++\n'


@pytest.fixture
def content(tmp_path):
    """A small programme without a fault, to be spoilt."""
    return shutil.copytree(DATA, tmp_path / "content")


def faults_of(content):
    with override("en"), pytest.raises(ContentRefused) as refused:
        check_content(content)
    return str(refused.value).replace(f"{content}/", "").splitlines()


def test_the_whole_content_is_as_agreed():
    check_content()


def test_content_without_a_fault_passes(content):
    check_content(content)


def test_a_lesson_lacking_a_language_is_refused(content):
    (content / "X01/lessons/02.sr.md").unlink()

    assert faults_of(content) == [
        "X01/lessons/02.sq.md:1: 02.sr.md is missing. "
        "Write the text in all three languages."
    ]


def test_a_guide_lacking_languages_is_refused_for_each(content):
    (content / "X01/guide.en.md").write_text(HEAD.format(source="001:1"))

    assert [fault.split(" is ")[0] for fault in faults_of(content)] == [
        "X01/guide.en.md:1: guide.sq.md",
        "X01/guide.en.md:1: guide.sr.md",
    ]


def test_an_unknown_document_is_refused_with_its_line(content):
    (content / "X01/lessons/02.en.md").write_text(HEAD.format(source="999:1"))

    assert faults_of(content) == [
        "X01/lessons/02.en.md:6: “999:1” names no document of sources.toml."
    ]


def test_a_key_point_lacking_a_language_is_refused_with_its_line(content):
    path = content / "X01/module.toml"
    path.write_text(path.read_text().replace('sr = "Neko ga pali"\n', ""))

    assert faults_of(content) == [
        "X01/module.toml:45: the key point lacks “sr”. Write it in all languages."
    ]


def test_a_key_point_from_an_unknown_document_is_refused_with_its_line(content):
    path = content / "X01/module.toml"
    path.write_text(path.read_text().replace("000:1", "999:1"))

    assert faults_of(content) == [
        "X01/module.toml:49: “999:1” names no document of sources.toml."
    ]


def test_a_lesson_that_is_not_planned_is_refused(content):
    for suffix in ("sq", "sr", "en"):
        shutil.copy(
            content / f"X01/lessons/02.{suffix}.md",
            content / f"X01/lessons/09.{suffix}.md",
        )

    assert faults_of(content) == [
        f"X01/lessons/09.{suffix}.md:1: lesson 9 is not planned. Add it to module.toml."
        for suffix in ("en", "sq", "sr")
    ]


def test_a_file_with_another_name_is_refused(content):
    (content / "X01/lessons/two.en.md").write_text(HEAD.format(source="001:1"))

    assert faults_of(content) == [
        "X01/lessons/two.en.md:1: "
        "a lesson's file is called 01.sq.md, 01.sr.md or 01.en.md."
    ]


def test_an_unknown_part_is_refused_with_its_line(content):
    (content / "X01/lessons/02.en.md").write_text(
        HEAD.format(source="001:1") + "\n## text: One\nWords.\n\n## poem: Two\nWords.\n"
    )

    (fault,) = faults_of(content)
    assert fault.startswith("X01/lessons/02.en.md:13: “## poem: Two” is no part")


def test_an_unknown_term_is_refused_with_its_line(content):
    (content / "X01/lessons/02.en.md").write_text(
        HEAD.format(source="001:1") + "\n## definition: nrm\n\n## definition: nrw\n"
    )

    assert faults_of(content) == [
        "X01/lessons/02.en.md:12: “nrw” is no key of glossary.toml."
    ]


@pytest.mark.django_db
def test_seed_reference_loads_nothing_of_refused_content(content, monkeypatch):
    (content / "X01/lessons/02.en.md").write_text(HEAD.format(source="999:1"))
    monkeypatch.setattr(reference, "check_content", lambda: check_content(content))

    with pytest.raises(CommandError, match=r"02\.en\.md:6: “999:1” names no document"):
        call_command("seed_reference")

    assert not Module.objects.exists()
