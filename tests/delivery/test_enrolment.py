from datetime import date

import pytest
from wagtail.models import ModelLogEntry

from lms.delivery.domain.enrolment import EnrolmentRefused, enrol, withdraw
from lms.delivery.enums import EnrolmentStatus
from lms.delivery.models import Enrolment
from tests.factories.delivery import EnrolmentFactory, TrainingFactory
from tests.factories.people import (
    AffiliationFactory,
    MunicipalityFactory,
    ProfessionalFactory,
)
from tests.factories.users import UserFactory

pytestmark = pytest.mark.django_db


def test_enrol_copies_the_work_of_the_first_day(training):
    person = ProfessionalFactory()
    AffiliationFactory(professional=person, end_date=date(2026, 3, 9))
    work = AffiliationFactory(
        professional=person,
        start_date=date(2026, 3, 10),
        municipality=MunicipalityFactory(),
    )
    AffiliationFactory(professional=person, start_date=date(2026, 3, 11))

    enrolment = enrol(person, training=training, by=None)

    assert enrolment.status == EnrolmentStatus.ENROLLED
    assert (enrolment.institution, enrolment.profession, enrolment.municipality) == (
        work.institution, work.profession, work.municipality,
    )  # fmt: skip


def test_later_change_of_work_changes_no_enrolment(training):
    work = AffiliationFactory()
    enrolment = enrol(work.professional, training=training, by=None)

    AffiliationFactory(professional=work.professional, start_date=date(2026, 3, 1))

    assert enrol(work.professional, training=training, by=None) == enrolment
    assert enrolment.institution == work.institution


def test_enrol_twice_keeps_one_place_and_one_trace(training):
    person, user = ProfessionalFactory(), UserFactory()

    first = enrol(person, training=training, by=user)

    assert enrol(person, training=training, by=user) == first
    assert [(e.action, e.user) for e in ModelLogEntry.objects.all()] == [
        ("lms_delivery.enrol", user)
    ]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("nominated", "enrolled"),
        ("waiting", "enrolled"),
        ("withdrawn", "enrolled"),
        ("no_show", "no_show"),
        ("completed", "completed"),
    ],
)
def test_enrol_takes_up_a_place_that_was_not_taken(training, before, after):
    enrolment = EnrolmentFactory(training=training, status=before)

    assert enrol(enrolment.professional, training=training, by=None).status == after


@pytest.mark.parametrize("traits", [{"closed": True}, {"cancelled": True}], ids=str)
def test_enrol_and_withdraw_are_refused_once_the_training_is_over(traits):
    enrolment = EnrolmentFactory(training=TrainingFactory(**traits))

    with pytest.raises(EnrolmentRefused, match="nothing in it changes any more"):
        enrol(ProfessionalFactory(), training=enrolment.training, by=None)
    with pytest.raises(EnrolmentRefused, match="nothing in it changes any more"):
        withdraw(enrolment, by=None)
    assert Enrolment.objects.count() == 1


def test_withdraw_keeps_the_marks(training):
    enrolment = EnrolmentFactory(training=TrainingFactory(days=1), marks=["present"])

    assert withdraw(enrolment, by=None).status == EnrolmentStatus.WITHDRAWN
    assert enrolment.marks.count() == 1
