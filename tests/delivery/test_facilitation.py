from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from lms.assessment.domain.records import read_records
from lms.assessment.permissions import user_can_close
from lms.delivery.domain.enrolment import EnrolmentRefused, enrol, withdraw
from lms.delivery.domain.facilitation import (
    FacilitatorRefused,
    add_facilitator,
    answer_invitation,
    ask_facilitator,
    create_own_training,
    is_facilitator,
    open_questions_to,
    remove_facilitator,
)
from lms.delivery.enums import FacilitatorAnswer, FacilitatorRole, TrainingStatus
from lms.delivery.models import Enrolment, Facilitator, Training
from lms.delivery.permissions import (
    trainings_run_by,
    trainings_seen_by,
    user_can_run_training,
    user_leads_training,
)
from tests.factories.curriculum import ModuleEditionFactory
from tests.factories.delivery import EnrolmentFactory, FacilitatorFactory
from tests.factories.people import (
    AccreditationFactory,
    TrainerFactory,
    TrainerStatusPeriodFactory,
)
from trainers_pool.models import TrainerStatusPeriod

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 2, 1, 9, tzinfo=UTC)
LATER = datetime(2026, 2, 2, 9, tzinfo=UTC)


@pytest.fixture
def trainer(edition):
    return AccreditationFactory(
        edition=edition,
        trainer__professional__first_name="Arta",
        trainer__professional__last_name="Berisha",
    ).trainer


def added(training, trainer, role=FacilitatorRole.LEAD, **facts):
    return add_facilitator(training, trainer=trainer, role=role, by=None, **facts)


@pytest.mark.parametrize("role", [FacilitatorRole.LEAD, FacilitatorRole.CO_TRAINER])
def test_accredited_trainer_is_added(training, trainer, role):
    facilitator = added(training, trainer, role)

    assert (facilitator.trainer, facilitator.role) == (trainer, role)


def test_trainer_of_one_module_is_added_for_that_module(training, trainer, edition):
    other = ModuleEditionFactory(module__code="M04")
    training.editions.add(other)
    training.save()

    with pytest.raises(FacilitatorRefused, match="is not accredited for M04"):
        added(training, trainer)
    facilitator = added(training, trainer, editions=[edition])

    assert list(Facilitator.objects.get(pk=facilitator.pk).editions.all()) == [edition]


@pytest.mark.parametrize("role", [FacilitatorRole.LEAD, FacilitatorRole.CO_TRAINER])
def test_trainer_without_accreditation_is_refused_with_the_reason(training, role):
    with pytest.raises(
        FacilitatorRefused, match=r"is not accredited for M03 .* on 10\.03\.2026"
    ):
        added(training, TrainerFactory(), role)


@pytest.mark.parametrize("role", [FacilitatorRole.OBSERVER, FacilitatorRole.ASSESSOR])
def test_who_does_not_teach_needs_no_accreditation(training, role):
    assert added(training, TrainerFactory(), role).pk


def test_accreditation_that_ends_within_the_training_is_refused(training, trainer):
    trainer.accreditations.update(end_date=date(2026, 3, 11))

    with pytest.raises(FacilitatorRefused, match=r"on 12\.03\.2026"):
        added(training, trainer)


def test_accreditation_until_the_last_day_is_enough(training, trainer):
    """Negative control of the days."""
    trainer.accreditations.update(end_date=date(2026, 3, 12))

    assert added(training, trainer).pk


def test_resting_from_the_last_day_on_is_refused(training, trainer):
    TrainerStatusPeriod.objects.update(end_date=date(2026, 3, 11))
    TrainerStatusPeriodFactory(
        trainer=trainer, status="resting", start_date=date(2026, 3, 12)
    )

    with pytest.raises(
        FacilitatorRefused,
        match=r"Arta Berisha is not an active trainer on 12\.03\.2026",
    ):
        added(training, trainer)


def test_edition_of_another_training_is_refused(training, trainer):
    with pytest.raises(
        FacilitatorRefused, match="Choose only modules that this training teaches"
    ):
        added(training, trainer, editions=[ModuleEditionFactory()])


def test_facilitator_is_refused_twice(training, trainer):
    added(training, trainer)

    with pytest.raises(
        FacilitatorRefused, match="Arta Berisha is already a facilitator"
    ):
        added(training, trainer, FacilitatorRole.OBSERVER)


def test_participant_is_refused_as_facilitator(training, trainer):
    EnrolmentFactory(training=training, professional=trainer.professional)

    with pytest.raises(
        FacilitatorRefused, match="Arta Berisha is a participant of this training"
    ):
        added(training, trainer, FacilitatorRole.OBSERVER)


def test_facilitator_is_refused_as_participant(training, trainer):
    added(training, trainer)

    with pytest.raises(
        EnrolmentRefused, match="Arta Berisha is a facilitator of this training"
    ):
        enrol(trainer.professional, training=training, by=None, now=NOW)
    assert not Enrolment.objects.exists()


def test_withdrawn_participant_may_become_facilitator_and_not_return(training, trainer):
    enrolment = EnrolmentFactory(training=training, professional=trainer.professional)
    withdraw(enrolment, by=None, now=NOW)

    added(training, trainer)

    with pytest.raises(EnrolmentRefused):
        enrol(trainer.professional, training=training, by=None, now=NOW)


@pytest.mark.parametrize("status", [TrainingStatus.CLOSED, TrainingStatus.CANCELLED])
def test_facilitators_of_a_closed_training_stay(training, trainer, status):
    facilitator = FacilitatorFactory(training=training)
    training.status, training.closed_at = status, "2026-04-01T00:00Z"
    training.save()

    with pytest.raises(FacilitatorRefused, match="nothing in it changes"):
        added(training, trainer)
    with pytest.raises(FacilitatorRefused, match="nothing in it changes"):
        remove_facilitator(facilitator, by=None)


def test_facilitator_is_removed(training, trainer):
    remove_facilitator(added(training, trainer), by=None)

    assert not Facilitator.objects.exists()


def own(trainer, **facts):
    facts = {
        "modules": ["M03"],
        "start": date(2026, 3, 10),
        "end": date(2026, 3, 11),
    } | facts
    return create_own_training("OWN-1", trainer=trainer, by=None, **facts)


def test_own_training_is_led_by_its_creator(trainer):
    facilitator = own(trainer).facilitators.get()

    assert (facilitator.trainer, facilitator.role) == (trainer, FacilitatorRole.LEAD)


def test_own_training_without_accreditation_is_not_created(edition):
    with pytest.raises(FacilitatorRefused, match="is not accredited for M03"):
        own(TrainerFactory())

    assert not Training.objects.exists()


# Asked, accepted, declined


def asked(training, trainer, role=FacilitatorRole.LEAD):
    return ask_facilitator(training, trainer=trainer, role=role, by=None, now=NOW)


def answered(facilitator, accepts, note=""):
    return answer_invitation(
        facilitator, accepts=accepts, note=note, by=None, now=LATER
    )


@pytest.fixture
def question(training, lead):
    """The lead trainer's place in the training, as long as it is only asked for."""
    Facilitator.objects.update(answer=FacilitatorAnswer.ASKED, asked_at=NOW)
    return Facilitator.objects.get()


def test_trainer_is_asked_and_accepts(training, trainer):
    facilitator = answered(asked(training, trainer), True, " With pleasure ")

    assert (facilitator.answer, facilitator.asked_at, facilitator.answered_at) == (
        FacilitatorAnswer.ACCEPTED,
        NOW,
        LATER,
    )
    assert facilitator.answer_note == "With pleasure"


def test_trainer_without_accreditation_is_not_asked(training):
    with pytest.raises(FacilitatorRefused, match="is not accredited for M03"):
        asked(training, TrainerFactory())


def test_declining_needs_words(training, trainer):
    facilitator = asked(training, trainer)

    with pytest.raises(FacilitatorRefused, match="why not") as refusal:
        answered(facilitator, False, "  ")
    assert refusal.value.field == "note"
    assert answered(facilitator, False, "On leave").answer_note == "On leave"


def test_question_is_answered_once(training, trainer):
    facilitator = asked(training, trainer)
    answered(facilitator, False, "On leave")

    with pytest.raises(FacilitatorRefused, match="answered already: Declined"):
        answered(facilitator, True)


def test_accreditation_that_ended_since_the_question_is_refused(training, trainer):
    facilitator = asked(training, trainer)
    trainer.accreditations.update(end_date=date(2026, 3, 11))

    with pytest.raises(FacilitatorRefused, match="is not accredited"):
        answered(facilitator, True)


def test_who_declined_is_asked_again_or_added(training, trainer):
    answered(asked(training, trainer), False, "On leave")

    again = asked(training, trainer)

    assert (again.answer, again.answer_note) == (FacilitatorAnswer.ASKED, "")
    answered(again, False, "Still on leave")
    assert added(training, trainer).answer == FacilitatorAnswer.ACCEPTED
    assert Facilitator.objects.count() == 1


def test_question_of_a_cancelled_training_is_not_answered(training, trainer):
    facilitator = asked(training, trainer)
    training.status = TrainingStatus.CANCELLED
    training.save()

    assert not open_questions_to(trainer)
    with pytest.raises(FacilitatorRefused, match="nothing in it changes"):
        answered(facilitator, True)


def test_who_is_asked_sees_and_does_not_run(training, lead, question):
    rights = [
        (user_can_run_training, False),
        (user_leads_training, False),
        (user_can_close, False),
    ]
    assert [(right, right(lead, training)) for right, _ in rights] == rights
    assert not trainings_run_by(lead).exists()
    assert list(trainings_seen_by(lead)) == [training]

    answered(question, True)

    assert all(right(lead, training) for right, _ in rights)
    assert trainings_run_by(lead).exists()


def test_who_declined_sees_nothing_and_may_take_part(training, lead, question):
    person = question.trainer.professional
    assert is_facilitator(person, training=training)

    answered(question, False, "On leave")

    assert not trainings_seen_by(lead).exists()
    assert not is_facilitator(person, training=training)
    assert enrol(person, training=training, by=None, now=NOW).pk
    assert read_records(training, enrolments=[]).facilitators == set()


def test_today_asks_and_the_answer_is_shown(client_of, lead, training, question):
    client = client_of(lead)
    address = reverse("lms_delivery:invitation", args=[question.pk])
    today = reverse("lms_delivery:today")
    page = client.get(today)
    assert list(page.context["questions"]) == [question]
    assert address in page.text

    refused = client.post(address, {"answer": "declined"}, HTTP_ACCEPT_LANGUAGE="en")
    assert "Say in a few words why not." in refused.text
    assert client.post(address, {"answer": "declined", "note": "On leave"}).url == today

    assert list(client.get(today).context["questions"]) == []
    assert client.get(address).text.count("On leave") == 1


def test_accept_needs_one_button(client_of, lead, training, question):
    address = reverse("lms_delivery:invitation", args=[question.pk])
    client_of(lead).post(address, {"answer": "accepted"})

    question.refresh_from_db()
    assert question.answer == FacilitatorAnswer.ACCEPTED


def test_foreign_question_is_not_found(client_of, lead, coordinator, training):
    foreign = FacilitatorFactory(training=training, answer=FacilitatorAnswer.ASKED)
    address = reverse("lms_delivery:invitation", args=[foreign.pk])

    for user in (lead, coordinator):
        assert client_of(user).post(address, {"answer": "accepted"}).status_code == 404


def test_training_page_shows_who_declined_and_why(client_of, coordinator, training):
    FacilitatorFactory(
        training=training, answer=FacilitatorAnswer.DECLINED, answer_note="On leave"
    )

    page = client_of(coordinator).get(
        reverse("lms_delivery:training", args=[training.code])
    )

    assert "On leave" in page.text


@pytest.mark.parametrize("count", [1, 3])
def test_questions_cost_the_same_for_any_number(
    trainer, count, django_assert_num_queries
):
    for _ in range(count):
        FacilitatorFactory(trainer=trainer, answer=FacilitatorAnswer.ASKED)

    with django_assert_num_queries(1):
        asked_for = open_questions_to(trainer)
        assert len([one.training.municipality for one in asked_for]) == count
