import json
import re
from unittest.mock import patch

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import DatabaseError, connection
from django.template.loader import render_to_string
from django.utils.translation import override
from wagtail.models import Page

from certificates.enums import CertificateState, SealProfile
from curriculum.models import LessonPage, ModulePage
from home.models import HomePage
from tests.factories.certificates import CertificateFactory
from tests.factories.programme import LESSONS, load_programme
from tests.factories.users import UserFactory

pytestmark = pytest.mark.django_db


def test_home_pages_are_made_once_and_are_the_site(programme):
    load_programme()

    homes = HomePage.objects.all()
    assert {home.url for home in homes} == {"/sq/", "/sr-latn/", "/en/"}
    assert len({home.translation_key for home in homes}) == 1
    assert not Page.objects.filter(slug="home").exists()


def test_home_says_what_this_is_and_what_is_taught(client, programme):
    content = client.get("/en/").content.decode()

    assert "Training against trafficking in persons" in content
    assert "What the light is" in content
    assert "The service" in content
    assert 'href="/en/login/"' in content


@pytest.mark.parametrize("item_count", [1, 3])
def test_home_queries_do_not_grow(
    client, programme, django_assert_num_queries, item_count
):
    module_page = ModulePage.objects.get(title="What the light is")
    for n in range(item_count):
        module_page.get_parent().add_child(
            instance=ModulePage(title=f"Other {n}", module=module_page.module)
        )
    client.get("/en/")

    with django_assert_num_queries(7):
        client.get("/en/")


def test_a_copy_for_visitors_is_made_once(
    client, programme, settings, django_assert_num_queries
):
    settings.FENER_PAGE_SECONDS = 60
    first = client.get(LESSONS["en"])

    with django_assert_num_queries(0):
        second = client.get(LESSONS["en"])

    assert second.content == first.content
    assert second["Content-Type"] == first["Content-Type"]


def test_whoever_is_signed_in_never_reads_a_copy(
    client, client_of, programme, settings
):
    settings.FENER_PAGE_SECONDS = 60
    editor = client_of(UserFactory(username="editor"))
    editor.get(LESSONS["en"])
    assert b"Sign out editor" not in client.get(LESSONS["en"]).content
    LessonPage.objects.filter(title="Lesson one").update(title="Changed")

    assert b"<h1>Changed</h1>" in editor.get(LESSONS["en"]).content
    assert b"<h1>Lesson one</h1>" in client.get(LESSONS["en"]).content


def test_a_question_in_the_address_is_never_answered_by_a_copy(
    client, programme, settings
):
    settings.FENER_PAGE_SECONDS = 60
    client.get("/en/glossary/")

    assert b"1 of 3 terms" in client.get("/en/glossary/?q=letting").content


@pytest.mark.parametrize("name", ["404.html", "403.html", "403_csrf.html", "500.html"])
@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("sq", "faqe|Formulari|keq"),
        ("sr-latn", "stranic|Obrazac|Nešto"),
        ("en", "page|form|wrong"),
    ],
)
def test_error_pages_speak_the_language(rf, name, code, words):
    request = rf.get(f"/{code}/x/")
    request.user = AnonymousUser()
    request.resolver_match = None

    with override(code):
        content = render_to_string(
            name, {"request": None if name == "500.html" else request}
        )

    assert f'lang="{code}"' in content
    assert re.search(f"<h1>[^<]*({words})", content)


def test_a_fault_needs_no_database_to_be_told(django_assert_num_queries):
    with django_assert_num_queries(0), override("sr-latn"):
        assert "Greška je naša" in render_to_string("500.html")


def test_healthz_answers_while_the_database_does(client):
    response = client.get("/healthz")

    assert (response.status_code, response.json()) == (200, {"status": "ok"})
    assert "no-store" in response["Cache-Control"]


def test_healthz_says_when_the_database_is_gone(client):
    with patch.object(connection, "cursor", side_effect=DatabaseError):
        response = client.get("/healthz")

    assert response.status_code == 503


def test_openapi_describes_what_the_addresses_give(client):
    document = client.get("/api/v1/openapi.json").json()
    schemas = document["components"]["schemas"]
    certificate = CertificateFactory(sealed=True)

    given = client.get(f"/api/v1/certificates/{certificate.code}/").json()
    unknown = client.get("/api/v1/certificates/AAAA/").json()

    assert list(document["paths"]) == [
        "/api/v1/targets/",
        "/api/v1/certificates/{code}/",
        "/api/v1/certificates/{code}/badge/",
    ]
    described = schemas["Certificate"]
    assert set(given) == set(described["properties"]) == set(described["required"])
    assert described["properties"]["state"]["enum"] == CertificateState.values
    seal = schemas["Seal"]
    assert set(given["seal"]) == set(seal["properties"]) == set(seal["required"])
    assert seal["properties"]["profile"]["enum"] == SealProfile.values
    assert set(unknown) == set(schemas["UnknownCertificate"]["properties"])


def test_openapi_describes_the_targets(client, seeded):
    schemas = json.loads(client.get("/api/v1/openapi.json").content)["components"][
        "schemas"
    ]

    rows = client.get("/api/v1/targets/").json()

    assert rows
    for row in rows:
        assert set(row) == set(schemas["Indicator"]["properties"])
        for target in row["targets"]:
            assert set(target) == set(schemas["Target"]["properties"])


def test_search_finds_lessons_and_terms_in_the_language(client, programme):
    response = client.get("/sr-latn/search/", {"q": "zrtve"})

    content = response.content.decode()
    assert LESSONS["sr-latn"] in content
    assert "1 rezultat za „zrtve“" in content
    assert (
        'href="/sr-latn/recnik/#nrm"'
        in client.get("/sr-latn/search/", {"q": "nmu"}).content.decode()
    )


def test_search_says_what_to_do_with_nothing_typed_and_nothing_found(client, programme):
    assert b"The beginning of a word is enough" in client.get("/en/search/").content
    found = client.get("/en/search/", {"q": "zebra"}).content.decode()
    assert "Nothing found for “zebra”." in found
    assert "Try fewer words" in found


@pytest.mark.parametrize("words", ["mesimi", "mesimi nje", "mesimi nje celajt"])
def test_search_queries_are_constant(
    client, programme, django_assert_num_queries, words
):
    client.get("/sq/search/", {"q": words})

    with django_assert_num_queries(6):
        client.get("/sq/search/", {"q": words})
