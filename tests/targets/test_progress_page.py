"""The public page: numbers for everybody, nothing about anybody."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.template import Context, Template
from django.utils import timezone

import lms.targets
from lms.delivery.models import Enrolment
from tests.factories.people import (
    MunicipalityFactory,
    ProfessionalFactory,
    ProfessionFactory,
)
from tests.factories.targets import (
    IndicatorFactory,
    row_in_review,
    trained,
    training_for,
)

pytestmark = pytest.mark.django_db

LANGUAGES = ["sq", "sr-latn", "en"]


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    """The page counts as of today; the data is of 2026."""
    monkeypatch.setattr(timezone, "localdate", lambda *args: date(2026, 11, 22))


@pytest.fixture
def counters(roles):
    """The two big counters, twelve people of two groups, a row and one out of scope."""
    first = IndicatorFactory(
        action__code="I.1",
        action__level="specific_objective",
        headline=True,
        value=150,
        note_sq="Shënim.",
        note_sr="Napomena.",
        note_en="A note.",
    )
    second = IndicatorFactory(
        action__code="III",
        action__level="strategic_objective",
        headline=True,
        value=500,
    )
    row = IndicatorFactory(action__code="III.1.9", value=80, due_on=date(2022, 12, 31))
    IndicatorFactory(action__code="III.4.4", value=70, out_of_scope=True)
    police = ProfessionFactory(name_sq="Polic", name_sr="Policajac", name_en="Police")
    place = {"municipality": MunicipalityFactory(), "profession": police}
    for number in range(12):
        trained(
            first,
            second,
            row,
            professional=ProfessionalFactory(
                first_name=f"Fjolla{number}",
                last_name=f"Gashi{number}",
                phone="+383 44 000 000",
                sex="F" if number > 2 else "M",
            ),
            **place,
        )
    row_in_review(training_for(first), first_name="Blerta", last_name="Hoxha")
    return first, second


def page(client, language="en"):
    response = client.get(f"/{language}/progress/")
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("sq", ["12", "nga 150", "Shënim.", "jashtë fushës", "Çfarë tregojnë numrat"]),
        ("sr-latn", ["12", "od 150", "Napomena.", "van obuhvata", "Šta brojevi znače"]),
        ("en", ["12", "of 150", "A note.", "out of scope", "What the numbers mean"]),
    ],
)
def test_page_shows_the_counters_in_every_language(client, counters, language, words):
    html = page(client, language)

    assert [word for word in words if word not in html] == []
    assert f'<html lang="{language}">' in html


@pytest.mark.parametrize("language", ["sq", "sr-latn"])
def test_page_has_no_english_left(client, counters, language):
    html = page(client, language).split("<main")[1].split("</main>")[0]
    text = " ".join(re.sub(r"<[^>]*>", " ", html).split())

    left = [words for words in english_words() if words in text]

    assert left == []


def english_words():
    """The English texts of the app, without those that have gaps or are one word."""
    catalogue = Path(lms.targets.__file__).parent / "locale/sq/LC_MESSAGES/django.po"
    texts = re.findall(r'^msgid "(.+)"$', catalogue.read_text(), re.MULTILINE)
    return [text for text in texts if "%" not in text and " " in text]


@pytest.mark.parametrize("language", LANGUAGES)
def test_page_holds_no_personal_data(client, counters, language):
    html = page(client, language)

    for enrolment in Enrolment.objects.select_related("professional", "institution"):
        person = enrolment.professional
        for secret in (
            person.first_name,
            person.last_name,
            person.email,
            person.phone,
            str(enrolment.institution),
        ):
            assert secret not in html
    assert "Blerta" not in html


def test_page_hides_small_cells_and_what_gives_them_away(client, counters):
    html = page(client)

    assert "<strong>&lt;5</strong> Male" in html
    assert "Hidden, so that no smaller group can be worked out: Female" in html


def test_page_says_pace_and_forecast(client, counters):
    html = page(client)

    assert "In the last twelve months the number grew by 1 a month." in html
    assert "At this pace the 150 are reached in May 2038." in html
    assert "That is after the end of the Strategy on 31.12.2026." in html


def test_page_without_anybody_says_so_and_has_no_forecast(client, roles):
    IndicatorFactory(headline=True, value=150)

    html = page(client)

    assert "Nobody is counted yet." in html
    assert "so there is no forecast" in html


def test_page_of_an_empty_site_is_still_a_page(client, roles):
    assert "What the numbers mean" in page(client)


def test_page_says_that_a_date_has_passed(client, counters):
    assert "was due on 31.12.2022" in page(client)


def test_charts_are_svg_with_a_table_beside_them(client, counters):
    html = page(client)

    charts = re.findall(r'<svg class="chart".*?</svg>', html, re.DOTALL)
    assert len(charts) == 2
    for chart in charts:
        assert ElementTree.fromstring(chart).get("role") == "img"  # noqa: S314 -- ours
    assert html.count("The same as a table") == 2
    assert "style=" not in html.split("<main")[1]
    assert "<script" not in html


def test_page_is_public_and_kept_for_a_minute(client, counters, settings):
    settings.LMS_TARGETS_CACHE_SECONDS = 60

    response = client.get("/en/progress/")

    assert response["Cache-Control"] == "public, max-age=60"


def test_page_of_somebody_signed_in_is_nobody_elses(
    client_of, coordinator, counters, settings
):
    settings.LMS_TARGETS_CACHE_SECONDS = 60

    response = client_of(coordinator).get("/en/progress/")

    assert response["Cache-Control"] == "private, max-age=0"


def test_figures_are_counted_once_a_minute_in_each_language(
    client, counters, settings, django_assert_max_num_queries
):
    settings.LMS_TARGETS_CACHE_SECONDS = 60
    page(client)
    page(client, "sq")
    trained(counters[0])

    with django_assert_max_num_queries(3):
        again = page(client)
    assert "12 people · 12 participations" in again
    settings.LMS_TARGETS_CACHE_SECONDS = 0
    assert "13 people · 13 participations" in page(client)


def test_page_refuses_what_is_not_a_question(client, counters):
    assert client.post("/en/progress/").status_code == 405


def test_tag_shows_the_counters_on_another_page(counters):
    html = Template("{% load lms_targets_tags %}{% target_counters %}").render(
        Context()
    )

    assert "I.1" in html
    assert 'max="150" value="12"' in html


def test_api_gives_the_list_of_the_command(client, counters):
    response = client.get("/api/v1/targets/")

    rows = {row["code"]: row for row in response.json()}
    assert response["Content-Type"] == "application/json"
    assert rows["I.1"]["people"] == 12
    assert rows["I.1"]["not_counted"] == [{"reason": "review", "people": 1}]
    assert "Blerta" not in response.content.decode()
    assert "Fjolla" not in response.content.decode()


def test_api_is_kept_for_a_minute(client, counters, settings):
    settings.LMS_TARGETS_CACHE_SECONDS = 60
    client.get("/api/v1/targets/")
    trained(counters[0])

    response = client.get("/api/v1/targets/")

    assert response["Cache-Control"] == "public, max-age=60"
    assert response.json()[0]["people"] == 12
