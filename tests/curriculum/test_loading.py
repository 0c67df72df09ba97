import json
from io import StringIO

import pytest
from django.core.management import call_command
from wagtail.models import Locale, Page, Site

from curriculum.domain.content import CONTENT
from curriculum.domain.programme import load_modules, load_terms
from curriculum.domain.trees import load_pages, translation_key
from curriculum.models import (
    GlossaryPage,
    GlossaryTerm,
    LessonPage,
    Module,
    ModuleIndexPage,
    ModulePage,
)
from tests.factories.programme import DATA, load_programme

pytestmark = pytest.mark.django_db


def test_the_programme_is_loaded_in_every_language():
    added = load_programme()

    assert added == (2, 3, 3 * (2 + 2 + 2))
    first, second = Module.objects.all()
    assert (first.name_sr, first.minutes) == ("Šta je far", 390)
    assert [o.text_en for o in first.objectives.all()] == ["Says what the light is"]
    assert [(p.text_sr, p.sources) for p in first.key_points.all()] == [
        ("Far svetli noću", ["002:10", "002:12"]),
        ("Neko ga pali", ["000:1"]),
    ]
    assert [p.title_sq for p in first.planned_lessons.all()] == [
        "Mësimi një",
        "Mësimi dy",
        "Mësimi tre",
    ]
    assert list(second.prerequisites.all()) == [first]
    assert first.editions.get().reason_sr == "Prvo izdanje"
    assert GlossaryTerm.objects.get(key="nrm").abbr_sr == "NMU"


@pytest.mark.parametrize(
    "model", [ModuleIndexPage, ModulePage, LessonPage, GlossaryPage]
)
def test_pages_are_translations_of_each_other(model):
    load_programme()

    page = model.objects.filter(locale__language_code="sq").first()

    translations = page.get_translations(inclusive=True)
    assert {one.locale.language_code for one in translations} == {"sq", "sr-latn", "en"}


def test_loading_twice_adds_nothing():
    load_programme()

    assert load_programme() == (0, 0, 0)


def test_loading_again_keeps_what_people_have_edited():
    load_programme()
    Module.objects.filter(code="X01").update(name_sq="E ndryshuar", minutes=1)
    GlossaryTerm.objects.filter(key="nrm").update(term_sq="E ndryshuar")
    page = LessonPage.objects.get(title="Mësimi një")
    page.title, page.slug, page.live = "E ndryshuar", "e-re", False
    page.save()

    load_programme()

    page.refresh_from_db()
    assert (page.title, page.slug, page.live) == ("E ndryshuar", "e-re", False)
    assert Module.objects.get(code="X01").name_sq == "E ndryshuar"
    assert GlossaryTerm.objects.get(key="nrm").term_sq == "E ndryshuar"


def test_what_is_missing_comes_back_alone():
    load_programme()
    GlossaryTerm.objects.get(key="nrm").delete()
    LessonPage.objects.get(title="Mësimi dy").delete()

    assert load_terms(DATA) == 1
    assert load_pages(DATA) == 1


def test_unwritten_lessons_have_no_page_but_stand_on_the_module_page(client):
    load_programme()

    response = client.get("/en/modules/what-the-light-is/")

    assert [row.title for row in response.context["rows"]] == [
        "Lesson one",
        "Lesson two",
        "Lesson three",
    ]
    assert LessonPage.objects.filter(locale__language_code="en").count() == 2
    assert b"their text is in preparation" in response.content


def test_a_host_with_one_language_gets_one_tree_below_its_home():
    english = Locale.objects.create(language_code="en")
    home = Page.get_first_root_node().add_child(
        instance=Page(title="Host", slug="host", locale=english)
    )
    home.add_child(instance=Page(title="Modules", slug="modules", locale=english))
    Site.objects.update_or_create(
        is_default_site=True, defaults={"root_page": home, "hostname": "localhost"}
    )
    load_modules(DATA)

    load_pages(DATA)

    index = ModuleIndexPage.objects.get()
    assert index.locale == english
    assert index.slug == "modules-1"
    assert index.is_descendant_of(home)
    assert index.translation_key == translation_key("modules")


def test_a_site_without_a_default_gets_no_pages():
    Site.objects.all().delete()

    assert load_pages(DATA) == 0


def test_seed_reference_loads_home_before_curriculum():
    out = StringIO()
    call_command("seed_reference", "--format=json", stdout=out)

    home, modules, *_rest = json.loads(out.getvalue())["loaded"]
    assert home.startswith("home: ")
    assert modules.startswith("curriculum: 14 modules")
    assert ModulePage.objects.count() == 3 * 14
    assert LessonPage.objects.count() == len(list(CONTENT.glob("*/lessons/*.md")))
    assert Module.objects.count() == 14
