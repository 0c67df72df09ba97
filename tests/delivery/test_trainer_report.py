"""The trainer's report: words, days and costs against the plan."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from lms.delivery.domain.trainer_report import (
    Cost,
    Days,
    ReportRefused,
    against_plan,
    report_of,
    write_report,
)
from lms.delivery.models import CostLine
from tests.factories.delivery import (
    EnrolmentFactory,
    FacilitatorFactory,
    TrainingFactory,
)
from tests.factories.people import InstitutionFactory, ProfessionalFactory
from tests.factories.users import UserFactory

pytestmark = pytest.mark.django_db
ENGLISH = {"HTTP_ACCEPT_LANGUAGE": "en"}
FACTS = {"went_well": "People asked for more", "difficulties": "Snow"}


def write(training, costs=(), **facts):
    return write_report(
        training, facts=FACTS | facts, costs=list(costs), by=None, now=timezone.now()
    )


def address(training):
    return reverse("lms_delivery:trainer_report", args=[training.code])


def posted(**more):
    return {
        "went_well": "People asked for more",
        "costs-TOTAL_FORMS": "4",
        "costs-INITIAL_FORMS": "0",
        **more,
    }


def test_days_come_from_the_sessions(training):
    training = TrainingFactory(days=3)
    EnrolmentFactory(training=training, marks=["present", "absent"])
    assert against_plan(training, None).days == Days(planned=3, held=2)

    report = write(training, planned_days=4)
    assert against_plan(training, report).days == Days(planned=4, held=2)


def test_costs_are_summed_to_the_cent(training):
    funder = InstitutionFactory()
    lines = [
        Cost("Hall", Decimal("0.10"), Decimal("0.30"), funder),
        Cost("Travel", Decimal("0.20")),
        Cost("Coffee", None, Decimal("12.45")),
    ]
    write(training, lines)
    write(training, lines)

    against = against_plan(training, report_of(training))

    assert [line.what for line in against.costs] == ["Hall", "Travel", "Coffee"]
    assert against.costs[0].funder == funder
    assert (against.planned, against.actual) == (Decimal("0.30"), Decimal("12.75"))


def test_costs_below_zero_are_forbidden_by_the_database(training):
    with pytest.raises(IntegrityError), transaction.atomic():
        CostLine.objects.create(training=training, what="Hall", planned=-1)
    with pytest.raises(ValidationError):
        CostLine(training=training, what="Hall", actual=-1).full_clean()


def test_report_is_written_after_closing_and_never_of_what_was_cancelled(coordinator):
    closed = TrainingFactory(closed=True)
    write_report(closed, facts=FACTS, costs=[], by=coordinator, now=timezone.now())
    assert report_of(closed).written_by == coordinator
    entry = ModelLogEntry.objects.get(action="lms_delivery.write_report")
    assert (entry.user, entry.data) == (coordinator, {"costs": 0})
    with pytest.raises(
        ReportRefused,
        match=r"^Training T-1 is cancelled; there is nothing to report\.$",
    ):
        write(TrainingFactory(code="T-1", cancelled=True))


def test_lead_trainer_writes_and_changes_the_report(training, lead, client_of):
    page = client_of(lead)
    form = page.get(address(training), **ENGLISH).text
    assert "Write no names of victims" in form

    response = page.post(
        address(training),
        posted(
            **{
                "follow_up": "Mentoring in May",
                "costs-0-what": "Hall",
                "costs-0-planned": "100,50",
            }
        ),
        follow=True,
        **ENGLISH,
    )

    assert "The report is kept with the training." in response.text
    assert "Mentoring in May" in response.text
    assert CostLine.objects.get().planned == Decimal("100.50")
    again = page.get(address(training), **ENGLISH).text
    assert "Mentoring in May" in again
    assert 'value="Hall"' in again


def test_wrong_lines_are_named_and_nothing_is_lost(training, lead, client_of):
    response = client_of(lead).post(
        address(training),
        posted(**{"went_well": "Much", "costs-0-planned": "12", "costs-1-what": "Bus"}),
        **ENGLISH,
    )
    assert "Say what the money is for." in response.text
    assert "Much" in response.text
    assert 'value="Bus"' in response.text
    assert report_of(training) is None


def test_report_is_read_by_the_office_and_by_no_other_trainer(
    training, coordinator, administrator, client_of, roles
):
    write(training, [Cost("Hall", Decimal(5))])
    second = UserFactory(roles=["Trainers"])
    FacilitatorFactory(
        training=training,
        trainer__professional=ProfessionalFactory(user=second),
        role="co_trainer",
    )
    foreign = UserFactory(roles=["Trainers"])
    FacilitatorFactory(trainer__professional=ProfessionalFactory(user=foreign))

    assert "Hall" in client_of(coordinator).get(address(training)).text
    reader = client_of(administrator)
    assert "Hall" in reader.get(address(training)).text
    assert reader.post(address(training), posted()).status_code == 403
    assert client_of(second).get(address(training)).status_code == 403
    assert client_of(foreign).get(address(training)).status_code == 404
    page = reverse("lms_delivery:training", args=[training.code])
    assert "Hall" not in client_of(second).get(page).text
    assert "Hall" in reader.get(page).text


@pytest.mark.parametrize("rows", [1, 3])
def test_listings_ask_the_same_number_of_queries(
    rows, coordinator, client_of, django_assert_num_queries
):
    for _number in range(rows):
        write(
            TrainingFactory(), [Cost("=1+1", Decimal(5), funder=InstitutionFactory())]
        )
    desk = client_of(coordinator)
    for name, queries in (("trainerreport", 12), ("costline", 13)):
        listing = reverse(f"{name}:index")
        desk.get(listing)
        with django_assert_num_queries(queries):
            assert desk.get(listing).status_code == 200
    export = desk.get(reverse("costline:index"), {"export": "csv"}).getvalue()
    assert b"'=1+1" in export


@pytest.mark.parametrize("lines", [1, 3])
def test_pages_ask_the_same_number_of_queries(
    lines, training, coordinator, client_of, django_assert_max_num_queries
):
    costs = [
        Cost("Hall", Decimal(5), funder=InstitutionFactory()) for _ in range(lines)
    ]
    write(training, costs)
    desk = client_of(coordinator)
    desk.get(address(training))
    with django_assert_max_num_queries(18):
        desk.get(address(training))
