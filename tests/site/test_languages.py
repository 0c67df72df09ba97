import re
from html.parser import HTMLParser

import pytest

from curriculum.models import LessonPage, ModuleIndexPage
from tests.factories.programme import LESSONS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("programme")]

LANGUAGES = ("sq", "sr-latn", "en")


def switch_of(response):
    """Where each language of the switch leads."""
    nav = re.search(
        r'<nav class="languages".*?</nav>', response.content.decode(), re.DOTALL
    ).group()
    return {
        code: address.replace("&amp;", "&")
        for address, code in re.findall(r'href="([^"]+)" lang="([^"]+)"', nav)
    }


@pytest.mark.parametrize(
    ("header", "home"),
    [
        ("sq", "/sq/"),
        ("sr", "/sr-latn/"),
        ("sr-RS,en;q=0.5", "/sr-latn/"),
        ("sr-Latn", "/sr-latn/"),
        ("bs-BA,bs;q=0.9", "/sr-latn/"),
        ("hr", "/sr-latn/"),
        ("cnr", "/sr-latn/"),
        ("en-GB,en;q=0.9", "/en/"),
        ("de,fr;q=0.8", "/sq/"),
        ("de,en;q=0.2", "/en/"),
        ("", "/sq/"),
    ],
)
def test_the_root_leads_to_the_language_of_the_browser(client, header, home):
    response = client.get("/", headers={"accept-language": header})

    assert (response.status_code, response.url) == (302, home)
    assert "Cookie" in response["Vary"]
    assert "Accept-Language" in response["Vary"]


def test_the_language_that_was_read_is_remembered(client):
    client.get("/sr-latn/", headers={"accept-language": "en"})

    response = client.get("/", headers={"accept-language": "en"})

    assert response.url == "/sr-latn/"


def test_a_cookie_that_is_right_is_not_set_again(client):
    client.get("/en/")

    assert "django_language" not in client.get("/en/").cookies


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_switch_stays_on_the_lesson(client, code):
    assert switch_of(client.get(LESSONS[code])) == LESSONS


def test_the_switch_leads_to_the_nearest_page_that_is_translated(client):
    LessonPage.objects.filter(title="Lekcija jedan").update(live=False)
    ModuleIndexPage.objects.get(locale__language_code="en").delete()

    switch = switch_of(client.get(LESSONS["sq"]))

    assert switch["sr-latn"] == "/sr-latn/moduli/sta-je-far/"
    assert switch["en"] == "/en/"


@pytest.mark.parametrize(
    "path", ["/search/?q=a+b&x=1", "/login/?next=/admin/", "/progress/", "/verify/"]
)
def test_the_switch_stays_on_a_view_with_what_was_asked(client, path):
    switch = switch_of(client.get(f"/en{path}"))

    assert switch == {code: f"/{code}{path}" for code in LANGUAGES}


def test_the_switch_of_an_address_without_language_leads_to_its_twins(client):
    response = client.get("/verify/AAAA-BBBB/", headers={"accept-language": "en"})

    assert switch_of(response) == {
        "sq": "/sq/verify/AAAA-BBBB/",
        "sr-latn": "/sr-latn/verify/AAAA-BBBB/",
        "en": "/verify/AAAA-BBBB/",
    }


@pytest.mark.parametrize("path", ["/en/nothing/", "/en/modules/nothing/"])
def test_the_switch_of_a_missing_page_leads_home(client, path):
    response = client.get(path)

    assert response.status_code == 404
    assert switch_of(response)["sq"] == "/sq/"


def test_a_view_that_finds_nothing_is_not_asked_again_in_a_language(client):
    response = client.get("/api/v1/certificates/AAAA/")

    assert (response.status_code, response.json()["state"]) == (404, "unknown")


def test_an_address_without_its_language_is_found(client):
    response = client.get("/search/?q=a", headers={"accept-language": "en"})

    assert (response.status_code, response.url) == (302, "/en/search/?q=a")


class _Words(HTMLParser):
    """The words of a page outside its scripts and its names of languages."""

    def __init__(self):
        super().__init__()
        self.words = []

    def handle_data(self, data):
        self.words.append(data.strip())


#: Words of the interface in English that stand in neither other language.
ENGLISH = re.compile(
    r"\b(Sign in|Search|Modules|Glossary|Progress|Verify|Lesson|minutes|hours|Next|"
    r"The|your|what|Skip|Language|people|Edition|from)\b"
)


@pytest.mark.parametrize("code", ["sq", "sr-latn"])
@pytest.mark.parametrize(
    "kind", ["home", "index", "module", "lesson", "glossary", "search", "login", "404"]
)
def test_no_english_is_left_on_a_page(client, code, kind):
    pages = {
        "home": f"/{code}/",
        "index": "/".join(LESSONS[code].split("/")[:3]) + "/",
        "module": "/".join(LESSONS[code].split("/")[:4]) + "/",
        "lesson": LESSONS[code],
        "glossary": {"sq": "/sq/fjalori/", "sr-latn": "/sr-latn/recnik/"}[code],
        "search": f"/{code}/search/?q=zz",
        "login": f"/{code}/login/?next=/{code}/my/",
        "404": f"/{code}/zz/",
    }
    response = client.get(pages[kind])

    content = response.content.decode()
    parser = _Words()
    parser.feed(re.sub(r'<dd class="other">.*?</dd>', "", content, flags=re.DOTALL))
    leftovers = [
        word for word in parser.words if ENGLISH.search(word) and word != "English"
    ]
    # The body of the small programme's lessons is the same in all languages.
    assert [word for word in leftovers if "Right" not in word] == []
    assert f'<html lang="{code}">' in content
