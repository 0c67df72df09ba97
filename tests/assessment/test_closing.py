from datetime import date, timedelta

import pytest
from django.utils import timezone
from wagtail.models import ModelLogEntry

from lms.assessment.domain.closing import ClosingRefused, close_training, closing_of
from lms.assessment.domain.completion import CompletionRefused, decide_completion
from lms.assessment.models import Completion
from lms.delivery.enums import TrainingStatus
from lms.delivery.models import Enrolment, SheetImport, SheetRow
from lms.delivery.signals import enrolled_after_closing
from tests.factories.assessment import (
    CompletionDefaultFactory,
    PostTestScoreFactory,
)
from tests.factories.curriculum import ModuleEditionFactory
from tests.factories.delivery import (
    EnrolmentFactory,
    FacilitatorFactory,
    SessionFactory,
    TrainingFactory,
)

pytestmark = pytest.mark.django_db


def close(training):
    return close_training(training, by=None, now=timezone.now())


def person(training, *marks, **kwargs):
    return EnrolmentFactory(training=training, marks=list(marks), **kwargs)


def reasons(closing):
    return {one.enrolment_id: one.reason for one in closing.not_completed}


def row_in_review(training):
    evidence = training.evidence.create(kind="sheet", name="s.csv", sha256="0" * 64)
    sheet = SheetImport.objects.create(training=training, evidence=evidence)
    return SheetRow.objects.create(
        sheet_import=sheet, number=7, data={}, outcome="review", identity_key="x"
    )


def test_closing_decides_everybody():
    training = TrainingFactory(days=5)
    done = person(training, *["present"] * 4, "absent")
    short = person(training, *["present"] * 3)
    absent = person(training, *["absent"] * 5)
    unmarked = person(training)

    closing = close(training)

    assert [one.enrolment for one in closing.completed] == [done]
    assert reasons(closing) == {
        short.pk: "attendance",
        absent.pk: "attendance",
        unmarked.pk: "no_marks",
    }
    training.refresh_from_db()
    assert training.status == TrainingStatus.CLOSED
    assert training.closed_at
    statuses = dict(Enrolment.objects.values_list("pk", "status"))
    assert statuses == {
        done.pk: "completed",
        short.pk: "not_completed",
        absent.pk: "no_show",
        unmarked.pk: "no_show",
    }
    completion = Completion.objects.get(enrolment=done)
    assert (completion.present_minutes, completion.scheduled_minutes) == (1440, 1800)
    assert completion.completed_on == date(2026, 3, 13)
    assert completion.last_session.date == date(2026, 3, 13)


@pytest.mark.parametrize("status", ["nominated", "waiting", "withdrawn"])
def test_closing_leaves_who_is_not_enrolled(status):
    training = TrainingFactory(days=1)
    person(training, "present")
    other = person(training, "present", status=status)
    close(training)
    other.refresh_from_db()
    assert other.status == status
    assert not Completion.objects.filter(enrolment=other).exists()


def test_closing_never_completes_a_facilitator():
    training = TrainingFactory(days=1)
    teacher = person(training, "present")
    FacilitatorFactory(
        training=training, trainer__professional=teacher.professional, role="observer"
    )
    closing = close(training)
    assert reasons(closing) == {teacher.pk: "facilitator"}
    assert closing.not_completed[0].completed_on is None


def test_closing_asks_the_strictest_share():
    CompletionDefaultFactory(attendance_share=50)
    editions = [ModuleEditionFactory(), ModuleEditionFactory(attendance_share=90)]
    training = TrainingFactory(days=5, editions=editions)
    person(training, *["present"] * 4)
    closing = close(training)
    assert closing.not_completed[0].required_share == 90


@pytest.mark.parametrize(
    ("starts", "share"), [(date(2026, 3, 12), 60), (date(2026, 3, 13), 80)]
)
def test_closing_takes_the_default_of_the_last_day(starts, share):
    CompletionDefaultFactory()
    CompletionDefaultFactory(valid_from=starts, attendance_share=60)
    training = TrainingFactory(days=1, end_date=date(2026, 3, 12))
    person(training, "present")
    assert close(training).completed[0].required_share == share


def test_closing_asks_a_score_for_each_tested_edition():
    editions = [
        ModuleEditionFactory(tested=True),
        ModuleEditionFactory(tested=True, pass_mark=90),
    ]
    training = TrainingFactory(days=1, editions=editions)
    both, low, none = (person(training, "present") for _ in range(3))
    for enrolment, percents in ((both, (70, 90)), (low, (100, 89))):
        for edition, percent in zip(editions, percents, strict=True):
            PostTestScoreFactory(enrolment=enrolment, edition=edition, percent=percent)
    closing = close(training)
    assert [one.enrolment for one in closing.completed] == [both]
    assert reasons(closing) == {low.pk: "score", none.pk: "no_score"}


def test_closing_names_rows_in_review_without_waiting_for_them():
    training = TrainingFactory(days=1)
    person(training, "present")
    row_in_review(training)
    closing = close(training)
    assert closing.in_review == 1
    assert len(closing.completed) == 1


def test_closing_is_logged(coordinator):
    training = TrainingFactory(days=1)
    person(training, "present")
    close_training(training, by=coordinator, now=timezone.now())
    entry = ModelLogEntry.objects.get(action="lms_assessment.close")
    assert entry.user == coordinator
    assert entry.data == {"completed": 1, "not_completed": 0, "in_review": 0}


def test_closing_twice_is_refused():
    training = TrainingFactory(days=1, code="T-1")
    person(training, "present")
    close(training)
    with pytest.raises(ClosingRefused, match=r"^Training T-1 is already closed\.$"):
        close(training)


def test_closing_refuses_what_cannot_be_closed():
    today = timezone.localdate()
    cancelled = TrainingFactory(code="T-1", cancelled=True)
    empty = TrainingFactory(code="T-2")
    nobody = TrainingFactory(code="T-3", days=1)
    early = TrainingFactory(code="T-4", start_date=today, end_date=today + timedelta(3))
    SessionFactory(training=early, date=today)
    SessionFactory(training=early, date=today + timedelta(1))
    person(early, "present")
    for training, words in (
        (cancelled, "Training T-1 is cancelled; there is nothing to close."),
        (empty, "Training T-2 has no sessions. Add its sessions or import its attendance sheet first."),
        (nobody, "Nobody is enrolled in training T-3. Enrol its participants, or cancel it if it did not take place."),
        (early, "which is still to come. Close it after that day."),
    ):  # fmt: skip
        with pytest.raises(ClosingRefused) as refusal:
            close(training)
        assert words in str(refusal.value)
        training.refresh_from_db()
        assert training.status != TrainingStatus.CLOSED
    assert not Completion.objects.exists()


def test_closing_of_today_is_possible():
    today = timezone.localdate()
    training = TrainingFactory(start_date=today, end_date=today, days=1)
    person(training, "present")
    assert len(close(training).completed) == 1


def test_preview_writes_nothing_and_says_the_same():
    training = TrainingFactory(days=2)
    person(training, "present", "present")
    person(training, "present", "absent")
    preview = closing_of(training, now=timezone.now())
    assert not Completion.objects.exists()
    assert preview.obstacle == ""
    closing = close(training)
    assert reasons(preview) == reasons(closing)
    after = closing_of(closing.training, now=timezone.now())
    assert reasons(after) == reasons(closing)
    assert after.is_closed


@pytest.mark.parametrize("people", [1, 3])
def test_closing_asks_the_same_number_of_queries(people, django_assert_num_queries):
    training = TrainingFactory(days=2, editions=[ModuleEditionFactory(tested=True)])
    for _number in range(people):
        enrolment = person(training, "present", "present")
        PostTestScoreFactory(
            enrolment=enrolment, edition=training.editions.get(), percent=80
        )
    with django_assert_num_queries(19):
        close(training)


def test_latecomer_is_decided_after_closing():
    training = TrainingFactory(days=1)
    person(training, "present")
    close(training)
    late = person(training, "present")

    enrolled_after_closing.send(Enrolment, enrolment_id=late.pk)

    late.refresh_from_db()
    assert late.status == "completed"
    assert late.completion.is_completed


def test_deciding_again_replaces_the_decision():
    training = TrainingFactory(days=2)
    enrolment = person(training, "present")
    close(training)
    assert not enrolment.completion.is_completed
    sessions = training.sessions.all()
    enrolment.marks.create(
        session=sessions[1], value="present", source="paper", marked_at=timezone.now()
    )
    completion = decide_completion(enrolment, now=timezone.now())
    assert completion.is_completed
    assert Completion.objects.count() == 1


def test_deciding_refuses_open_trainings_and_strangers():
    training = TrainingFactory(days=1, code="T-1")
    enrolment = person(training, "present")
    with pytest.raises(CompletionRefused, match="Training T-1 is not closed"):
        decide_completion(enrolment, now=timezone.now())
    close(training)
    gone = person(training, "present", status="withdrawn")
    with pytest.raises(
        CompletionRefused, match=r"not enrolled in training T-1 \(Withdrawn\)"
    ):
        decide_completion(gone, now=timezone.now())


def test_explanation_never_flatters():
    completion = Completion(
        is_completed=False,
        reason="attendance",
        present_minutes=7999,
        scheduled_minutes=10000,
        required_share=80,
    )
    assert completion.share == 79.9
    assert completion.explanation == "Present for 79.9 % of the time; 80 % is required."


def test_closing_waits_for_signed_sheets_where_they_are_required(settings):
    settings.LMS_DELIVERY_SIGNED_SHEET_REQUIRED = True
    training = TrainingFactory(days=2)
    person(training, "present", "present")
    first, second = training.sessions.in_order()
    training.evidence.create(kind="signed_sheet", session=first, sha256="1" * 64)
    training.evidence.create(kind="photo", session=second, sha256="2" * 64)

    with pytest.raises(ClosingRefused, match=r"no signed sheet yet: 11\.03\.2026"):
        close(training)

    training.evidence.create(kind="signed_sheet", session=second, sha256="3" * 64)
    assert close(training).completed


def test_a_session_that_was_called_off_is_not_asked_for():
    training = TrainingFactory(days=2)
    done = person(training, "present")
    training.sessions.filter(date=date(2026, 3, 11)).update(
        cancelled_at=timezone.now(), cancel_reason="Snow"
    )

    assert [one.enrolment for one in close(training).completed] == [done]
