"""The page on which a sheet is looked over, explained and put right; no JavaScript."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from lms.delivery.domain.sheet_said import NEW
from lms.delivery.forms import sheet_preview
from lms.delivery.models import Enrolment, KnownHeading, PendingSheet, SheetRow
from tests.delivery.making_sheets import HEADINGS, csv, person, sheet
from tests.factories.people import AffiliationFactory, ProfessionalFactory
from tests.factories.users import UserFactory

pytestmark = pytest.mark.django_db
UNKNOWN = csv(["Adı Soyadı", "10.03"], ["Arta Berisha", "P"])


@pytest.fixture
def coordinator(roles):
    return UserFactory(roles=["Coordinators"])


@pytest.fixture
def arta(db):
    return AffiliationFactory(
        professional__first_name="Arta",
        professional__last_name="Berisha",
        professional__email="x@example.org",
    ).professional


def uploaded(client, user, training, content):
    """The address of the preview."""
    client.force_login(user)
    file = SimpleUploadedFile("list.csv", content)
    address = reverse("lms_delivery:sheet_import", args=[training.code])
    return client.post(address, {"file": file}).url


def text_of(page):
    return " ".join(page.content.decode().split())


def test_unknown_columns_are_asked_about_and_then_read(client, lead, training):
    address = uploaded(client, lead, training, UNKNOWN)
    page = client.get(address)
    assert "No column of names was found" in text_of(page)
    assert '<option value="name">First and last name</option>' in text_of(page)
    assert "Apply the sheet" not in text_of(page)

    answer = client.post(address, {"column-A": "name", "do": "look"}, follow=True)

    assert [line.name for line in answer.context["report"].lines] == ["Arta Berisha"]
    assert '<option value="name" selected>' in text_of(answer)
    assert PendingSheet.objects.get().columns == {"A": "name"}
    client.post(address, {"column-A": "name", "do": "apply"})
    assert Enrolment.objects.count() == 1
    assert KnownHeading.objects.get().said_by == lead


def test_apply_with_something_new_is_looked_at_first(client, lead, training):
    address = uploaded(client, lead, training, sheet(person(marks=("?", "P"))))

    answer = client.post(address, {"fix-F2": "P", "do": "apply"}, follow=True)

    assert "Look it over, then apply it." in text_of(answer)
    assert not Enrolment.objects.exists()
    client.post(address, {"fix-F2": "P", "do": "apply"})
    assert Enrolment.objects.count() == 1
    assert SheetRow.objects.get().fixes == {"F2": ["?", "P"]}


def test_enter_in_a_field_looks_and_does_not_apply(client, lead, training):
    """The first button of a form is what the key presses."""
    address = uploaded(client, lead, training, sheet(person(marks=("?", "P"))))
    client.post(address, {"fix-F2": "P", "do": "look"})

    page = text_of(client.get(address))

    form = page[page.index('class="said"') :]
    assert form.index('value="look"') < form.index('value="apply"')


def test_bad_cell_stands_in_a_field_with_its_text(client, lead, training):
    page = client.get(uploaded(client, lead, training, sheet(person(marks=("?", "P")))))

    text = text_of(page)
    assert 'name="fix-F2" value="?"' in text
    assert "“?” is not a mark." in text


def test_text_of_the_file_takes_a_fix_back(client, lead, training):
    address = uploaded(client, lead, training, sheet(person(marks=("?", "P"))))
    page = client.post(address, {"fix-F2": "P", "do": "look"}, follow=True)
    assert "Cell F2, in the file: “?”" in text_of(page)

    client.post(address, {"fix-F2": "?", "do": "look"})

    assert PendingSheet.objects.get().fixes == {}
    assert client.get(address).context["report"].rejected


def test_cell_that_is_not_offered_is_not_changed(client, lead, training):
    """A forged field is nobody's field."""
    address = uploaded(client, lead, training, sheet(person(marks=("?", "P"))))

    client.post(address, {"fix-G2": "M", "fix-F9": "P", "do": "look"})

    assert PendingSheet.objects.get().fixes == {}


def test_two_columns_for_one_thing_are_refused_and_nothing_typed_is_lost(
    client, lead, training
):
    content = csv(["Adı", "Ad", "10.03"], ["Arta Berisha", "x", "P"])
    address = uploaded(client, lead, training, content)

    page = client.post(address, {"column-A": "name", "column-B": "name", "do": "look"})

    assert "cannot both be: First and last name" in text_of(page)
    assert text_of(page).count('<option value="name" selected>') == 2
    assert PendingSheet.objects.get().columns == {}


def test_meaning_that_does_not_exist_is_refused(client, lead, training):
    address = uploaded(client, lead, training, UNKNOWN)

    page = client.post(address, {"column-A": "password", "do": "look"})

    assert "column-A" in page.context["said"].errors
    assert PendingSheet.objects.get().columns == {}


def test_coordinator_says_who_a_row_is(client, coordinator, training, arta):
    address = uploaded(client, coordinator, training, sheet(person()))
    page = text_of(client.get(address))
    work = arta.affiliations.get()
    assert f"{arta} · {work.institution} · {work.profession} · x@example.org" in page
    assert "Somebody new" in page
    assert "The office decides later" in page

    client.post(address, {"person-2": arta.pk, "do": "apply"})

    assert Enrolment.objects.get().professional == arta
    assert SheetRow.objects.get().decided_by == coordinator


def test_choice_is_kept_until_the_sheet_is_applied(client, coordinator, training, arta):
    address = uploaded(client, coordinator, training, sheet(person()))

    page = client.post(address, {"person-2": "new", "do": "look"}, follow=True)

    assert PendingSheet.objects.get().people == {"2": NEW}
    assert page.context["report"].created == 1
    assert 'value="new" id="id_person-2_1" checked' in text_of(page)
    client.post(address, {"person-2": "", "do": "apply"})
    assert SheetRow.objects.awaiting_decision().count() == 1


def test_forged_person_is_refused(client, coordinator, training, arta):
    other = ProfessionalFactory()
    address = uploaded(client, coordinator, training, sheet(person()))

    page = client.post(address, {"person-2": other.pk, "do": "apply"})

    assert "person-2" in page.context["said"].errors
    assert not Enrolment.objects.exists()


def test_trainer_decides_nobody(client, lead, training, arta):
    address = uploaded(client, lead, training, sheet(person()))
    page = text_of(client.get(address))
    assert "office says who they are" in page
    assert "person-2" not in page
    assert "x@example.org" not in page

    client.post(address, {"person-2": arta.pk, "do": "apply"})

    assert not Enrolment.objects.exists()
    assert SheetRow.objects.awaiting_decision().count() == 1


def test_choice_of_somebody_who_may_no_longer_decide_is_left_out(
    client, coordinator, training, arta
):
    address = uploaded(client, coordinator, training, sheet(person()))
    client.post(address, {"person-2": arta.pk, "do": "look"})
    group = coordinator.groups.get()
    group.permissions.remove(group.permissions.get(codename="decide_row"))

    client.post(address, {"do": "apply"})

    assert SheetRow.objects.awaiting_decision().count() == 1


def test_candidate_who_is_gone_meanwhile_is_said(client, coordinator, training, arta):
    address = uploaded(client, coordinator, training, sheet(person()))
    client.post(address, {"person-2": arta.pk, "do": "look"})
    arta.last_name, arta.email = "Tjetër", "y@example.org"
    arta.save()

    page = client.get(address)

    assert page.status_code == 200
    assert "Row 2 needs no decision." in text_of(page)


def test_so_many_faults_are_shown_at_once(client, lead, training, monkeypatch):
    monkeypatch.setattr(sheet_preview, "MOST_ROWS", 2)
    rows = [person(email=f"a{n}@b.org", marks=("?", "P")) for n in range(3)]
    address = uploaded(client, lead, training, sheet(*rows))

    page = text_of(client.get(address))

    assert "2 rows are shown; the others follow once these are right." in page
    assert "fix-F4" not in page
    page = client.post(address, {"fix-F2": "P", "fix-F3": "P"}, follow=True)
    assert "fix-F4" in text_of(page)


def test_so_many_rows_to_decide_are_shown_at_once(
    client, coordinator, training, arta, monkeypatch
):
    monkeypatch.setattr(sheet_preview, "MOST_ROWS", 1)
    address = uploaded(
        client, coordinator, training, sheet(person(), person(email="z@b.org"))
    )
    page = text_of(client.get(address))
    assert "More rows are shown once these are decided." in page
    assert "person-3" not in page

    page = text_of(client.post(address, {"person-2": "new", "do": "look"}, follow=True))

    assert "More rows are shown" not in page
    assert "person-2" in page
    assert "person-3" in page


def test_too_many_fixes_are_refused(client, lead, training, monkeypatch):
    monkeypatch.setattr(sheet_preview, "MOST_FIXES", 1)
    rows = [person(email=f"a{n}@b.org", marks=("?", "P")) for n in range(2)]
    address = uploaded(client, lead, training, sheet(*rows))

    page = client.post(address, {"fix-F2": "P", "fix-F3": "P", "do": "look"})

    assert "At most 1 cells can be put right here." in text_of(page)


def test_remembered_column_says_so_and_can_be_changed(client, lead, training):
    address = uploaded(client, lead, training, UNKNOWN)
    client.post(address, {"column-A": "name", "do": "look"})
    client.post(address, {"column-A": "name", "do": "apply"})
    content = csv(["Adı Soyadı", "10.03"], ["Besa Kuçi", "P"])

    page = text_of(client.get(uploaded(client, lead, training, content)))

    assert "Remembered from an earlier sheet." in page
    assert "Apply the sheet" in page


def test_unread_heading_still_reads_as_before(client, lead, training):
    content = csv([*HEADINGS, "Shënime"], [*person(), "x"])
    address = uploaded(client, lead, training, content)

    page = client.post(address, {"column-H": "unread", "do": "look"}, follow=True)

    assert "Columns that are not read" not in text_of(page)
    assert page.context["report"].can_be_applied
