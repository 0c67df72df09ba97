import re

import pytest
from django.urls import reverse
from django.utils import timezone

from lms.delivery.domain.approval import (
    ApprovalRefused,
    approve,
    send_back,
    submit_training,
)
from lms.delivery.enums import ApprovalState, TrainingStatus
from tests.factories.delivery import FacilitatorFactory

pytestmark = pytest.mark.django_db


def done(deed, training, message=""):
    return deed(training, message=message, by=None, now=timezone.now())


def address(training):
    return reverse("lms_delivery:approval", args=[training.code])


def test_training_is_submitted_sent_back_submitted_and_approved(training):
    done(submit_training, training)
    done(send_back, training, " Add the place ")
    done(submit_training, training, "Added")
    done(approve, training)

    training.refresh_from_db()
    assert training.approval == ApprovalState.APPROVED
    assert [(s.state, s.message) for s in training.approval_steps.all()] == [
        ("submitted", ""),
        ("returned", "Add the place"),
        ("submitted", "Added"),
        ("approved", ""),
    ]


def test_sending_back_needs_a_message(training):
    done(submit_training, training)

    with pytest.raises(ApprovalRefused, match="what has to change") as refusal:
        done(send_back, training, " ")
    assert refusal.value.field == "message"


@pytest.mark.parametrize("deed", [approve, send_back])
def test_what_was_not_submitted_is_not_decided(training, deed):
    with pytest.raises(ApprovalRefused, match="The approval stands at: Draft"):
        done(deed, training, "Words")


def test_submitted_training_is_not_submitted_again(training):
    done(submit_training, training)

    with pytest.raises(ApprovalRefused, match="stands at: Submitted"):
        done(submit_training, training)


def test_cancelled_training_is_not_submitted(training):
    training.status = TrainingStatus.CANCELLED
    training.save()

    with pytest.raises(ApprovalRefused, match="nothing in it changes"):
        done(submit_training, training)


def test_page_offers_the_one_step_that_comes_next(
    client_of, lead, coordinator, training
):
    def buttons(user):
        page = client_of(user).get(address(training)).text
        return re.findall(r'name="deed" value="(\w+)"', page)

    assert (buttons(lead), buttons(coordinator)) == (["submit"], ["submit"])
    done(submit_training, training)
    assert (buttons(lead), buttons(coordinator)) == ([], ["approve", "send_back"])


def test_lead_submits_and_coordinator_approves(client_of, lead, coordinator, training):
    trainer, office = client_of(lead), client_of(coordinator)

    trainer.post(address(training), {"deed": "submit", "message": "Please look"})
    assert "Please look" in office.get(address(training)).text
    trainer.post(address(training), {"deed": "approve"})
    training.refresh_from_db()
    assert training.approval == ApprovalState.SUBMITTED

    office.post(address(training), {"deed": "approve"})
    training.refresh_from_db()
    assert training.approval == ApprovalState.APPROVED


def test_co_trainer_reads_and_does_not_submit(client_of, lead, training):
    training.facilitators.update(role="co_trainer")
    FacilitatorFactory(training=training)
    client = client_of(lead)

    assert client.get(address(training)).status_code == 200
    assert client.post(address(training), {"deed": "submit"}).status_code == 403
