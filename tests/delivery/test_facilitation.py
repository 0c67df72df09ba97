from datetime import date

import pytest

from lms.delivery.domain.enrolment import EnrolmentRefused, enrol, withdraw
from lms.delivery.domain.facilitation import (
    FacilitatorRefused,
    add_facilitator,
    create_own_training,
    remove_facilitator,
)
from lms.delivery.enums import FacilitatorRole, TrainingStatus
from lms.delivery.models import Enrolment, Facilitator, Training
from tests.factories.curriculum import ModuleEditionFactory
from tests.factories.delivery import EnrolmentFactory, FacilitatorFactory
from tests.factories.people import (
    AccreditationFactory,
    TrainerFactory,
    TrainerStatusPeriodFactory,
)
from trainers_pool.models import TrainerStatusPeriod

pytestmark = pytest.mark.django_db


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
        enrol(trainer.professional, training=training, by=None)
    assert not Enrolment.objects.exists()


def test_withdrawn_participant_may_become_facilitator_and_not_return(training, trainer):
    enrolment = EnrolmentFactory(training=training, professional=trainer.professional)
    withdraw(enrolment, by=None)

    added(training, trainer)

    with pytest.raises(EnrolmentRefused):
        enrol(trainer.professional, training=training, by=None)


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
