import csv
import io

import pytest
from django.urls import reverse
from django.utils.translation import override
from openpyxl import load_workbook

from tests.factories.people import (
    AccreditationFactory,
    AffiliationFactory,
    InstitutionFactory,
    MunicipalityFactory,
    ProfessionalFactory,
    ProfessionFactory,
    TrainerFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(coordinator, client_of):
    return client_of(coordinator)


@pytest.mark.parametrize("item_count", [1, 3])
@pytest.mark.parametrize(
    ("name", "make", "queries"),
    [
        ("professional", AffiliationFactory, 14),
        ("trainer", AccreditationFactory, 13),
        ("institution", InstitutionFactory, 12),
        ("profession", ProfessionFactory, 11),
        ("municipality", MunicipalityFactory, 11),
    ],
)
def test_listing_queries_do_not_grow(
    desk, django_assert_num_queries, name, make, queries, item_count
):
    for _ in range(item_count):
        make()
    desk.get(reverse(f"{name}:index"))

    with django_assert_num_queries(queries):
        response = desk.get(reverse(f"{name}:index"))

    assert response.status_code == 200


@pytest.mark.parametrize("typed", ["djordjevic", "Ђорђевић", "Đorđ", "trim dj"])
def test_a_person_is_found_however_the_name_is_typed(desk, typed):
    ProfessionalFactory(first_name="Trim", last_name="Đorđević")
    ProfessionalFactory(first_name="Arta", last_name="Berisha")

    response = desk.get(reverse("professional:index"), {"q": typed})

    assert [p.last_name for p in response.context["object_list"]] == ["Đorđević"]


@pytest.mark.parametrize("column", ["folded_name", "-email"])
def test_people_can_be_sorted(desk, column):
    ProfessionalFactory.create_batch(2)

    response = desk.get(reverse("professional:index"), {"ordering": column})

    assert len(response.context["object_list"]) == 2


def test_people_are_filtered_by_where_they_work_now(desk):
    work = AffiliationFactory()
    AffiliationFactory()

    response = desk.get(
        reverse("professional:index"), {"institution": work.institution.pk}
    )

    assert list(response.context["object_list"]) == [work.professional]


DANGEROUS = ["=1+1", "+383 44", "-2", "@SUM(A1)", "\tx", "|calc", "%0"]


@pytest.mark.parametrize("text", DANGEROUS)
def test_exports_hold_no_live_formula(desk, text):
    ProfessionalFactory(first_name=text, last_name="Krasniqi")

    as_csv = desk.get(reverse("professional:index"), {"export": "csv"})
    as_xlsx = desk.get(reverse("professional:index"), {"export": "xlsx"})

    rows = list(csv.reader(io.StringIO(as_csv.getvalue().decode())))
    sheet = load_workbook(io.BytesIO(as_xlsx.getvalue())).active
    assert rows[1][0] == f"'{text}"
    assert sheet.cell(2, 1).value.startswith("'")
    assert "f" not in {cell.data_type for row in sheet.iter_rows() for cell in row}


def test_the_export_of_the_pool_says_what_the_list_says(desk):
    given = AccreditationFactory()

    with override("en"):
        as_csv = desk.get(reverse("trainer:index"), {"export": "csv"})

    row = list(csv.reader(io.StringIO(as_csv.getvalue().decode())))[1]
    assert row[3:5] == ["Active", given.edition.short_label]


def test_the_export_of_people_says_where_they_work(desk):
    work = AffiliationFactory()

    as_csv = desk.get(reverse("professional:index"), {"export": "csv"})

    row = list(csv.reader(io.StringIO(as_csv.getvalue().decode())))[1]
    assert row[-1] == str(work)


def test_a_taken_address_is_refused_in_words(desk):
    ProfessionalFactory(first_name="Arta", last_name="Berisha", email="a@example.org")

    response = desk.post(
        reverse("professional:add"),
        {
            "first_name": "Ana",
            "last_name": "Berisha",
            "sex": "F",
            "language": "sq",
            "email": "A@example.org",
            "phone": "",
            "affiliations-TOTAL_FORMS": 0,
            "affiliations-INITIAL_FORMS": 0,
            "affiliations-MIN_NUM_FORMS": 0,
            "affiliations-MAX_NUM_FORMS": 10,
        },
    )

    assert "Arta Berisha" in response.content.decode()


def test_the_administrator_looks_but_does_not_change(administrator, client_of):
    client = client_of(administrator)
    person = ProfessionalFactory()

    assert client.get(reverse("professional:index")).status_code == 200
    assert (
        client.get(reverse("professional:inspect", args=[person.pk])).status_code == 200
    )
    assert client.get(reverse("professional:edit", args=[person.pk])).status_code == 302


def test_a_chooser_names_nobody_without_permission(roles, client_of):
    from django.contrib.auth.models import Permission  # noqa: PLC0415 -- only here

    from tests.factories.users import UserFactory  # noqa: PLC0415 -- only here

    insider = UserFactory()
    insider.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client = client_of(insider)
    trainer = TrainerFactory(professional__last_name="Krasniqi")

    for url in (
        reverse("trainer_chooser:choose"),
        reverse("trainer_chooser:choose_results"),
        reverse("trainer_chooser:chosen", args=[trainer.pk]),
        reverse("trainer_chooser:chosen_multiple") + f"?id={trainer.pk}",
        reverse("professional_chooser:chosen", args=[trainer.professional.pk]),
    ):
        response = client.get(url)
        assert response.status_code == 302, url
        assert "Krasniqi" not in response.content.decode()


def test_a_chooser_finds_a_trainer_by_a_folded_name(desk):
    TrainerFactory(professional__last_name="Šćekić")
    TrainerFactory(professional__last_name="Berisha")

    response = desk.get(reverse("trainer_chooser:choose_results"), {"q": "scekic"})

    assert "Šćekić" in response.content.decode()
    assert "Berisha" not in response.content.decode()
