import pytest
from django.utils import timezone, translation

from lms.assessment.domain.closing import close_training
from tests.factories.certificates import CertificateKindFactory
from tests.factories.curriculum import ModuleEditionFactory
from tests.factories.delivery import EnrolmentFactory, TrainingFactory

MEMORY = "certificates.backends.MemoryRenderer"


@pytest.fixture(autouse=True)
def _english():
    """Refusals are compared with their English words."""
    with translation.override("en"):
        yield


@pytest.fixture
def kind(db):
    return CertificateKindFactory()


@pytest.fixture
def memory(settings):
    """Pages without HTML, several times faster; the proof holds for them too."""
    settings.CERTIFICATES_RENDERER = MEMORY


@pytest.fixture
def held():
    """`held("Arta Gashi", "Besa Krasniqi")` is a closed training they completed."""

    def make(*names, absent=(), **kwargs):
        kwargs.setdefault("editions", [ModuleEditionFactory()])
        training = TrainingFactory(days=2, **kwargs)
        for name in [*names, *absent]:
            first, _space, last = name.partition(" ")
            EnrolmentFactory(
                training=training,
                professional__first_name=first,
                professional__last_name=last,
                marks=["present", "absent" if name in absent else "present"],
            )
        return close_training(training, by=None, now=timezone.now()).training

    return make
