"""Lessons on paper: opened, with the answers at the end, at the same cost for many."""

import re

import pytest
from wagtail.models import Page

from curriculum.models import LessonPage, ModulePage
from tests.factories.media import BRANCH, audio, download, figure, video
from tests.factories.programme import LESSONS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("programme")]

MODULE = "/en/modules/what-the-light-is/"


def give_parts(*parts):
    """Every English lesson of the first module gets these parts."""
    for page in LessonPage.objects.filter(
        locale__language_code="en", url_path__contains="what-the-light-is"
    ):
        page.body = [{"type": kind, "value": value} for kind, value in parts]
        page.save()


def on_paper(client, address):
    return client.get(address, {"print": ""}).content.decode()


def test_a_lesson_on_paper_has_its_answers_at_the_end(client):
    content = on_paper(client, LESSONS["en"])

    part, answers = content.split("<h1>Answers</h1>")
    assert "Yes" in part
    assert "Right." not in part
    assert "<strong>Yes</strong> Right." in answers


def test_a_lesson_that_is_printed_as_it_is_read_has_its_answers_too(client):
    content = client.get(LESSONS["en"]).content.decode()

    assert content.index('<section class="print-only">') < content.index(
        "<strong>Yes</strong> Right."
    )
    assert 'href="?print"' in content


def test_everything_is_open_on_paper(client):
    give_parts(("branch", BRANCH), ("audio", audio()), ("video", video()))

    content = on_paper(client, LESSONS["en"])

    assert re.findall("<details[^>]*>", content) == [
        *['<details class="decision" open>'] * 4,
        *['<details class="transcript" open>'] * 2,
    ]


def test_a_module_on_paper_holds_its_lessons_in_order(client):
    content = on_paper(client, MODULE)

    assert re.findall("<h1>(.*?)</h1>", content) == [
        "What the light is",
        "Lesson one",
        "Lesson two",
        "Answers: Lesson one",
        "Answers: Lesson two",
    ]


def test_a_draft_is_not_printed_with_its_module(client):
    LessonPage.objects.filter(title="Lesson two").update(live=False)

    assert "Lesson two" not in on_paper(client, MODULE)


def test_a_module_without_lessons_says_so_on_paper(client):
    LessonPage.objects.update(live=False)

    assert "No lesson of this module can be read yet." in on_paper(client, MODULE)
    assert 'href="?print"' not in client.get(MODULE).content.decode()


def test_a_draft_on_paper_is_not_found(client):
    LessonPage.objects.filter(title="Lesson one").update(live=False)

    assert client.get(LESSONS["en"], {"print": ""}).status_code == 404


@pytest.mark.parametrize("lesson_count", [1, 3])
def test_queries_do_not_grow_with_the_lessons_on_paper(
    client, django_assert_num_queries, lesson_count
):
    module_page = ModulePage.objects.get(title="What the light is")
    for n in range(lesson_count):
        module_page.add_child(instance=LessonPage(title=f"More {n}", number=9 + n))
    parts = [("figure", figure()), ("video", video()), ("download", download())]
    give_parts(*parts, ("audio", audio()), ("definition", {"term": "nrm"}))
    on_paper(client, MODULE)

    with django_assert_num_queries(16):
        on_paper(client, MODULE)


@pytest.mark.parametrize(
    ("sources", "words"),
    [
        (["002:10", "002:12"], "National Strategy against Trafficking"),
        ([], "No document is named yet."),
    ],
)
def test_an_editor_is_shown_the_documents_of_a_lesson(admin_client, sources, words):
    page = LessonPage.objects.get(title="Lesson one")
    page.sources = sources
    page.save()
    Page.objects.filter(pk=page.pk).update(latest_revision=None)

    response = admin_client.get(
        f"/admin/pages/{page.pk}/edit/", headers={"accept-language": "en"}
    )

    assert words in response.content.decode()
