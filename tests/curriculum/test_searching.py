import pytest

from curriculum.domain.searching import search_curriculum
from curriculum.models import GlossaryTerm, LessonPage

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("programme")]


def titles(found):
    return [page.title for page in found.lessons]


@pytest.mark.parametrize("typed", ["Çelajt", "celaj", "CELAJT", "nje cel", "çel"])
def test_a_lesson_is_found_with_or_without_its_letters(typed):
    assert titles(search_curriculum(typed, language="sq")) == ["Mësimi një"]


@pytest.mark.parametrize("typed", ["djordj", "Đorđevića", "Ђорђевића", "zrtve"])
def test_serbian_is_found_in_any_script(typed):
    assert titles(search_curriculum(typed, language="sr-latn")) == ["Lekcija jedan"]


def test_pages_of_other_languages_and_drafts_are_not_found():
    LessonPage.objects.filter(title="Mësimi dy").update(live=False)

    assert titles(search_curriculum("mesimi", language="sq")) == ["Mësimi një"]
    assert titles(search_curriculum("mesimi", language="en")) == []


def test_every_word_must_be_there():
    assert search_curriculum("celaj zebra", language="sq").count == 0


@pytest.mark.parametrize("typed", ["", "  ", "“”!?", "'", '"* OR a', "\\"])
def test_nothing_typed_or_only_signs_finds_nothing_and_breaks_nothing(typed):
    assert search_curriculum(typed, language="sq").lessons == []


def test_a_term_is_found_by_a_word_of_any_language():
    found = search_curriculum("upuciv", language="sq")

    assert {term.key for term in found.terms} == {"referral", "nrm"}


def test_what_has_the_word_in_its_name_comes_first():
    GlossaryTerm.objects.create(
        key="other", term_sq="a", term_sr="a", term_en="a", definition_sq="referim"
    )

    found = search_curriculum("referim", language="sq")

    assert [term.key for term in found.terms][-1] == "other"


@pytest.mark.parametrize("item_count", [1, 3])
def test_queries_do_not_grow_with_what_is_found(django_assert_num_queries, item_count):
    for n in range(item_count):
        GlossaryTerm.objects.create(
            key=f"t{n}", term_sq="mesimi", term_sr="a", term_en="a"
        )
    # The content types are asked for once a process.
    search_curriculum("mesimi", language="sq")

    with django_assert_num_queries(5):
        search_curriculum("mesimi", language="sq")
