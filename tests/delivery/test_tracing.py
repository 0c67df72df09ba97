"""Any mark can be followed to its file, sheet, row and cell."""

import uuid
from datetime import timedelta
from pathlib import Path

import pytest
from django.urls import reverse

from lms.delivery.domain.importing import apply
from lms.delivery.domain.marking import mark
from lms.delivery.domain.review import decide_another, decide_same
from lms.delivery.domain.sheet_reader import read_grids
from lms.delivery.domain.tracing import trace_of
from lms.delivery.enums import FacilitatorRole, MarkSource
from lms.delivery.models import (
    Enrolment,
    MarkEvent,
    SheetImport,
    SheetRow,
)
from tests.delivery.making_sheets import HEADINGS, NOW, csv, person, sheet, xlsx
from tests.delivery.test_sample_sheets import GRACANICA, PEJA, PRIZREN, imported
from tests.factories.delivery import (
    EnrolmentFactory,
    FacilitatorFactory,
    MarkEventFactory,
    MarkFactory,
    TrainingFactory,
)
from tests.factories.people import ProfessionalFactory
from tests.factories.users import UserFactory

pytestmark = pytest.mark.django_db
DATA = Path(__file__).parents[1] / "data"


def applied(training, content, name="list.xlsx"):
    return apply(content, name, training=training, by=None, now=NOW)


def cells(enrolment):
    events = MarkEvent.objects.filter(enrolment=enrolment)
    return list(events.order_by("session__date").values_list("cell", flat=True))


def page(training, enrolment):
    return reverse("lms_delivery:attendance", args=[training.code, enrolment.pk])


def test_mark_of_an_import_knows_its_row_and_cell(training):
    applied(training, sheet(person(), person("Besa", email="b@b.org", marks="MP")))

    besa = Enrolment.objects.get(professional__first_name="Besa")
    assert cells(besa) == ["F3", "G3"]
    assert {event.sheet_row.number for event in besa.events.all()} == {3}


def test_import_remembers_the_name_of_the_sheet_and_the_columns_of_its_days(training):
    applied(training, xlsx(HEADINGS, person()))

    kept = SheetImport.objects.get()
    assert kept.sheet_name == "Lista"
    assert kept.day_columns == {
        str(session.pk): letter
        for session, letter in zip(training.sessions.in_order(), "FG", strict=True)
    }


def test_csv_has_no_sheet_name(training):
    applied(training, sheet(person()))

    assert SheetImport.objects.get().sheet_name == ""


@pytest.mark.parametrize("sample", [PRIZREN, PEJA, GRACANICA], ids=lambda one: one[0])
def test_every_mark_of_a_sample_sheet_leads_to_the_cell_that_says_it(sample):
    training, _report = imported(*sample)

    [grid] = read_grids((DATA / sample[0]).read_bytes())
    said = {"P": "present", "✓": "present", "DA": "present"}
    events = MarkEvent.objects.filter(session__training=training)
    assert events.count() > 40
    for event in events.select_related("sheet_row", "enrolment__professional"):
        column, row = ord(event.cell[0]) - 65, int(event.cell[1:])
        value = grid.value(row - 1, column)
        assert said.get(value, "absent") == event.value
        assert row == event.sheet_row.number
        assert event.enrolment.professional.email in map(str, grid.rows[row - 1])


def test_of_two_rows_of_a_person_the_present_one_is_named(training):
    rows = [person(marks=("P", "")), person(first="ARTA", marks=("-", "X"))]

    applied(training, sheet(*rows))

    assert cells(Enrolment.objects.get()) == ["F2", "G3"]


def test_mark_that_agrees_with_the_roll_call_is_no_new_word(training):
    place = EnrolmentFactory(training=training, professional__email="arta@example.org")
    place.professional.first_name, place.professional.last_name = "Arta", "Berisha"
    place.professional.save()
    applied(training, sheet(person(marks=("P", "P"))))
    assert [event.source for event in place.events.all()] == ["import", "import"]

    applied(training, csv(HEADINGS, person(marks=("P", "M"))), name="2.csv")

    values = place.events.order_by("pk").values_list("value", "cell")
    assert sorted(values) == [("absent", "G2"), ("present", "F2"), ("present", "G2")]


@pytest.mark.parametrize("deed", ["same", "another"])
def test_row_that_is_decided_later_knows_its_cells(training, deed):
    arta = ProfessionalFactory(
        first_name="Arta", last_name="Berisha", email="x@example.org"
    )
    applied(training, sheet(person(marks=("P", "M"))))
    row = SheetRow.objects.awaiting_decision().get()

    if deed == "same":
        enrolment = decide_same(row, professional=arta, by=None, now=NOW)
    else:
        enrolment = decide_another(row, by=None, now=NOW)

    assert cells(enrolment) == ["F2", "G2"]
    assert {event.sheet_row for event in enrolment.events.all()} == {row}


def test_sheet_of_before_the_columns_were_kept_names_the_row_alone(training):
    ProfessionalFactory(first_name="Arta", last_name="Berisha", email="x@example.org")
    applied(training, sheet(person()))
    SheetImport.objects.update(day_columns={})
    row = SheetRow.objects.awaiting_decision().get()

    enrolment = decide_another(row, by=None, now=NOW)

    assert cells(enrolment) == ["", ""]
    assert {event.sheet_row for event in enrolment.events.all()} == {row}


def test_trace_holds_every_word_of_every_session_in_order(training):
    applied(training, sheet(person(marks=("M", "P"))))
    place = Enrolment.objects.get()
    session = training.sessions.in_order().first()
    mark(
        place,
        session=session,
        value="late",
        source=MarkSource.LIVE,
        by=UserFactory(),
        now=NOW + timedelta(hours=1),
    )

    first, second = trace_of(place)

    assert [
        (word.event.value, word.event.cell, word.stands) for word in first.words
    ] == [
        ("absent", "F2", False),
        ("late", "", True),
    ]
    assert (first.mark.value, second.mark.value) == ("late", "present")


def test_devices_are_named_as_on_the_page_of_disagreements(training):
    place = EnrolmentFactory(training=TrainingFactory(days=1))
    session = place.training.sessions.get()
    for _count in range(2):
        MarkEventFactory(enrolment=place, session=session, device=uuid.uuid4())

    [trace] = trace_of(place)

    assert [word.device for word in trace.words] == ["A", "B"]


@pytest.mark.parametrize("days", [1, 3])
def test_trace_reads_the_same_number_of_times(days, django_assert_num_queries):
    place = EnrolmentFactory(training=TrainingFactory(days=days))
    for session in place.training.sessions.all():
        mark_ = MarkFactory(enrolment=place, session=session, marked_by=UserFactory())
        MarkEventFactory.of(mark_, device=uuid.uuid4())

    with django_assert_num_queries(4):
        assert len(trace_of(place)) == days


def test_page_shows_the_file_the_sheet_the_row_and_the_cell(client, training, lead):
    applied(training, xlsx(HEADINGS, person(marks=("P", "M"))), name="Mars.xlsx")
    place = Enrolment.objects.get()
    client.force_login(lead)

    response = client.get(page(training, place))

    text = " ".join(response.content.decode().split())
    file = reverse(
        "lms_delivery:evidence", args=[SheetImport.objects.get().evidence_id]
    )
    assert f'<a href="{file}">Mars.xlsx</a>, sheet “Lista”, row 2, cell F2' in text
    assert "Attendance of Arta Berisha" in text


def test_page_of_the_training_leads_there(client, training, lead):
    place = EnrolmentFactory(training=training)
    client.force_login(lead)

    response = client.get(reverse("lms_delivery:training", args=[training.code]))

    assert page(training, place) in response.content.decode()


def test_list_of_enrolments_leads_there(client, training, roles):
    place = EnrolmentFactory(training=training)
    client.force_login(UserFactory(roles=["Coordinators"]))

    response = client.get(reverse("enrolment:index"))

    assert page(training, place) in response.content.decode()


def test_observer_sees_no_words_and_no_link(client, training, lead):
    training.facilitators.update(role=FacilitatorRole.OBSERVER)
    place = EnrolmentFactory(training=training)
    client.force_login(lead)

    there = client.get(reverse("lms_delivery:training", args=[training.code]))

    assert page(training, place) not in there.content.decode()
    assert client.get(page(training, place)).status_code == 403


def test_enrolment_of_another_training_is_not_found(client, training, lead):
    other = EnrolmentFactory()
    client.force_login(lead)

    assert client.get(page(training, other)).status_code == 404
    assert client.get(page(other.training, other)).status_code == 404


def test_lead_of_another_training_is_refused(client, training, lead):
    place = EnrolmentFactory(training=training)
    training.facilitators.all().delete()
    FacilitatorFactory(trainer=lead.professional.trainer)
    client.force_login(lead)

    assert client.get(page(training, place)).status_code == 404
