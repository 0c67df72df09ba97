"""What each kind rests on, how long it is valid, and whose name is shown."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from certificates import reference
from certificates.domain.evidence import EvidenceMissing, outcome_for, supporting
from certificates.domain.facts import valid_until
from certificates.domain.issuing import issue_for_training
from certificates.domain.readiness import closed_trainings, people_of
from certificates.domain.verifying import as_data
from certificates.enums import CertificateState, Evidence
from certificates.models import Certificate, CertificateKind
from lms.assessment.domain.closing import close_training
from lms.assessment.models import Completion
from tests.factories.assessment import PostTestScoreFactory
from tests.factories.certificates import CertificateFactory, CertificateKindFactory
from tests.factories.curriculum import ModuleEditionFactory
from tests.factories.delivery import EnrolmentFactory, TrainingFactory
from tests.factories.observation import ObservationFactory

pytestmark = pytest.mark.django_db

PERSONS = {
    "Arta Tested": ["present", "present"],
    "Besa Observed": ["present", "present"],
    "Cufe Part": ["present", "absent"],
    "Drita Never": ["absent", "absent"],
}


@pytest.fixture
def training():
    """Four people: test passed, practice passed too, half of it, nothing of it."""
    edition = ModuleEditionFactory(tested=True)
    training = TrainingFactory(days=2, editions=[edition])
    for name, marks in PERSONS.items():
        first, last = name.split()
        enrolment = EnrolmentFactory(
            training=training,
            professional__first_name=first,
            professional__last_name=last,
            marks=marks,
        )
        PostTestScoreFactory(enrolment=enrolment, edition=edition, percent=90)
        if last == "Observed":
            ObservationFactory(enrolment=enrolment, is_passed=True)
    return close_training(training, by=None, now=timezone.now()).training


WHO = {
    Evidence.COMPLETED: {"Arta Tested", "Besa Observed"},
    Evidence.TESTED: {"Arta Tested", "Besa Observed"},
    Evidence.OBSERVED: {"Besa Observed"},
    Evidence.PART: {"Cufe Part"},
}


def name_of(outcome):
    return outcome.enrolment.professional.full_name


@pytest.mark.parametrize("evidence", Evidence.values)
def test_counting_and_asking_person_by_person_agree(training, evidence):
    counted = {name_of(one) for one in supporting(evidence)}
    asked = set()
    for outcome in Completion.objects.all():
        try:
            asked.add(name_of(outcome_for(outcome.enrolment_id, evidence=evidence)))
        except EvidenceMissing:
            continue

    assert counted == asked == WHO[evidence]


def test_without_a_test_nobody_is_certified_to_have_passed_it(held):
    held("Arta Gashi")

    assert not supporting(Evidence.TESTED)
    with pytest.raises(EvidenceMissing, match="has no test"):
        outcome_for(Completion.objects.get().enrolment_id, evidence=Evidence.TESTED)


def test_a_certificate_of_tests_names_the_modules_that_were_tested(training, memory):
    training.editions.add(ModuleEditionFactory())
    kinds = CertificateKindFactory(), CertificateKindFactory(module=True)
    named = []
    for kind in kinds:
        report = issue_for_training(training, kind=kind, by=None, now=timezone.now())
        named.append({len(one.facts["modules"]) for one in report.issued})

    assert named == [{2}, {1}]


@pytest.mark.parametrize(
    ("trait", "holders"),
    [("module", 2), ("national_trainer", 1), ("partial", 1)],
)
def test_each_kind_goes_to_those_who_have_what_it_rests_on(
    training, memory, trait, holders
):
    kind = CertificateKindFactory(**{trait: True})

    assert closed_trainings(kind).get().ready == holders
    report = issue_for_training(training, kind=kind, by=None, now=timezone.now())

    assert len(report.issued) == holders
    assert all(skipped.reason for skipped in report.skipped)
    assert {one.number[0] for one in report.issued} == {kind.prefix}


def test_a_statement_says_how_much_was_attended(training):
    kind = CertificateKindFactory(partial=True)

    report = issue_for_training(training, kind=kind, by=None, now=timezone.now())

    facts = report.issued[0].facts
    assert (facts["present_minutes"], facts["minutes"]) == (360, 720)
    assert "Was never present." in {skipped.reason for skipped in report.skipped}


def test_the_desk_says_person_by_person_why_not(training):
    kind = CertificateKindFactory(national_trainer=True)

    people = people_of(training, kind=kind, today=timezone.localdate())

    reasons = {one.enrolment.professional.last_name: one.obstacle for one in people}
    assert reasons["Observed"] == ""
    assert reasons["Tested"] == "No observed practice was passed in this training."
    assert reasons["Part"].startswith("Did not complete: Present for 50")


def test_reference_brings_the_kinds_once_and_keeps_what_was_edited(db):
    reference.load()
    CertificateKind.objects.filter(code="module").update(prefix="MOD")

    assert reference.load() == "Certificates: 0 kinds added"
    assert dict(CertificateKind.objects.values_list("code", "prefix")) == {
        "participation": "P",
        "module": "MOD",
        "national-trainer": "T",
        "partial": "V",
    }


@settings(deadline=None)
@given(
    day=st.dates(date(2020, 1, 1), date(2080, 1, 1)),
    months=st.integers(min_value=1, max_value=240),
)
def test_valid_until_is_the_same_day_or_the_last_of_a_shorter_month(day, months):
    until = valid_until(CertificateKind(valid_months=months), issued_on=day)

    passed = (until.year - day.year) * 12 + until.month - day.month
    assert passed == months
    assert until.day == day.day or (
        until.day < day.day and (until + timedelta(days=1)).day == 1
    )


def test_what_is_over_reads_expired_before_anybody_enters_it(client):
    yesterday = timezone.localdate() - timedelta(days=1)
    certificate = CertificateFactory(valid_until=yesterday)

    page = client.get(reverse("certificates:verify", args=[certificate.code]))

    assert certificate.state_now == CertificateState.EXPIRED
    assert as_data(certificate)["state"] == "expired"
    assert "has expired" in page.text or "skaduar" in page.text


def test_a_kind_names_who_signs_in_all_languages_or_in_none(kind):
    kind.signatory_sq = "Drejtori"

    with pytest.raises(ValidationError, match="in all three languages"):
        kind.full_clean()


def test_who_signs_stands_in_the_facts(held, memory):
    kind = CertificateKindFactory(
        signatory_name="Arta Gashi",
        signatory_sq="Drejtori",
        signatory_sr="Direktor",
        signatory_en="Director",
    )

    issue_for_training(held("Besa Hoti"), kind=kind, by=None, now=timezone.now())

    assert Certificate.objects.get().facts["signatory"] == {
        "name": "Arta Gashi",
        "sq": "Drejtori",
        "sr": "Direktor",
        "en": "Director",
    }


@pytest.mark.parametrize("is_protected", [True, False])
def test_a_protected_person_is_verified_without_a_name(client, is_protected):
    certificate = CertificateFactory(
        completion__enrolment__professional__first_name="Arta",
        completion__enrolment__professional__is_protected=is_protected,
    )

    page = client.get(reverse("certificates:verify", args=[certificate.code])).text
    data = client.get(
        reverse("certificates_plain:api_certificate", args=[certificate.code])
    ).json()

    assert certificate.number in page
    assert ("Arta" in page) is not is_protected
    assert ("Arta" in str(data)) is not is_protected
