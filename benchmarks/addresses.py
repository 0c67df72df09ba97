"""What the benchmarks open: addresses of the demo's pages, a bare page, and a login.

Run inside the site (`manage.py shell`), printed as JSON.
"""

from __future__ import annotations

import json
import sys

from django.urls import reverse
from django.utils.translation import override
from wagtail.models import Page, Site

from benchmarks.attempts_data import build
from benchmarks.scratch import BARE, EMPTY
from curriculum.models import LessonPage
from home.domain.demo_logins import LOGINS, PASSWORD
from home.roles import TRAINERS
from lms.delivery.models import Session

LANGUAGE = "sq"


def add_bare_page(home: Page) -> None:
    """A page of Wagtail's own kind, with the template beside this file."""
    if not home.get_children().filter(slug="benchmark").exists():
        home.add_child(instance=Page(title="Bare page", slug="benchmark"))


def addresses() -> dict[str, str]:
    home = Site.objects.get(is_default_site=True).root_page
    add_bare_page(home)
    lessons = LessonPage.objects.live().filter(locale=home.locale_id)
    trainer = next(login.username for login in LOGINS if login.role == TRAINERS)
    session = Session.objects.filter(
        training__facilitators__trainer__professional__user__username=trainer
    ).latest("date")
    [paper] = build(people=1, questions=20)
    lesson = lessons.order_by("path")[0].url
    with override(LANGUAGE):
        return {
            "empty Django view": EMPTY,
            "bare Wagtail page": BARE,
            "home page": home.url,
            "lesson page": lesson,
            # What is asked with a query is not kept.
            "lesson page, made anew": f"{lesson}?anew",
            "progress page": reverse("lms_targets:progress"),
            "test page": paper.page,
            "test page, cookie": paper.cookie,
            "roll call": reverse("lms_delivery:roll_call", args=[session.pk]),
            "login": reverse("login"),
            "username": trainer,
            "password": PASSWORD,
        }


def write() -> None:
    json.dump(addresses(), sys.stdout)
