from datetime import timedelta

import pytest
from wagtail.models import ModelLogEntry

from lms.delivery.domain.importing import apply
from lms.delivery.domain.review import (
    DecisionRefused,
    candidates_of,
    decide_another,
    decide_same,
)
from lms.delivery.enums import TrainingStatus
from lms.delivery.models import Enrolment, Mark, SheetRow
from lms.delivery.signals import enrolled_after_closing
from tests.delivery.making_sheets import NOW, person, sheet
from tests.factories.delivery import FacilitatorFactory, TrainingFactory
from tests.factories.people import ProfessionalFactory, TrainerFactory
from tests.factories.users import UserFactory
from trainers_pool.models import Professional

pytestmark = pytest.mark.django_db


@pytest.fixture
def arta(db):
    return ProfessionalFactory(
        first_name="Arta", last_name="Berisha", email="x@example.org"
    )


@pytest.fixture
def row(arta, training):
    """A row that may be `arta`: the same name with another e-mail."""
    return waiting(training, sheet(person(marks=("P", "M"))))


def waiting(training, content):
    apply(content, "list.csv", training=training, by=None, now=NOW)
    return SheetRow.objects.awaiting_decision().latest("pk")


def close(training):
    training.status, training.closed_at = TrainingStatus.CLOSED, NOW
    training.save()


def values(enrolment):
    return list(
        enrolment.marks.order_by("session__date").values_list("value", flat=True)
    )


def test_same_enrols_and_marks_as_the_sheet_says(row, arta, training):
    user = UserFactory()

    enrolment = decide_same(row, professional=arta, by=user, now=NOW)

    row.refresh_from_db()
    assert (enrolment.professional, enrolment.training) == (arta, training)
    assert str(enrolment.institution) == "Policia e Kosovës"
    assert values(enrolment) == ["present", "absent"]
    assert (row.professional, row.decided_by, row.decided_at) == (arta, user, NOW)
    assert not SheetRow.objects.awaiting_decision().exists()
    assert ModelLogEntry.objects.filter(
        action="lms_delivery.decide_row", user=user
    ).exists()


def test_another_creates_a_person(row, arta):
    enrolment = decide_another(row, by=None, now=NOW)

    assert enrolment.professional != arta
    assert enrolment.professional.full_name == "Arta Berisha"
    assert enrolment.professional.email == "arta@example.org"
    assert values(enrolment) == ["present", "absent"]


def test_another_with_a_taken_email_creates_the_person_without_it(arta, training):
    row = waiting(training, sheet(person("Besa", "Kuçi", email="x@example.org")))

    enrolment = decide_another(row, by=None, now=NOW)

    assert (enrolment.professional.full_name, enrolment.professional.email) == (
        "Besa Kuçi",
        "",
    )
    assert Professional.objects.filter(email="x@example.org").get() == arta


@pytest.mark.parametrize("deed", ["same", "another"])
def test_decision_is_remembered_for_the_next_sheet(row, arta, deed):
    if deed == "same":
        decided = decide_same(row, professional=arta, by=None, now=NOW).professional
    else:
        decided = decide_another(row, by=None, now=NOW).professional
    later = TrainingFactory()

    report = apply(
        sheet(person(first="ARTA")), "2.csv", training=later, by=None, now=NOW
    )

    assert (report.matched, report.created, report.review) == (1, 0, ())
    assert Enrolment.objects.get(training=later).professional == decided


def test_newest_decision_wins(row, arta, training):
    decide_another(row, by=None, now=NOW)
    SheetRow.objects.create(
        sheet_import=row.sheet_import, number=99, data=row.data, outcome="review",
        reason="other_email", identity_key=row.identity_key, professional=arta,
        decided_at=NOW + timedelta(days=1),
    )  # fmt: skip

    apply(sheet(person()), "2.csv", training=TrainingFactory(), by=None, now=NOW)

    assert Enrolment.objects.latest("pk").professional == arta


def test_decided_row_is_refused_with_who_and_when(row, arta):
    decide_same(row, professional=arta, by=UserFactory(username="blerim"), now=NOW)

    with pytest.raises(
        DecisionRefused,
        match=r"Row 2 was decided by blerim on .*: it is Arta Berisha\.",
    ):
        decide_another(row, by=None, now=NOW)


def test_row_that_needs_no_decision_is_refused(training, arta):
    apply(sheet(person(first="Besa")), "l.csv", training=training, by=None, now=NOW)

    with pytest.raises(DecisionRefused, match="Row 2 needs no decision"):
        decide_same(SheetRow.objects.get(), professional=arta, by=None, now=NOW)


def test_facilitator_of_the_training_is_refused(row, training):
    trainer = TrainerFactory()
    FacilitatorFactory(training=training, trainer=trainer)

    with pytest.raises(DecisionRefused, match="is a facilitator of this training"):
        decide_same(row, professional=trainer.professional, by=None, now=NOW)
    assert SheetRow.objects.awaiting_decision().count() == 1


def test_row_of_a_cancelled_training_waits_for_nothing(row, training, arta):
    training.status = TrainingStatus.CANCELLED
    training.save()

    assert not SheetRow.objects.awaiting_decision().exists()
    with pytest.raises(DecisionRefused, match="The training was cancelled"):
        decide_same(row, professional=arta, by=None, now=NOW)


def test_decision_after_closing_enrols_and_tells_the_floor_above(
    row, arta, training, django_capture_on_commit_callbacks
):
    close(training)
    told = []

    def listen(*, enrolment_id, **kwargs):
        told.append(enrolment_id)

    enrolled_after_closing.connect(listen)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            enrolment = decide_same(row, professional=arta, by=None, now=NOW)
    finally:
        enrolled_after_closing.disconnect(listen)

    assert told == [enrolment.pk]
    assert values(enrolment) == ["present", "absent"]


def test_decision_in_an_open_training_tells_nobody(
    row, arta, django_capture_on_commit_callbacks
):
    """Negative control of the signal."""
    with django_capture_on_commit_callbacks() as callbacks:
        decide_same(row, professional=arta, by=None, now=NOW)

    assert callbacks == []


def test_same_person_twice_in_review_is_decided_at_once_with_the_union_of_marks(
    arta, training
):
    row = waiting(training, sheet(person(marks=("P", "")), person(marks=("", "P"))))

    decide_another(row, by=None, now=NOW)

    assert Professional.objects.filter(last_name="Berisha").count() == 2
    assert values(Enrolment.objects.get()) == ["present", "present"]
    assert not SheetRow.objects.awaiting_decision().exists()


def test_rows_of_the_same_identity_elsewhere_are_decided_with_it(row, arta):
    other = TrainingFactory()
    waiting(other, sheet(person()))

    decide_same(row, professional=arta, by=None, now=NOW)

    assert Enrolment.objects.filter(training=other, professional=arta).exists()
    assert not SheetRow.objects.awaiting_decision().exists()


def test_presence_that_is_known_outlives_an_absence_on_the_row(arta, training):
    row = waiting(
        training,
        sheet(person(email="x@example.org", marks="PP"), person(marks=("M", "P"))),
    )

    enrolment = decide_same(row, professional=arta, by=None, now=NOW)

    assert values(enrolment) == ["present", "present"]


def test_session_that_is_gone_meanwhile_is_left_out(row, arta, training):
    training.sessions.first().delete()

    assert values(decide_same(row, professional=arta, by=None, now=NOW)) == ["absent"]


def test_candidates_are_those_of_the_import_and_namesakes_since(row, arta):
    since = ProfessionalFactory(first_name="Arta", last_name="Berisha")
    ProfessionalFactory(first_name="Besa", last_name="Berisha")

    assert candidates_of([row]) == {row.pk: [arta, since]}


def test_second_of_two_new_namesakes_may_be_the_person_made_for_the_first(training):
    rows = [person(email="a@b.org"), person(email="c@b.org")]
    apply(sheet(*rows), "l.csv", training=training, by=None, now=NOW)
    one, other = SheetRow.objects.awaiting_decision().order_by("number")

    first = decide_another(one, by=None, now=NOW)

    assert candidates_of([other])[other.pk] == [first.professional]
    second = decide_same(other, professional=first.professional, by=None, now=NOW)
    assert second == first
    assert Mark.objects.count() == 2


def test_missing_email_of_the_person_is_filled_from_the_row(training):
    arta = ProfessionalFactory(first_name="Arta", last_name="Berisha", email="")
    row = waiting(training, sheet(person()))

    decide_same(row, professional=arta, by=None, now=NOW)

    arta.refresh_from_db()
    assert arta.email == "arta@example.org"
