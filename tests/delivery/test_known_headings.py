"""The coordinator sees what headings were said to be, and deletes what is wrong."""

import pytest
from django.urls import NoReverseMatch, reverse

from lms.delivery.domain.importing import apply
from lms.delivery.domain.sheet_said import Said
from lms.delivery.models import KnownHeading, SheetImport
from tests.delivery.making_sheets import NOW, person, sheet
from tests.factories.users import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client, roles):
    client.force_login(UserFactory(roles=["Coordinators"]))
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def known(count):
    for number in range(count):
        KnownHeading.objects.create(
            folded=f"dita {number}",
            field=f"day:{number + 1}",
            said_by=UserFactory(),
            said_at=NOW,
        )


def listing(client):
    return client.get(reverse("knownheading:index"))


@pytest.mark.parametrize("count", [1, 3])
def test_listing_costs_the_same_for_any_number(
    office, count, django_assert_num_queries
):
    known(count)
    listing(office)

    with django_assert_num_queries(11):
        assert len(listing(office).context["object_list"]) == count


def test_meaning_is_said_in_words(office):
    known(1)
    KnownHeading.objects.create(folded="kurum", field="institution", said_at=NOW)

    page = listing(office).content.decode()

    assert "Day 1 of the training" in page
    assert "Institution" in page


def test_heading_opens_to_who_said_it(office):
    known(1)
    one = KnownHeading.objects.get()

    page = office.get(reverse("knownheading:inspect", args=[one.pk])).content.decode()

    assert "Day 1 of the training" in page
    assert str(one.said_by) in page


def test_coordinator_deletes_a_wrong_one(office):
    known(1)

    office.post(reverse("knownheading:delete", args=[KnownHeading.objects.get().pk]))

    assert not KnownHeading.objects.exists()


@pytest.mark.parametrize("role", ["Administrators", "Trainers"])
def test_others_do_not(client, roles, role):
    known(1)
    client.force_login(UserFactory(roles=[role]))

    assert listing(client).status_code in (302, 403)
    client.post(reverse("knownheading:delete", args=[KnownHeading.objects.get().pk]))
    assert KnownHeading.objects.exists()


def test_headings_are_neither_added_nor_changed_here():
    for name, arguments in (("add", []), ("edit", [1])):
        with pytest.raises(NoReverseMatch):
            reverse(f"knownheading:{name}", args=arguments)


def test_imported_sheet_shows_the_cells_that_were_put_right(office, training):
    apply(
        sheet(person(marks=("?", "P"))),
        "l.csv",
        training=training,
        by=None,
        now=NOW,
        said=Said(fixes={"F2": "P"}),
    )

    sheet_import = SheetImport.objects.get()
    page = office.get(reverse("sheetimport:inspect", args=[sheet_import.pk]))

    assert "Cell F2 is read as “P”; in the file it says “?”." in page.content.decode()
