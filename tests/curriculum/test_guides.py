"""Trainer's guides: read from files, and shown to trainers and the office alone."""

import pytest
from django.core.management import call_command
from django.urls import reverse

from curriculum.domain.content import ContentRefused
from curriculum.domain.guide_text import read_guide
from curriculum.models import ModulePage, TrainersGuidePage
from tests.factories.users import UserFactory

HEAD = '+++\ntitle = "Guide"\nslug = "guide"\n+++\n'
EXERCISE = """
## exercise: The chain
! 40 | groups of four | cards
1. Deal the cards.
2. Ask for a plan:
- first who
- then when
? What was missing?
"""
GOOD = f"""{HEAD}
## aims: Aims
- Name the members

## timing: The day
- 20 | Opening | all together
- 15 | Break |
{EXERCISE}"""


@pytest.fixture
def guide(tmp_path):
    def write(text):
        path = tmp_path / "guide.en.md"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_a_guide_is_read_part_by_part(guide):
    text = read_guide(guide(GOOD))

    assert [part["type"] for part in text.body] == ["aims", "timing", "exercise"]
    assert text.body[0]["value"]["entries"] == ["Name the members"]
    assert text.body[1]["value"]["rows"][1] == {
        "minutes": 15,
        "what": "Break",
        "how": "",
    }
    exercise = text.body[2]["value"]
    assert (exercise["minutes"], exercise["grouping"]) == (40, "groups of four")
    assert exercise["steps"] == [
        "Deal the cards.",
        "Ask for a plan:\nfirst who\nthen when",
    ]
    assert exercise["questions"] == ["What was missing?"]


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("\n## aim: Aims\n- x\n", 6, "is no part of a guide"),
        ("\n## aims: Aims\nx\n", 6, "“x” is not an item of a list, as in “- …”."),
        ("\n## timing: Day\n- x | y\n", 6, "write “minutes | what | how” instead"),
        (
            "\n## aims: A\n- x\n\n## exercise: E\n1. x\n",
            9,
            "begin with “! minutes | groups | materials”.",
        ),
        ("\n## exercise: E\n! 40 | a | b\n? Why?\n", 6, "there are no steps."),
    ],
)
def test_a_faulty_part_is_refused_with_its_line(guide, text, line, words):
    path = guide(HEAD + text)

    with pytest.raises(ContentRefused) as refusal:
        read_guide(path)

    assert str(refusal.value).startswith(f"{path}:{line}: “## ")
    assert words in str(refusal.value)


@pytest.fixture
def pages(seeded):
    module = ModulePage.objects.get(module__code="M03", locale__language_code="en")
    return module, TrainersGuidePage.objects.child_of(module).get()


def test_only_trainers_and_the_office_are_shown_a_guide(client, pages):
    module, guide = pages
    address, words = guide.url, guide.intro

    visitor = client.get(address)
    assert visitor.status_code == 302
    assert visitor["Location"].startswith(reverse("login"))
    for role, is_shown in (
        ("Participants", False),
        ("Focal points", False),
        ("Trainers", True),
        ("Administrators", True),
        ("Coordinators", True),
    ):
        client.force_login(UserFactory(roles=[role]))
        page = client.get(address)
        on_module = client.get(module.url).content.decode()
        assert page.status_code == (200 if is_shown else 403), role
        assert (words in page.content.decode()) is is_shown, role
        assert (address in on_module) is is_shown, role
    assert page["Cache-Control"] == "private, no-store"


def test_search_and_menus_do_not_know_of_guides(client, pages):
    _module, guide = pages

    found = client.get("/en/search/", {"q": guide.title}).content.decode()

    assert guide.url not in found
    assert not guide.show_in_menus
    assert guide.get_sitemap_urls() == []


def test_an_edited_guide_is_left_alone(pages):
    _module, guide = pages
    TrainersGuidePage.objects.filter(pk=guide.pk).update(intro="Ours")

    call_command("seed_reference", verbosity=0)

    guide.refresh_from_db()
    assert guide.intro == "Ours"
    assert (
        TrainersGuidePage.objects.filter(translation_key=guide.translation_key).count()
        == 3
    )
