import pytest
from django.urls import reverse

from curriculum.models import Module
from tests.factories.curriculum import (
    GlossaryTermFactory,
    KeyPointFactory,
    ModuleEditionFactory,
    ModuleFactory,
)

pytestmark = pytest.mark.django_db

REGISTERS = [
    ("module", ModuleFactory, 12),
    ("moduleedition", ModuleEditionFactory, 12),
    ("glossaryterm", GlossaryTermFactory, 11),
]


@pytest.fixture
def desk(coordinator, client_of):
    return client_of(coordinator)


@pytest.mark.parametrize("item_count", [1, 3])
@pytest.mark.parametrize(("name", "make", "queries"), REGISTERS)
def test_listing_queries_do_not_grow(
    desk, django_assert_num_queries, name, make, queries, item_count
):
    for _ in range(item_count):
        make()
    desk.get(reverse(f"{name}:index"))

    with django_assert_num_queries(queries):
        response = desk.get(reverse(f"{name}:index"))

    assert response.status_code == 200


@pytest.mark.parametrize(("name", "make", "_queries"), REGISTERS)
def test_an_administrator_reads_but_does_not_change(
    administrator, client_of, name, make, _queries
):
    thing = make()
    client = client_of(administrator)

    assert client.get(reverse(f"{name}:index")).status_code == 200
    assert client.get(reverse(f"{name}:edit", args=[thing.pk])).status_code == 302
    assert client.get(reverse(f"{name}:add")).status_code == 302


def test_a_module_is_edited_with_its_objectives_key_points_and_plan(desk):
    module = ModuleFactory(code="X01")
    point = KeyPointFactory(module=module)
    form = {
        "code": "X01",
        "minutes": "60",
        "name_sq": "E re",
        "objectives-TOTAL_FORMS": "1",
        "objectives-INITIAL_FORMS": "0",
        "objectives-MIN_NUM_FORMS": "0",
        "objectives-MAX_NUM_FORMS": "1000",
        "objectives-0-text_sq": "Objektivi",
        "objectives-0-ORDER": "1",
        "key_points-TOTAL_FORMS": "2",
        "key_points-INITIAL_FORMS": "1",
        "key_points-MIN_NUM_FORMS": "0",
        "key_points-MAX_NUM_FORMS": "1000",
        "key_points-0-id": f"{point.pk}",
        "key_points-0-text_sq": "Pika e ndryshuar",
        "key_points-0-ORDER": "2",
        "key_points-1-text_sq": "Pika e re",
        "key_points-1-ORDER": "1",
        "planned_lessons-TOTAL_FORMS": "1",
        "planned_lessons-INITIAL_FORMS": "0",
        "planned_lessons-MIN_NUM_FORMS": "0",
        "planned_lessons-MAX_NUM_FORMS": "1000",
        "planned_lessons-0-number": "1",
        "planned_lessons-0-minutes": "45",
        "planned_lessons-0-title_sq": "Mësimi",
        "planned_lessons-0-ORDER": "1",
    }

    response = desk.post(reverse("module:edit", args=[module.pk]), form)

    assert response.status_code == 302
    module = Module.objects.get(code="X01")
    assert module.name_sq == "E re"
    assert [o.text_sq for o in module.objectives.all()] == ["Objektivi"]
    assert [(p.text_sq, p.sources) for p in module.key_points.all()] == [
        ("Pika e re", []),
        ("Pika e ndryshuar", ["002:10"]),
    ]
    assert [p.title_sq for p in module.planned_lessons.all()] == ["Mësimi"]


def test_an_editor_sees_where_a_key_point_comes_from(desk):
    point = KeyPointFactory(sources=["002:10", "002:12"])

    content = desk.get(reverse("module:edit", args=[point.module.pk])).content.decode()

    assert "(10, 12)" in content


def test_export_holds_no_live_formula(desk):
    GlossaryTermFactory(term_sq="=1+1")

    response = desk.get(reverse("glossaryterm:index"), {"export": "csv"})

    assert "'=1+1" in b"".join(response.streaming_content).decode()


def test_an_export_is_headed_and_filled_as_the_listing_is(desk):
    GlossaryTermFactory()
    edition = ModuleEditionFactory(has_post_test=False)

    terms, editions = (
        desk.get(reverse(f"{name}:index"), {"export": "csv"})
        for name in ("glossaryterm", "moduleedition")
    )
    headings = b"".join(terms.streaming_content).decode().splitlines()[0]
    row = b"".join(editions.streaming_content).decode().splitlines()[1]

    assert headings.split(",")[1] == "Lloji"
    assert row.startswith(f"{edition.module}")
    assert ",jo," in row


def test_a_row_is_looked_at_in_words(desk):
    edition = ModuleEditionFactory(has_post_test=True, attendance_share=None)

    response = desk.get(reverse("moduleedition:inspect", args=[edition.pk]))

    shown = {field["label"]: field["value"] for field in response.context["fields"]}
    assert shown["Ka test përfundimtar"] == "Po"
    assert shown["Pjesa e prezencës, %"] == "–"
