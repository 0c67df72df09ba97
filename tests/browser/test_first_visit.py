"""The first visit of somebody who was invited, on a phone: letter, password, lesson."""

from __future__ import annotations

import os
import re
from datetime import timedelta
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core import mail
from django.utils import timezone

from curriculum.models import LessonPage
from home.domain.accounts import invite
from home.roles import load_roles
from lms.delivery.enums import ApprovalState
from lms.learning.models import LessonProgress
from tests.browser.conftest import DESK, PHONE
from tests.factories.curriculum import ModuleEditionFactory
from tests.factories.delivery import TrainingFactory
from tests.factories.people import ProfessionalFactory

pytestmark = pytest.mark.browser

LANGUAGES = ("sq", "sr-latn", "en")


@pytest.fixture
def training(programme):
    """Open for sign-up, on the module whose first lesson there is."""
    load_roles()
    module = LessonPage.objects.get(title="Lesson one").module_page.module
    edition = module.editions.first() or ModuleEditionFactory(module=module)
    soon = timezone.localdate() + timedelta(days=9)
    return TrainingFactory(
        title="Open one",
        approval=ApprovalState.APPROVED,
        is_open_for_signup=True,
        start_date=soon,
        end_date=soon,
        capacity=20,
        languages=["sq", "en"],
        editions=[edition],
    )


@pytest.fixture
def link(training):
    """The path in the letter of a person who was just invited."""
    invite(ProfessionalFactory(first_name="Arta", language="en"), by=None)
    return re.search(r"https?://[^/\s]+(/\S+)", mail.outbox[-1].body)[1]


def choose_password(page, link):
    page.goto(link)
    page.fill("input[name=new_password1]", "lantern on a hill")
    page.fill("input[name=new_password2]", "lantern on a hill")
    page.click("main button")
    page.wait_for_url("**/my/learning/")


def faults_of(page):
    found = Axe().run(page).response["violations"]
    return [f"{page.url}: {one['id']} {one['nodes'][0]['html']}" for one in found]


def fits(page):
    return page.evaluate(
        "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    )


def picture(page, name):
    """For whoever looks at the pages: `FENER_PICTURES` names a folder."""
    if folder := os.environ.get("FENER_PICTURES"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def test_the_invited_person_comes_from_the_letter_to_a_lesson_read(
    phone_page, link, training
):
    choose_password(phone_page, link)
    phone_page.click("text=Trainings open for sign-up")
    phone_page.locator("main a.button", has_text="Sign up").click()
    phone_page.click("main button")
    phone_page.locator("text=You are signed up.").wait_for()
    phone_page.goto("/en/my/learning/")
    phone_page.click("text=Begin to read")
    with phone_page.expect_response("**/my-lessons/**"):
        phone_page.reload()
    phone_page.click("text=I have read this lesson")
    phone_page.locator("text=I have not read it yet").wait_for()

    assert LessonProgress.objects.get().done_at is not None
    assert training.enrolments.attending().count() == 1
    assert fits(phone_page)


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_the_pages_of_a_learner_are_open_to_everybody(
    open_page, link, training, viewport
):
    page = open_page(viewport, locale="en")
    page.goto(link)
    faults, size = faults_of(page), viewport["width"]
    picture(page, f"password-{size}")
    choose_password(page, link)
    lesson = LessonPage.objects.get(title="Lesson one")
    for language in LANGUAGES:
        twin = lesson.get_translations(inclusive=True).get(
            locale__language_code=language
        )
        for name, path in {
            "learning": f"/{language}/my/learning/",
            "trainings": f"/{language}/sign-up/",
            "sign-up": f"/{language}/sign-up/{training.code}/",
            "forgotten": f"/{language}/password/",
            "sent": f"/{language}/password/sent/",
            "over": f"/{language}/password/MQ/x/",
            "lesson": twin.url,
            "module": twin.module_page.url,
        }.items():
            page.goto(path)
            faults += faults_of(page)
            assert fits(page), path
            if language == "en":
                picture(page, f"{name}-{size}")

    assert faults == []
