import pytest
from django.utils.translation import override

from curriculum.models import GlossaryTerm, LessonPage, ModulePage
from tests.factories.programme import LESSONS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("programme")]


def test_a_lesson_says_where_the_reader_is_and_what_is_next(client):
    response = client.get(LESSONS["en"])

    assert response.context["place"] == 1
    assert response.context["previous_lesson"] is None
    assert response.context["next_lesson"].title == "Lesson two"
    assert b"Lesson 1 of 2" in response.content
    assert b"30 minutes" in response.content


def test_the_last_lesson_leads_back_to_the_module(client):
    response = client.get("/en/modules/what-the-light-is/lesson-two/")

    assert response.context["next_lesson"] is None
    assert response.context["previous_lesson"].title == "Lesson one"
    assert b"Back to the module" in response.content


def test_a_draft_is_not_counted_among_the_lessons(client):
    LessonPage.objects.filter(title="Lesson two").update(live=False)

    assert b"Lesson 1 of 1" in client.get(LESSONS["en"]).content


def test_a_check_holds_its_feedback_in_the_page(client):
    content = client.get(LESSONS["en"]).content.decode()

    assert content.count("<details") == 2 + 1
    assert "answer--right" in content
    assert "Right." in content


def test_a_lesson_names_the_documents_of_its_facts(client):
    content = client.get(LESSONS["en"]).content.decode()

    assert "National Strategy against Trafficking" in content
    assert "(10, 12)" in content


def test_a_module_says_what_comes_before_it(client):
    response = client.get("/en/modules/the-service/")

    assert [page.title for page in response.context["prerequisite_pages"]] == [
        "What the light is"
    ]
    assert b"2026-1, valid from 01.01.2026" in response.content


@pytest.mark.parametrize(
    ("address", "heading", "point"),
    [
        ("/sq/modulet/cka-eshte-fari/", "Mbani mend", "Fari ndriçon natën"),
        ("/sr-latn/moduli/sta-je-far/", "Zapamtite", "Far svetli noću"),
        ("/en/modules/what-the-light-is/", "Remember", "The light shines at night"),
    ],
)
def test_a_module_says_what_to_remember(client, address, heading, point):
    content = client.get(address).content.decode()

    assert f"<h2>{heading}</h2>" in content
    assert f"<li>{point}</li>" in content


def test_a_module_without_key_points_says_nothing_of_them(client):
    assert b"part--remember" not in client.get("/en/modules/the-service/").content


def test_hours_are_written_as_the_language_writes_numbers(client):
    assert "6,5 orë" in client.get("/sq/modulet/").content.decode()
    assert "6.5 hours" in client.get("/en/modules/").content.decode()


def test_the_glossary_stands_in_the_order_of_its_alphabet(client):
    GlossaryTerm.objects.create(key="c", term_sq="cak", term_sr="cena", term_en="call")

    response = client.get("/sq/fjalori/")

    letters = [letter for letter, _terms in response.context["letters"]]
    assert letters == ["C", "Ç", "M", "R"]
    assert response.context["count"] == response.context["total"] == 4


def test_the_glossary_can_be_narrowed(client):
    response = client.get("/sr-latn/recnik/", {"q": "cuv"})

    assert response.context["count"] == 1
    assert "čuvanje" in response.content.decode()
    assert "1 od 3 pojmova" in response.content.decode()


def test_an_empty_glossary_list_says_what_to_do(client):
    assert b"Try only the beginning" in client.get("/en/glossary/?q=zz").content


def test_a_term_names_itself_in_the_other_languages():
    term = GlossaryTerm.objects.get(key="nrm")

    with override("sr-latn"):
        assert str(term) == "NMU – Nacionalni mehanizam upućivanja"
        assert term.other_languages == [
            ("sq", "Mekanizmi Nacional i Referimit"),
            ("en", "National Referral Mechanism"),
        ]


@pytest.mark.parametrize("item_count", [1, 3])
@pytest.mark.parametrize(
    ("address", "queries"),
    [
        ("/en/modules/", 6),
        ("/en/modules/what-the-light-is/", 13),
        ("/en/modules/what-the-light-is/lesson-one/", 7),
        ("/en/glossary/", 6),
    ],
)
def test_queries_do_not_grow_with_the_programme(
    client, django_assert_num_queries, address, queries, item_count
):
    module_page = ModulePage.objects.get(title="What the light is")
    for n in range(item_count):
        module_page.add_child(instance=LessonPage(title=f"More {n}", number=9 + n))
        GlossaryTerm.objects.create(key=f"t{n}", term_sq="a", term_sr="a", term_en="a")
        module_page.get_parent().add_child(
            instance=ModulePage(title=f"Other {n}", module=module_page.module)
        )
    client.get(address)

    with django_assert_num_queries(queries):
        client.get(address)
