"""Taking a test: what is saved, what counts, and what is refused."""

from datetime import timedelta

import pytest
from django.utils import timezone

from lms.assessment.domain.attempts import (
    GRACE,
    AttemptRefused,
    SavedAnswer,
    hand_in,
    hand_in_overdue,
    save_answers,
    start_attempt,
)
from lms.assessment.domain.closing import close_training
from lms.assessment.domain.scores import ScoreRefused, record_scores
from lms.assessment.models import Answer, PostTestScore
from tests.factories.delivery import (
    EnrolmentFactory,
    FacilitatorFactory,
    SessionFactory,
)
from tests.factories.questions import (
    AttemptFactory,
    FormFactory,
    QuestionFactory,
    SittingFactory,
    TestFactory,
    version_of,
)

pytestmark = pytest.mark.django_db

NOW = timezone.now()


@pytest.fixture
def sitting():
    """An open post-test of two questions, in the same order in both forms."""
    return make_sitting()


def make_sitting(stage="post", **kwargs):
    test = TestFactory(**kwargs)
    sitting = SittingFactory(test=test, stage=stage)
    versions = [version_of(QuestionFactory()) for _ in range(2)]
    for letter in "AB":
        FormFactory(
            test=test, training=sitting.training, letter=letter, versions=versions
        )
    return sitting


def start(sitting, enrolment=None, now=NOW):
    enrolment = enrolment or EnrolmentFactory(training=sitting.training)
    return start_attempt(sitting, enrolment=enrolment, language="sq", now=now)


def said(attempt, place=0, *, option="Right", revision=1):
    question = list(attempt.form.questions.all())[place]
    part = question.version.content["parts"][0]
    key = next(one["key"] for one in part["options"] if one["text"]["en"] == option)
    return SavedAnswer(
        question=question.pk, response={part["key"]: key}, revision=revision
    )


def refused(deed):
    with pytest.raises(AttemptRefused) as refusal:
        deed()
    return str(refusal.value)


def test_beginning_twice_begins_once(sitting):
    enrolment = EnrolmentFactory(training=sitting.training)

    assert start(sitting, enrolment) == start(sitting, enrolment)


def test_half_of_the_people_begin_with_each_form_and_change_over_later():
    before = make_sitting("pre")
    after = SittingFactory(test=before.test, training=before.training, stage="post")
    people = [EnrolmentFactory(training=before.training) for _ in range(4)]

    letters = [start(before, one).form.letter for one in people]
    later = [start(after, one).form.letter for one in people]

    assert letters == ["A", "B", "A", "B"]
    assert later == ["B", "A", "B", "A"]


def test_the_time_limit_ends_before_the_sitting_or_with_it(sitting):
    sitting.test.minutes = 30
    sitting.closes_at = NOW + timedelta(minutes=20)

    assert start(sitting).due_at == sitting.closes_at
    assert start(sitting, now=NOW - timedelta(minutes=15)).due_at == NOW + timedelta(
        minutes=15
    )


def test_answers_are_saved_once_and_the_newest_stays(sitting):
    attempt = start(sitting)

    save_answers(attempt, answers=[said(attempt, option="Wrong", revision=2)], now=NOW)
    save_answers(attempt, answers=[said(attempt, option="Right", revision=3)], now=NOW)
    late = said(attempt, option="Worse", revision=1)
    kept = save_answers(attempt, answers=[late], now=NOW)

    answer = Answer.objects.get()
    assert kept == [late.question]
    assert (answer.revision, answer.response) == (3, said(attempt).response)


def test_handing_in_grades_and_settles_the_score(sitting):
    attempt = start(sitting)
    save_answers(attempt, answers=[said(attempt, 0)], now=NOW)

    handed_in = hand_in(attempt, now=NOW)

    assert (handed_in.points, handed_in.percent) == (1000, 50)
    assert [one.points for one in attempt.answers.all()] == [1000, 0]
    score = PostTestScore.objects.get()
    assert (score.percent, score.attempt) == (50, handed_in)
    assert hand_in(attempt, now=NOW + timedelta(hours=1)).handed_in_at == NOW


@pytest.mark.parametrize("stage", ["pre", "delayed"])
def test_other_stages_make_no_score(stage):
    sitting = make_sitting(stage)

    hand_in(start(sitting), now=NOW)

    assert not PostTestScore.objects.exists()


def test_the_best_attempt_counts():
    sitting = make_sitting(attempts=2, wait_hours=0)
    enrolment = EnrolmentFactory(training=sitting.training)
    first = start(sitting, enrolment)
    save_answers(first, answers=[said(first, 0), said(first, 1)], now=NOW)
    hand_in(first, now=NOW)

    hand_in(start(sitting, enrolment), now=NOW)

    score = PostTestScore.objects.get()
    assert (score.percent, score.attempt) == (100, first)


def test_a_second_attempt_waits_and_a_third_is_refused():
    sitting = make_sitting(attempts=2, wait_hours=24)
    enrolment = EnrolmentFactory(training=sitting.training)
    hand_in(start(sitting, enrolment), now=NOW)

    assert refused(lambda: start(sitting, enrolment)).startswith("You can try again")
    tomorrow = NOW + timedelta(hours=24)
    hand_in(start(sitting, enrolment, now=tomorrow), now=tomorrow)
    assert refused(lambda: start(sitting, enrolment, now=tomorrow)) == (
        "There are 2 attempts at this test, and all are used."
    )


def test_a_test_that_is_not_open_is_not_begun(sitting):
    sitting.closes_at = NOW - timedelta(minutes=1)

    assert refused(lambda: start(sitting)) == "This test is not open now."


def test_only_participants_begin(sitting):
    training = sitting.training
    withdrawn = EnrolmentFactory(training=training, status="withdrawn")
    stranger = EnrolmentFactory()
    trainer = FacilitatorFactory(training=training).trainer
    facilitating = EnrolmentFactory(
        training=training, professional=trainer.professional
    )

    assert refused(lambda: start(sitting, withdrawn)) == (
        "Only the participants of the training take its test."
    )
    assert refused(lambda: start(sitting, stranger)) == (
        "This test belongs to another training."
    )
    assert refused(lambda: start(sitting, facilitating)) == (
        "Facilitators of a training do not take its test."
    )


def test_an_answer_after_time_is_refused_and_what_was_saved_counts():
    sitting = make_sitting(minutes=30)
    attempt = start(sitting)
    save_answers(attempt, answers=[said(attempt)], now=NOW)
    last = attempt.due_at + GRACE
    save_answers(attempt, answers=[said(attempt, 1)], now=last)

    words = refused(
        lambda: save_answers(
            attempt,
            answers=[said(attempt, 1, option="Wrong", revision=9)],
            now=last + timedelta(seconds=1),
        )
    )

    assert words == (
        "The time is over. What was saved before the end has been handed in."
    )
    assert hand_in_overdue(now=last + timedelta(seconds=1)) == 1
    attempt.refresh_from_db()
    assert (attempt.percent, attempt.handed_in_at) == (100, attempt.due_at)


def test_an_answer_to_a_form_that_is_handed_in_is_refused(sitting):
    attempt = hand_in(start(sitting), now=NOW)

    assert refused(lambda: save_answers(attempt, answers=[said(attempt)], now=NOW)) == (
        "This test is handed in; answers do not change any more."
    )


def test_a_foreign_question_is_refused_and_nothing_is_kept_by_half(sitting):
    attempt = start(sitting)
    foreign = AttemptFactory(
        form=FormFactory(versions=[version_of(QuestionFactory())]),
    )

    words = refused(
        lambda: save_answers(attempt, answers=[said(attempt), said(foreign)], now=NOW)
    )

    assert words == "This question is not part of your test."
    assert not attempt.answers.exists()


@pytest.mark.parametrize(
    ("response", "words"),
    [
        ("A", "This answer cannot be read. Open the test again."),
        (
            {"another": "key"},
            "This answer does not belong to the question. Open the test again.",
        ),
    ],
)
def test_a_response_that_cannot_be_is_refused(sitting, response, words):
    attempt = start(sitting)
    question = attempt.form.questions.first().pk
    answer = SavedAnswer(question=question, response=response, revision=1)

    assert refused(lambda: save_answers(attempt, answers=[answer], now=NOW)) == words


def test_closing_the_training_hands_in_for_who_still_answers(sitting):
    SessionFactory(training=sitting.training)
    attempt = start(sitting)

    close_training(sitting.training, by=None, now=NOW)

    attempt.refresh_from_db()
    assert attempt.percent == 0


def test_a_score_of_a_test_taken_here_is_not_typed_over(sitting):
    attempt = hand_in(start(sitting), now=NOW)
    place = (attempt.enrolment_id, sitting.test.edition_id)

    with pytest.raises(ScoreRefused) as refusal:
        record_scores(sitting.training, scores={place: 99}, by=None)

    assert str(refusal.value) == (
        "One of these people took the test on this site; that score is not typed in."
    )
    assert record_scores(sitting.training, scores={place: 0}, by=None) == 0
