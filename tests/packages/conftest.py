import pytest
from django.utils import translation

from tests.factories.curriculum import ModuleEditionFactory
from tests.factories.delivery import (
    EnrolmentFactory,
    FacilitatorFactory,
    TrainingFactory,
)
from tests.factories.packages import make_package
from tests.factories.people import ProfessionalFactory
from tests.factories.users import UserFactory


@pytest.fixture(autouse=True)
def _english():
    """Refusals are compared with their English words."""
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def root(settings, tmp_path):
    """The folder of the unpacked packages, with one beside it that nothing may reach."""
    folder = tmp_path / "inner" / "packages"
    folder.mkdir(parents=True)
    settings.LMS_PACKAGES_ROOT = folder
    return folder


@pytest.fixture
def training(db):
    return TrainingFactory(code="T-1", editions=[ModuleEditionFactory()])


@pytest.fixture
def package(training):
    return make_package(training.editions.get())


@pytest.fixture
def person_in():
    """`person_in(training)` is the login of somebody enrolled there."""

    def make(training, **values):
        user = UserFactory()
        EnrolmentFactory(
            training=training, professional=ProfessionalFactory(user=user), **values
        )
        return user

    return make


@pytest.fixture
def participant(training, person_in):
    return person_in(training)


@pytest.fixture
def trainer_of():
    """`trainer_of(training)` is the login of somebody who teaches there."""

    def make(training):
        user = UserFactory()
        FacilitatorFactory(
            training=training, trainer__professional=ProfessionalFactory(user=user)
        )
        return user

    return make
