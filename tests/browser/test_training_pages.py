"""The pages around a training, before and after it: without barriers, and fitting."""

from __future__ import annotations

from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone

from home.roles import load_roles
from lms.delivery.models import Evaluation, WalkIn
from tests.browser.conftest import DESK, PHONE
from tests.factories.curriculum import ModuleEditionFactory
from tests.factories.delivery import (
    BriefingFactory,
    EnrolmentFactory,
    FacilitatorFactory,
    MarkFactory,
    SessionFactory,
    TrainingFactory,
)
from tests.factories.people import AffiliationFactory
from tests.factories.site import restore_base
from tests.factories.users import UserFactory

pytestmark = pytest.mark.browser


@pytest.fixture
def training(transactional_db):
    """A training that begins in a week, of which everything waits that can wait."""
    restore_base()
    load_roles()
    today = timezone.localdate()
    training = TrainingFactory(
        editions=[ModuleEditionFactory()],
        start_date=today + timedelta(days=7),
        end_date=today + timedelta(days=8),
        approval="approved",
        capacity=2,
    )
    session = SessionFactory(training=training)
    people = {"institution": AffiliationFactory().institution}
    enrolment = EnrolmentFactory(training=training, **people)
    MarkFactory(enrolment=enrolment, session=session, is_disputed=True)
    BriefingFactory(enrolment=enrolment)
    for status in ("nominated", "waiting", "declined"):
        EnrolmentFactory(
            training=training,
            status=status,
            nominated_at=timezone.now(),
            decision_note="Words",
            **people,
        )
    WalkIn.objects.create(
        training=training, name="Besa Krasniqi", received_at=timezone.now()
    )
    Evaluation.objects.create(training=training, opened_at=timezone.now())
    return training


@pytest.fixture
def look(open_page, sign_in):
    """`look(user, viewport, addresses)` is what is wrong, by address."""

    def make(user, viewport, addresses):
        page = open_page(viewport)
        sign_in(page, user)
        wrong = {}
        for address in addresses:
            answer = page.goto(address)
            found = Axe().run(page)
            width = page.evaluate("document.documentElement.scrollWidth")
            if not answer.ok:
                wrong[address] = answer.status
            elif found.violations_count:
                wrong[address] = found.generate_report()
            elif width > viewport["width"]:
                wrong[address] = width
        return wrong

    return make


VIEWS = pytest.mark.parametrize(
    ("language", "viewport"),
    [("sq", PHONE), ("sr-latn", PHONE), ("en", DESK)],
    ids=["sq phone", "sr phone", "en desk"],
)


@VIEWS
def test_pages_of_the_lead_have_no_barrier(training, look, language, viewport):
    lead = UserFactory(roles=["Trainers"])
    FacilitatorFactory(training=training, trainer__professional__user=lead)
    session = training.sessions.get()
    pages = (
        "", "sessions/", "sessions/copy/", "evidence/", "import/", "nominations/",
        "walk-ins/", "approval/", "report/", "briefings/", "evaluation/",
        "evaluation/enter/",
    )  # fmt: skip
    addresses = [f"/{language}/trainer/{training.code}/{page}" for page in pages]
    addresses += [
        f"/{language}/trainer/session/{session.pk}/{page}/"
        for page in ("move", "call-off", "disputes")
    ]
    addresses.append(f"/{language}/evaluation/{training.evaluation.token}/")

    assert look(lead, viewport, addresses) == {}


@VIEWS
def test_pages_of_the_focal_point_have_no_barrier(training, look, language, viewport):
    user = UserFactory(roles=["Focal points"])
    AffiliationFactory(
        institution=training.enrolments.first().institution,
        professional__user=user,
        focal_point=True,
    )
    AffiliationFactory(institution=training.enrolments.first().institution)
    addresses = [
        f"/{language}/nominations/",
        f"/{language}/nominations/{training.code}/",
    ]

    assert look(user, viewport, addresses) == {}
