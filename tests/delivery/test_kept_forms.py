"""A lost login keeps what was typed."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lms.delivery.models import Mark, Session
from lms.delivery.views.kept import SESSION_KEY
from tests.factories.delivery import EnrolmentFactory, SessionFactory
from tests.factories.people import TrainerFactory
from tests.factories.users import UserFactory

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def browser():
    """A client that sends what a browser sends, the CSRF token included."""
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def enrolment(training):
    return EnrolmentFactory(training=training)


@pytest.fixture
def page(training):
    return reverse(
        "lms_delivery:roll_call", args=[SessionFactory(training=training).pk]
    )


def token_of(browser, page):
    browser.get(page)
    return browser.cookies["csrftoken"].value


def lost(browser):
    """The session ends while the page with the form is still open."""
    del browser.cookies["sessionid"]


def sent(browser, page, enrolment, token):
    data = {f"mark-{enrolment.pk}": "late", "csrfmiddlewaretoken": token}
    return browser.post(page, data)


def test_form_sent_without_login_waits_for_the_login(browser, lead, page, enrolment):
    browser.force_login(lead, backend=BACKEND)
    token = token_of(browser, page)
    lost(browser)

    response = sent(browser, page, enrolment, token)

    assert response.url == f"{reverse('login')}?next={page}"
    assert not Mark.objects.exists()
    browser.force_login(lead, backend=BACKEND)
    back = browser.get(page)
    assert back.context["call"].lines[0].value == "late"
    assert "What you chose is still here" in back.content.decode()
    again = browser.get(page)
    assert again.context["call"].lines[0].value == ""


def test_form_with_an_old_token_is_shown_again_unsaved(browser, lead, page, enrolment):
    browser.force_login(lead, backend=BACKEND)
    token = token_of(browser, page)
    browser.cookies["csrftoken"] = "x" * 32

    response = sent(browser, page, enrolment, token)

    assert response.url == page
    assert not Mark.objects.exists()
    assert browser.get(page).context["call"].lines[0].value == "late"


def test_form_with_login_and_token_is_saved(browser, lead, page, enrolment):
    """Negative control: the check lets the real form through."""
    browser.force_login(lead, backend=BACKEND)

    sent(browser, page, enrolment, token_of(browser, page))

    assert Mark.objects.get().value == "late"


def test_forged_form_of_a_visitor_is_not_kept(browser, page, enrolment):
    response = sent(browser, page, enrolment, "x" * 64)

    assert response.status_code == 302
    assert SESSION_KEY not in browser.session


def test_kept_form_is_shown_to_nobody_without_permission(
    browser, lead, page, enrolment, roles
):
    browser.force_login(lead, backend=BACKEND)
    token = token_of(browser, page)
    lost(browser)
    sent(browser, page, enrolment, token)
    stranger = TrainerFactory(professional__user=UserFactory(roles=["Trainers"]))

    browser.force_login(stranger.professional.user, backend=BACKEND)

    assert browser.get(page).status_code == 404


def test_kept_form_expires(browser, lead, page, enrolment):
    browser.force_login(lead, backend=BACKEND)
    token = token_of(browser, page)
    lost(browser)
    sent(browser, page, enrolment, token)
    session = browser.session
    session[SESSION_KEY]["until"] = (timezone.now() - timedelta(minutes=1)).timestamp()
    session.save()

    browser.force_login(lead, backend=BACKEND)

    assert browser.get(page).context["call"].lines[0].value == ""


def test_kept_form_of_one_page_is_not_shown_on_another(
    browser, lead, page, enrolment, training
):
    browser.force_login(lead, backend=BACKEND)
    token = token_of(browser, page)
    lost(browser)
    sent(browser, page, enrolment, token)
    browser.force_login(lead, backend=BACKEND)

    other = browser.get(reverse("lms_delivery:session_add", args=[training.code]))

    assert other.context["is_kept"] is False
    assert browser.get(page).context["call"].lines[0].value == "late"


def test_typed_session_comes_back_after_the_login(browser, lead, training):
    page = reverse("lms_delivery:session_add", args=[training.code])
    browser.force_login(lead, backend=BACKEND)
    token = token_of(browser, page)
    lost(browser)
    browser.post(
        page, {"date": "11.03.2026", "title": "Ushtrime", "csrfmiddlewaretoken": token}
    )

    browser.force_login(lead, backend=BACKEND)
    text = browser.get(page).content.decode()

    assert 'value="Ushtrime"' in text
    assert "What you typed is still here" in text
    assert not Session.objects.exists()


def test_too_large_a_form_is_not_kept(browser, lead, page, enrolment):
    browser.force_login(lead, backend=BACKEND)
    token = token_of(browser, page)
    lost(browser)

    browser.post(page, {"x": "y" * 70_000, "csrfmiddlewaretoken": token})

    assert SESSION_KEY not in browser.session
