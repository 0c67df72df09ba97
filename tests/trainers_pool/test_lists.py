import pytest

from tests.factories.people import InstitutionFactory, ProfessionFactory
from trainers_pool import reference
from trainers_pool.domain.lists import Directory
from trainers_pool.models import Institution, InstitutionAlias, Profession

pytestmark = pytest.mark.django_db


@pytest.fixture
def directory():
    reference.load()
    return Directory()


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("Hetues", "investigator"),
        ("Mbrojtës i viktimave", "victim_advocate"),
        ("Doganier", "customs_officer"),
        ("zyrtar konsullor", "diplomat_consular"),
        ("Socijalni radnik", "social_worker"),
        ("PROKUROR", "prosecutor"),
        ("Judge", "judge"),
    ],
)
def test_directory_finds_a_profession_in_any_language(directory, written, code):
    assert directory.profession(written).code == code


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("PK", "Policia e Kosovës"),
        ("policia e kosoves", "Policia e Kosovës"),
        ("Dogana e Kosovës", "Doganat"),
        ("Kosovska policija", "Policia e Kosovës"),
    ],
)
def test_directory_finds_an_institution_by_any_spelling(directory, written, name):
    assert directory.institution(written).name_sq == name


def test_directory_does_not_guess_between_two_municipalities(directory):
    assert directory.municipality("Gračanica").name_sq == "Graçanicë"
    assert directory.municipality("Mitrovicë") is None


def test_an_unknown_name_is_created_once_and_waits_to_be_confirmed(directory):
    first, is_new = directory.institution_named("QPS  Gjilan")
    again, is_new_again = directory.institution_named("qps gjilan")

    assert (is_new, is_new_again) == (True, False)
    assert first == again
    assert list(Institution.objects.unconfirmed()) == [first]


def test_a_new_position_gets_a_code_of_its_own(directory):
    clerk, _is_new = directory.profession_named("Nëpunës")
    other, _is_new = directory.profession_named("Nëpunës!!")

    assert clerk == other
    assert clerk.code == "nepunes"
    assert directory.profession_named("  ") == (None, False)


def test_directory_costs_the_same_for_any_number_of_names(
    directory, django_assert_num_queries
):
    with django_assert_num_queries(5):
        known = Directory()
        for _ in range(50):
            known.institution("Policia e Kosovës")
            known.profession("Hetues")


def test_an_alias_leads_to_its_institution():
    institution = InstitutionFactory(name_sq="Qendra A")
    InstitutionAlias.objects.create(institution=institution, text="QPS Gjilan")

    assert Directory().institution("qps GJILAN") == institution


def test_reference_is_loaded_once_and_keeps_what_people_changed():
    reference.load()
    police = Profession.objects.get(code="police")
    police.name_sq = "Polic i Kosovës"
    police.save()
    ProfessionFactory(code="own")

    reference.load()

    police.refresh_from_db()
    assert police.name_sq == "Polic i Kosovës"
    assert Profession.objects.count() == 37
    assert not Profession.objects.filter(code="victim").exists()
