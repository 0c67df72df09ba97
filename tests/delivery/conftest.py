from datetime import date

import pytest
from django.utils import translation

from tests.factories.curriculum import ModuleEditionFactory
from tests.factories.delivery import FacilitatorFactory, TrainingFactory
from tests.factories.people import AccreditationFactory
from tests.factories.users import UserFactory


@pytest.fixture(autouse=True)
def _english():
    """Refusals are compared with their English words."""
    with translation.override("en"):
        yield


@pytest.fixture
def edition(db):
    return ModuleEditionFactory(module__code="M03", module__name_en="Referral")


@pytest.fixture
def training(edition):
    """Three open days in March 2026."""
    return TrainingFactory(
        code="TIT-2026-01",
        title="Referral in practice",
        editions=[edition],
        start_date=date(2026, 3, 10),
        end_date=date(2026, 3, 12),
    )


@pytest.fixture
def lead(roles, training, edition):
    """The login of the trainer who leads `training`."""
    trainer = AccreditationFactory(edition=edition).trainer
    FacilitatorFactory(training=training, trainer=trainer)
    user = UserFactory(username="lead", roles=["Trainers"])
    trainer.professional.user = user
    trainer.professional.save()
    return user
