"""The parts of a lesson as an editor saves them and a reader meets them."""

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from curriculum.blocks import LessonBlock
from curriculum.blocks.definition import GlossaryTermBlock
from curriculum.models import GlossaryTerm, LessonPage
from tests.factories.media import BRANCH
from tests.factories.programme import LESSONS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("programme")]


@pytest.fixture
def read(client):
    """`read("en", *parts)` gives the first lesson to a visitor with these parts."""

    def make(language, *parts):
        page = LessonPage.objects.get(number=1, locale__language_code=language)
        page.body = [{"type": kind, "value": value} for kind, value in parts]
        page.save()
        return client.get(LESSONS[language]).content.decode()

    return make


def cleaned(kind, value):
    return (
        LessonBlock()
        .child_blocks[kind]
        .clean(LessonBlock().child_blocks[kind].to_python(value))
    )


@pytest.mark.parametrize(
    ("language", "words", "address"),
    [
        ("sq", "MNR – Mekanizmi Nacional i Referimit", "/sq/fjalori/#nrm"),
        ("sr-latn", "NMU – Nacionalni mehanizam upućivanja", "/sr-latn/recnik/#nrm"),
        ("en", "NRM – National Referral Mechanism", "/en/glossary/#nrm"),
    ],
)
def test_a_definition_speaks_the_language_of_the_page(read, language, words, address):
    content = read(language, ("definition", {"term": "nrm"}))

    assert words in content
    assert f'href="{address}"' in content


def test_a_definition_whose_term_is_gone_leaves_no_hole(read):
    assert "part--definition" not in read("en", ("definition", {"term": "gone"}))


def test_an_editor_chooses_a_term_and_its_key_is_kept():
    block = GlossaryTermBlock()
    term = GlossaryTerm.objects.get(key="nrm")

    chosen = block.clean(block.value_from_datadict({"t": "nrm"}, {}, "t"))

    assert chosen == term
    assert block.get_prep_value(chosen) == "nrm"
    assert block.get_form_state(chosen) == ["nrm"]
    assert list(block.extract_references(term)) == [
        (GlossaryTerm, str(term.pk), "", "")
    ]


def test_an_editor_must_choose_a_term():
    block = GlossaryTermBlock()

    with override("en"), pytest.raises(ValidationError, match="required"):
        block.clean(block.value_from_datadict({"t": ""}, {}, "t"))


def test_a_case_with_decisions_opens_without_script(read):
    content = read("en", ("branch", BRANCH))

    assert content.count('<details class="decision">') == 4
    assert content.index("You hear more.") < content.index("What then?")
    assert content.index("What then?") < content.index("It is kept.")


def test_a_decision_has_a_question_and_decisions_or_neither():
    decision = {**BRANCH["decisions"][1], "question": "And then?"}

    with override("en"):
        with pytest.raises(ValidationError) as refused:
            cleaned("branch", {**BRANCH, "decisions": [decision, decision]})
        words = repr(refused.value.as_json_data())

    assert "Give a question and its decisions, or neither." in words


def test_a_case_with_decisions_can_be_saved():
    assert cleaned("branch", BRANCH)["question"] == "What do you do?"


def test_a_checklist_can_be_ticked_without_script(read):
    content = read("en", ("checklist", {"heading": "Before", "items": ["a", "b"]}))

    assert content.count('<label><input type="checkbox"') == 2


@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_grow_with_the_parts(
    read, client, django_assert_num_queries, count
):
    read("en", *[("definition", {"term": "nrm"}), ("branch", BRANCH)] * count)

    with django_assert_num_queries(9):
        client.get(LESSONS["en"])
