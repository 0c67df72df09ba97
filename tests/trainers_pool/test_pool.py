from datetime import date

import pytest
from django.db import IntegrityError, transaction
from wagtail.models import ModelLogEntry

from tests.factories.curriculum import ModuleEditionFactory
from tests.factories.people import (
    AccreditationFactory,
    ProfessionalFactory,
    TrainerFactory,
    TrainerStatusPeriodFactory,
)
from tests.factories.users import UserFactory
from trainers_pool.domain.pool import (
    TrainerRefused,
    accredit,
    admit,
    change_status,
    reason_not_to_teach,
)
from trainers_pool.enums import TrainerStatus
from trainers_pool.models import Trainer, TrainerStatusPeriod

pytestmark = pytest.mark.django_db
MARCH = date(2026, 3, 10)


def test_admit_opens_a_status_and_leaves_a_trace():
    person, officer = ProfessionalFactory(), UserFactory()

    trainer = admit(person, day=MARCH, reason="Selected", by=officer)

    assert trainer.status_on(MARCH).status == TrainerStatus.CANDIDATE
    assert {(e.action, e.user) for e in ModelLogEntry.objects.all()} == {
        ("trainers_pool.admit", officer),
        ("trainers_pool.status", officer),
    }


def test_admit_twice_keeps_one_trainer_and_one_status():
    person = ProfessionalFactory()

    for _ in range(2):
        admit(person, day=MARCH, reason="Selected", by=None)

    assert Trainer.objects.count() == 1
    assert TrainerStatusPeriod.objects.count() == 1


def test_change_status_ends_the_one_before():
    trainer = TrainerFactory()

    change_status(trainer, to=TrainerStatus.RESTING, day=MARCH, reason="Leave", by=None)

    assert trainer.status_on(date(2026, 3, 9)).status == TrainerStatus.ACTIVE
    assert trainer.status_on(MARCH).status == TrainerStatus.RESTING


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"day": date(2025, 1, 1), "reason": "x"}, "Choose a later day"),
        ({"day": MARCH, "reason": " "}, "Say why the status changes"),
    ],
    ids=["too early", "no reason"],
)
def test_change_status_is_refused_with_words(change, words):
    with pytest.raises(TrainerRefused, match=words):
        change_status(TrainerFactory(), to=TrainerStatus.LEFT, by=None, **change)


def test_the_database_holds_one_open_status_per_trainer():
    trainer = TrainerFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        TrainerStatusPeriodFactory(trainer=trainer, start_date=MARCH)


def test_accredit_refuses_an_end_before_the_start():
    with pytest.raises(TrainerRefused, match="before the first day"):
        accredit(
            TrainerFactory(),
            edition=ModuleEditionFactory(),
            start=MARCH,
            end=date(2026, 3, 1),
            evidence="Course",
            by=None,
        )


def test_an_accredited_active_trainer_may_teach():
    accreditation = AccreditationFactory()

    assert not reason_not_to_teach(
        accreditation.trainer,
        editions=[accreditation.edition],
        first=MARCH,
        last=date(2026, 3, 12),
    )


@pytest.mark.parametrize(
    ("last_day", "hole"),
    [(date(2026, 3, 11), "12.03.2026"), (date(2026, 3, 1), "10.03.2026")],
)
def test_an_accreditation_that_ends_too_early_is_named_with_the_day(
    last_day, hole, settings
):
    accreditation = AccreditationFactory(end_date=last_day)

    reason = reason_not_to_teach(
        accreditation.trainer,
        editions=[accreditation.edition],
        first=MARCH,
        last=date(2026, 3, 12),
    )

    assert str(accreditation.edition) in reason
    assert hole in reason


def test_two_accreditations_without_a_hole_cover_a_training():
    first = AccreditationFactory(end_date=date(2026, 3, 10))
    AccreditationFactory(
        trainer=first.trainer, edition=first.edition, start_date=date(2026, 3, 11)
    )

    assert not reason_not_to_teach(
        first.trainer, editions=[first.edition], first=MARCH, last=date(2026, 3, 12)
    )


def test_a_resting_trainer_may_not_teach():
    accreditation = AccreditationFactory(
        trainer=TrainerFactory(period__status=TrainerStatus.RESTING)
    )

    reason = reason_not_to_teach(
        accreditation.trainer, editions=[accreditation.edition], first=MARCH, last=MARCH
    )

    assert "not an active trainer" in reason
