"""The circle of the programme: who earns the trainer certificate enters the pool."""

import pytest

from certificates.signals import certificate_issued
from tests.factories.certificates import CertificateFactory, CertificateKindFactory
from trainers_pool.enums import TrainerStatus
from trainers_pool.models import Trainer

pytestmark = pytest.mark.django_db


def test_a_trainer_certificate_opens_the_pool():
    certificate = CertificateFactory(kind=CertificateKindFactory(national_trainer=True))

    certificate_issued.send(type(certificate), certificate_id=certificate.pk)

    trainer = Trainer.objects.get()
    assert trainer.professional == certificate.enrolment.professional
    period = trainer.status_on(certificate.issued_on)
    assert period.status == TrainerStatus.CERTIFIED
    assert certificate.number in period.reason


def test_a_participation_certificate_opens_nothing():
    certificate = CertificateFactory()

    certificate_issued.send(type(certificate), certificate_id=certificate.pk)

    assert not Trainer.objects.exists()
