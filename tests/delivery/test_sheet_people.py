"""Rows in review that are decided in the preview, before the sheet is applied."""

import pytest
from wagtail.models import ModelLogEntry

from lms.delivery.domain.importing import apply, preview
from lms.delivery.domain.sheet_grid import SheetRefused
from lms.delivery.domain.sheet_said import NEW, Said
from lms.delivery.enums import RowOutcome
from lms.delivery.models import Enrolment, Mark, MarkEvent, SheetRow
from tests.delivery.making_sheets import NOW, person, sheet
from tests.factories.delivery import FacilitatorFactory, TrainingFactory
from tests.factories.people import (
    AffiliationFactory,
    ProfessionalFactory,
    TrainerFactory,
)
from tests.factories.users import UserFactory
from trainers_pool.models import Professional

pytestmark = pytest.mark.django_db
CONTENT = sheet(
    person(marks=("P", "M")), person("Besa", "Kuçi", email="b@b.org", marks="MP")
)


@pytest.fixture
def arta(db):
    return ProfessionalFactory(
        first_name="Arta", last_name="Berisha", email="x@example.org"
    )


def looked(training, content=CONTENT, **people):
    return preview(content, "l.csv", training=training, now=NOW, said=said(people))


def applied(training, content=CONTENT, by=None, **people):
    return apply(content, "l.csv", training=training, by=by, now=NOW, said=said(people))


def said(people):
    return Said(people={int(row[1:]): pk for row, pk in people.items()})


def test_row_may_be_an_existing_person(training, arta):
    user = UserFactory()

    report = applied(training, by=user, r2=arta.pk)

    row = SheetRow.objects.get(number=2)
    assert (report.matched, report.created, report.review) == (1, 1, ())
    assert [(line.row, line.choice) for line in report.decided] == [(2, arta.pk)]
    assert Enrolment.objects.filter(professional=arta, training=training).exists()
    assert (row.outcome, row.professional, row.decided_by, row.decided_at) == (
        RowOutcome.REVIEW,
        arta,
        user,
        NOW,
    )
    assert list(row.candidates.all()) == [arta]
    assert ModelLogEntry.objects.filter(
        action="lms_delivery.decide_row", user=user
    ).exists()


def test_row_may_be_somebody_new(training, arta):
    report = applied(training, r2=NEW)

    found = Enrolment.objects.get(professional__first_name="Arta").professional
    assert (report.matched, report.created) == (0, 2)
    assert found != arta
    assert found.email == "arta@example.org"


def test_undecided_row_waits_as_before(training, arta):
    """Negative control."""
    report = applied(training)

    assert [line.row for line in report.review] == [2]
    assert not Enrolment.objects.filter(professional__first_name="Arta").exists()
    assert SheetRow.objects.awaiting_decision().count() == 1


def test_marks_of_a_decided_row_know_their_cells(training, arta):
    applied(training, r2=arta.pk)

    events = MarkEvent.objects.filter(enrolment__professional=arta)
    assert sorted(events.values_list("cell", "value", "sheet_row__number")) == [
        ("F2", "present", 2),
        ("G2", "absent", 2),
    ]


@pytest.mark.parametrize("choice", ["same", "new"])
def test_decision_is_remembered_for_the_next_sheet(training, arta, choice):
    applied(training, r2=arta.pk if choice == "same" else NEW)
    decided = Enrolment.objects.get(professional__first_name="Arta").professional

    report = applied(TrainingFactory())

    assert (report.matched, report.review) == (2, ())
    assert Enrolment.objects.filter(professional=decided).count() == 2


def test_same_file_again_says_so_and_decides_nobody(training, arta):
    applied(training, r2=arta.pk)

    report = applied(training, r2=NEW)

    assert "was already applied" in report.note
    assert not report.applied
    assert Professional.objects.filter(first_name="Arta").get() == arta


def test_rows_alike_that_wait_elsewhere_are_decided_with_it(training, arta):
    other = TrainingFactory()
    applied(other)

    applied(training, r2=arta.pk)

    assert Enrolment.objects.filter(training=other, professional=arta).exists()
    assert not SheetRow.objects.awaiting_decision().exists()


def test_rows_alike_on_the_sheet_are_decided_with_the_first(training, arta):
    content = sheet(person(marks=("P", "")), person(marks=("", "P")))

    report = looked(training, content, r2=arta.pk)
    assert [(line.row, line.same_as) for line in report.decided] == [(2, 0), (3, 2)]
    applied(training, content, r2=arta.pk)

    assert list(Mark.objects.values_list("value", flat=True)) == ["present"] * 2
    assert not SheetRow.objects.awaiting_decision().exists()


def test_new_person_of_two_rows_is_counted_once(training, arta):
    content = sheet(person(marks=("P", "")), person(marks=("", "P")))

    assert looked(training, content, r2=NEW, r3=NEW).created == 1
    applied(training, content, r2=NEW, r3=NEW)

    assert Professional.objects.filter(first_name="Arta").count() == 2


def test_two_people_with_one_email_may_both_be_new(training):
    content = sheet(person(), person("Besa", "Kuçi"))

    report = applied(training, content, r2=NEW, r3=NEW)

    assert (report.created, Enrolment.objects.count()) == (2, 2)
    emails = Professional.objects.values_list("email", flat=True)
    assert sorted(emails) == ["", "arta@example.org"]


def test_preview_writes_nothing(training, arta):
    looked(training, r2=arta.pk)

    assert not Enrolment.objects.exists()
    assert not SheetRow.objects.exists()


def test_somebody_who_is_no_candidate_is_refused(training, arta):
    stranger = ProfessionalFactory()

    for row, pk in (("r2", stranger.pk), ("r2", 10**9), ("r2", -1)):
        with pytest.raises(SheetRefused, match="Row 2: choose one of the people shown"):
            applied(training, **{row: pk})
    assert not SheetRow.objects.exists()


@pytest.mark.parametrize("row", ["r1", "r3", "r99"])
def test_row_that_needs_no_decision_is_refused(training, arta, row):
    with pytest.raises(SheetRefused, match=f"Row {row[1:]} needs no decision"):
        applied(training, **{row: NEW})


def test_rows_alike_cannot_be_two_people(training, arta):
    content = sheet(person(), person())

    with pytest.raises(SheetRefused, match="Rows 2 and 3 are the same"):
        looked(training, content, r2=arta.pk, r3=NEW)


def test_facilitator_is_refused_by_name(training):
    trainer = TrainerFactory(
        professional__first_name="Arta", professional__last_name="Berisha"
    )
    FacilitatorFactory(training=training, trainer=trainer)

    with pytest.raises(SheetRefused, match="is a facilitator of this training"):
        looked(training, r2=trainer.professional.pk)


def test_candidates_are_shown_with_where_they_work(training, arta):
    work = AffiliationFactory(professional=arta)

    (line,) = looked(training).review

    (candidate,) = line.candidates
    assert (candidate.institution, candidate.profession) == (
        str(work.institution),
        str(work.profession),
    )
    assert (line.institution, line.email) == ("Policia e Kosovës", "arta@example.org")


@pytest.mark.parametrize("count", [1, 3])
def test_candidates_cost_the_same_for_any_number(
    training, django_assert_num_queries, count
):
    rows = []
    for number in range(count):
        AffiliationFactory(
            professional__first_name=f"Arta{'abc'[number]}",
            professional__last_name="Berisha",
        )
        rows.append(person(f"Arta{'abc'[number]}", email=f"a{number}@b.org"))

    with django_assert_num_queries(16):
        assert len(looked(training, sheet(*rows)).review) == count
