from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from lms.assessment.domain.closing import close_training
from lms.assessment.domain.reopening import ReopeningRefused, reopen_training
from lms.assessment.models import Completion
from lms.delivery.enums import TrainingStatus
from lms.targets.domain.counting import count
from tests.factories.certificates import CertificateFactory
from tests.factories.delivery import (
    ActionFactory,
    EnrolmentFactory,
    FacilitatorFactory,
    MarkFactory,
    TrainingFactory,
)
from tests.factories.people import ProfessionalFactory
from tests.factories.targets import IndicatorFactory
from tests.factories.users import UserFactory

pytestmark = pytest.mark.django_db
ENGLISH = {"HTTP_ACCEPT_LANGUAGE": "en"}


@pytest.fixture
def closed():
    """One completed, one did not, one never came; withdrawn people stay as they are."""
    training = TrainingFactory(code="T-1", days=2)
    EnrolmentFactory(training=training, marks=["present", "present"])
    EnrolmentFactory(training=training, marks=["present", "absent"])
    EnrolmentFactory(training=training, marks=["absent", "absent"])
    EnrolmentFactory(training=training, status="withdrawn")
    return close_training(training, by=None, now=timezone.now()).training


def reopen(training, reason="A sheet came late", by=None):
    return reopen_training(training, reason=reason, by=by, now=timezone.now())


def test_reopening_takes_the_decisions_back(closed, coordinator):
    was_closed_at = closed.closed_at
    reopen(closed, reason="  A sheet came late ", by=coordinator)

    closed.refresh_from_db()
    assert (closed.status, closed.closed_at) == (TrainingStatus.HELD, None)
    assert not Completion.objects.exists()
    statuses = closed.enrolments.order_by("pk").values_list("status", flat=True)
    assert list(statuses) == ["enrolled", "enrolled", "enrolled", "withdrawn"]
    reopening = closed.reopenings.get()
    assert reopening.reason == "A sheet came late"
    assert reopening.closed_at == was_closed_at
    assert reopening.reopened_by == coordinator


def test_reopening_is_logged_with_what_had_been_decided(closed, coordinator):
    done, short, absent, _gone = closed.enrolments.order_by("pk")
    reopen(closed, by=coordinator)
    entry = ModelLogEntry.objects.get(action="lms_assessment.reopen")
    assert entry.user == coordinator
    assert entry.data == {
        "reason": "A sheet came late",
        "completed": [done.pk],
        "not_completed": {str(short.pk): "attendance", str(absent.pk): "attendance"},
    }


def test_reopened_training_changes_and_closes_again(closed):
    reopen(closed)
    short = closed.enrolments.order_by("pk")[1]
    short.marks.filter(value="absent").delete()
    MarkFactory(enrolment=short, session=closed.sessions.in_order().last())

    closing = close_training(closed, by=None, now=timezone.now())

    assert len(closing.completed) == 2
    assert closing.training.is_open is False


def test_reopening_refuses_without_changing_anything(closed):
    open_one = TrainingFactory(code="T-2", days=1)
    for training, reason, words in (
        (open_one, "Why", "Training T-2 is not closed; there is nothing to open again."),
        (closed, "  ", "Say why the training is opened again."),
    ):  # fmt: skip
        with pytest.raises(ReopeningRefused) as refusal:
            reopen(training, reason)
        assert str(refusal.value) == words
    closed.refresh_from_db()
    assert closed.status == TrainingStatus.CLOSED
    assert Completion.objects.count() == 3


def test_reopening_waits_until_its_certificates_are_void(closed):
    completion = Completion.objects.completed().get()
    certificate = CertificateFactory(completion=completion)
    words = r"^1 certificate of training T-1 is valid\. Make it void first\.$"
    with pytest.raises(ReopeningRefused, match=words):
        reopen(closed)
    assert Completion.objects.count() == 3

    certificate.state, certificate.state_reason = "void", "Closed too early"
    certificate.save()

    assert reopen(closed).status == TrainingStatus.HELD


def test_nobody_counts_from_a_training_that_is_open_again(closed):
    action = ActionFactory()
    closed.actions.add(action)
    closed.save()
    IndicatorFactory(action=action)
    on = date(2026, 11, 1)
    assert [line.people for line in count(on=on)] == [1]

    reopen(closed)
    assert [line.people for line in count(on=on)] == [0]

    close_training(closed, by=None, now=timezone.now())
    assert [line.people for line in count(on=on)] == [1]


def test_reopening_is_the_coordinators_alone(
    closed, coordinator, administrator, client_of, roles
):
    lead = UserFactory(roles=["Trainers"])
    FacilitatorFactory(
        training=closed, trainer__professional=ProfessionalFactory(user=lead)
    )
    address = reverse("closing:reopen", args=[closed.pk])
    for user in (lead, administrator, UserFactory()):
        client = client_of(user)
        assert client.get(address).status_code == 302
        assert client.post(address, {"reason": "No"}).status_code == 302
        closed.refresh_from_db()
        assert closed.status == TrainingStatus.CLOSED
    page = reverse("lms_delivery:training", args=[closed.code])
    assert address not in client_of(lead).get(page).text

    assert address in client_of(coordinator).get(page).text

    desk = client_of(coordinator)
    close = reverse("closing:close", args=[closed.pk])
    assert address in desk.get(close).text
    assert "decided anew" in desk.get(address, **ENGLISH).text
    unnamed = desk.post(address, {"reason": ""}, **ENGLISH)
    assert "This field is required" in unnamed.text
    done = desk.post(address, {"reason": "Wrong marks"}, follow=True, **ENGLISH)
    assert "Training T-1 is open again." in done.text
    assert "Wrong marks" in client_of(lead).get(page).text
