import io

import pytest
from django.utils import timezone, translation
from reportlab.pdfgen.canvas import Canvas

from certificates.domain.issuing import issue_for_training
from certificates.pdf.stencil import Blank
from lms.assessment.domain.closing import close_training
from tests.certificates.authority import Shelf
from tests.certificates.badges import SITE, Stranger
from tests.factories.certificates import CertificateKindFactory
from tests.factories.curriculum import ModuleEditionFactory
from tests.factories.delivery import EnrolmentFactory, TrainingFactory

MEMORY = "certificates.backends.MemoryRenderer"


@pytest.fixture(autouse=True)
def _english():
    """Refusals are compared with their English words."""
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def _no_stencils():
    """Each test begins as a process does that has drawn nothing yet."""
    Blank.proven.clear()
    Blank.stencils.clear()


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


@pytest.fixture
def issue_to(held, kind, memory):
    """Certificates of a new training for people of these names."""

    def issue(*names, **kwargs):
        training = held(*names, **kwargs)
        return issue_for_training(training, kind=kind, by=None, now=timezone.now())

    return issue


@pytest.fixture
def pdf():
    """A small file; what is sealed is bytes to the seal."""
    out = io.BytesIO()
    canvas = Canvas(out)
    canvas.setKeywords("CODE")
    canvas.drawString(50, 50, "Arta Gashi")
    canvas.save()
    return out.getvalue()


@pytest.fixture(scope="session")
def shelf(tmp_path_factory):
    """A test authority, its keys and their files; made once, for keys take time."""
    return Shelf(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def sealing(shelf, settings):
    """`sealing(shelf.rsa)` has certificates sealed with that pair from now on."""

    def use(pair=shelf.rsa, **kwargs):
        for name, value in (shelf.files("seal", pair) | kwargs).items():
            setattr(settings, name, value)

    return use


@pytest.fixture
def key(sealing):
    """There is a key, so there are badges."""
    sealing()


@pytest.fixture
def at_home(settings):
    """The site has the public address that its badges name."""
    settings.FENER_PUBLIC_URL = SITE


@pytest.fixture
def stranger(client):
    return Stranger(client)


@pytest.fixture
def get_badge(client):
    """The badge as a person downloads it."""

    def download(certificate, language="en"):
        response = client.get(f"/{language}/verify/{certificate.code}/badge/")
        assert response.status_code == 200
        return response.text

    return download


@pytest.fixture
def stamping(sealing):
    """`stamping()` has certificates sealed for the long term, by a clock of our own."""

    def use(*args, clock="Stamper", **kwargs):
        sealing(
            *args,
            CERTIFICATES_SEAL_TIMESTAMP_URL="https://stamps.example",
            CERTIFICATES_SEAL_TIMESTAMPER=f"tests.certificates.authority.{clock}",
            **kwargs,
        )

    return use
