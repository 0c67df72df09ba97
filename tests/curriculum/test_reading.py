"""What a page and its worker say, so that a phone can keep a lesson."""

import re

import pytest
from django.template.loader import render_to_string
from django.urls import reverse

from curriculum.models import LessonPage, ModulePage, TrainersGuidePage
from tests.factories.programme import LESSONS
from tests.factories.users import UserFactory

MODULE = "/en/modules/what-the-light-is/"


def line_of(content):
    found = re.search(r"<p [^>]*data-reading[^>]*>", content)
    return dict(re.findall(r'data-(\w+)="([^"]*)"', found[0])) if found else None


def test_the_worker_may_answer_for_the_modules_of_any_language(client):
    response = client.get(reverse("curriculum_plain:reading_worker"))

    assert response["Service-Worker-Allowed"] == "/"
    assert response["Content-Type"] == "text/javascript; charset=utf-8"
    assert response["Cache-Control"] == "no-cache"


def test_the_worker_takes_no_forms(client):
    assert client.post(reverse("curriculum_plain:reading_worker")).status_code == 405


@pytest.mark.usefixtures("programme")
@pytest.mark.parametrize("address", [LESSONS["en"], MODULE])
def test_a_page_that_is_kept_says_what_it_is(client, address):
    assert line_of(client.get(address).content.decode()) == {
        "reading": address,
        "module": MODULE,
        "worker": "/reading-worker.js",
    }


@pytest.mark.usefixtures("programme")
def test_a_guide_and_the_list_of_modules_are_not_kept(client_of):
    module = ModulePage.objects.get(slug="what-the-light-is")
    guide = module.add_child(instance=TrainersGuidePage(title="Guide", slug="guide"))
    client = client_of(UserFactory(operator=True))

    for address in (guide.url, "/en/modules/"):
        assert line_of(client.get(address).content.decode()) is None


@pytest.mark.usefixtures("programme")
def test_a_host_without_the_worker_has_its_lessons_as_before(settings):
    settings.ROOT_URLCONF = "wagtail.urls"
    page = LessonPage.objects.get(slug="lesson-one")

    assert render_to_string("curriculum/_reading.html", {"page": page}).strip() == ""
