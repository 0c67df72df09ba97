import re
from datetime import timedelta

import pytest
from django.conf import settings as django_settings
from django.contrib.auth.tokens import default_token_generator
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from wagtail.models import ModelLogEntry

from home.domain.accounts import (
    LINKS_AT_ONCE,
    AccountRefused,
    invite,
    invite_enrolled,
    keep_language,
    kept_language,
)
from tests.factories.delivery import EnrolmentFactory, TrainingFactory
from tests.factories.people import ProfessionalFactory
from tests.factories.users import PASSWORD, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("roles")]

CHOSEN = {"new_password1": "lantern on a hill", "new_password2": "lantern on a hill"}


@pytest.fixture(autouse=True)
def _english():
    with override("en"):
        yield


@pytest.fixture
def arta():
    return ProfessionalFactory(
        first_name="Arta", last_name="Berisha", email="Arta@example.org", language="en"
    )


@pytest.fixture
def letters_of(django_capture_on_commit_callbacks):
    """`letters_of(deed)` are the letters that leave because of it."""

    def make(deed):
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            deed()
        return list(mail.outbox)

    return make


def path_in(letter):
    return re.search(r"https?://[^/\s]+(/\S+/password/\S+/)", letter.body).group(1)


def deeds_of(person):
    entries = ModelLogEntry.objects.for_instance(person)
    return set(entries.values_list("action", flat=True))


def test_the_invited_person_chooses_a_password_and_is_signed_in(
    arta, client, letters_of
):
    (letter,) = letters_of(lambda: invite(arta, by=None))

    assert letter.to == ["Arta@example.org"]
    assert "Dear Arta Berisha," in letter.body
    assert "you sign in as arta@example.org." in letter.body
    page = client.get(path_in(letter), follow=True)
    assert "Choose your password" in page.content.decode()
    response = client.post(page.redirect_chain[-1][0], CHOSEN, follow=True)
    assert response.redirect_chain[-1][0] == "/en/my/learning/"
    arta.refresh_from_db()
    assert client.session["_auth_user_id"] == str(arta.user_id)
    assert [group.name for group in arta.user.groups.all()] == ["Participants"]
    assert deeds_of(arta) == {"home.invite", "home.link_sent", "home.choose_password"}


def test_a_used_link_says_so_and_sends_a_new_one(arta, client, letters_of):
    (letter,) = letters_of(lambda: invite(arta, by=None))
    page = client.get(path_in(letter), follow=True)
    client.post(page.redirect_chain[-1][0], CHOSEN)
    client.logout()

    content = client.get(path_in(letter)).content.decode()

    assert "This link is over" in content
    again = re.search(r'action="([^"]+/password/again/[^"]+)"', content).group(1)
    (second,) = letters_of(lambda: client.post(again))
    assert second.to == ["Arta@example.org"]
    assert second.subject == "A new password for Fener"


def test_an_old_link_is_over(arta, client, letters_of, monkeypatch):
    (letter,) = letters_of(lambda: invite(arta, by=None))
    late = timezone.localtime() + timedelta(
        seconds=django_settings.PASSWORD_RESET_TIMEOUT + 1
    )
    monkeypatch.setattr(
        default_token_generator, "_now", lambda: late.replace(tzinfo=None)
    )

    content = client.get(path_in(letter), follow=True).content.decode()

    assert "This link is over" in content


def test_the_letter_is_in_the_language_of_the_person(letters_of):
    person = ProfessionalFactory(language="sr-latn")

    (letter,) = letters_of(lambda: invite(person, by=None))

    assert path_in(letter).startswith("/sr-latn/")


def test_inviting_again_repeats_the_letter_until_it_is_used(arta, letters_of):
    invite(arta, by=None)
    arta.email = "new@example.org"
    arta.save()
    (letter,) = letters_of(lambda: invite(arta, by=None))
    assert letter.to == ["new@example.org"]
    arta.refresh_from_db()
    arta.user.set_password("lantern on a hill")
    arta.user.save()

    with pytest.raises(AccountRefused) as refusal:
        invite(arta, by=None)

    assert str(refusal.value) == (
        "Arta Berisha has a login already. A forgotten password is asked for on the "
        "page where one signs in."
    )


def test_without_an_e_mail_the_office_chooses_the_name(letters_of):
    person = ProfessionalFactory(first_name="Arta", last_name="Berisha", email="")
    with pytest.raises(AccountRefused) as refusal:
        invite(person, by=None)
    assert str(refusal.value) == (
        "Arta Berisha has no e-mail. Choose a name to sign in with, or enter one."
    )

    assert letters_of(lambda: invite(person, username="arta", by=None)) == []
    person.refresh_from_db()
    assert person.user.username == "arta"


def test_a_name_that_is_taken_is_refused(arta):
    UserFactory(username="ARTA@example.org")

    with pytest.raises(AccountRefused) as refusal:
        invite(arta, by=None)

    assert str(refusal.value) == (
        "Somebody signs in as arta@example.org already. Choose another name to sign in "
        "with."
    )


def test_without_mail_nobody_is_invited_by_mail(arta, settings):
    settings.LMS_DELIVERY_MAIL_ENABLED = False

    with pytest.raises(AccountRefused) as refusal:
        invite(arta, by=None)

    assert (
        str(refusal.value) == "This site sends no mail. The operator can switch it on."
    )


def test_everybody_of_a_training_who_can_be_is_invited(letters_of):
    training = TrainingFactory()
    enrolment = EnrolmentFactory(training=training)
    EnrolmentFactory(training=training, professional__email="")
    EnrolmentFactory(training=training, status="withdrawn")
    EnrolmentFactory(training=training, professional__user=UserFactory())

    letters = letters_of(lambda: invite_enrolled(training, by=None))

    assert [letter.to for letter in letters] == [[enrolment.professional.email]]


def test_a_forgotten_password_is_answered_alike_for_known_and_unknown(
    client, letters_of
):
    UserFactory(username="arta", email="arta@example.org")
    url = reverse("password_reset")
    answers = {}

    def ask(email):
        answers[email] = client.post(url, {"email": email}).url

    assert len(letters_of(lambda: ask("ARTA@example.org"))) == 1
    assert letters_of(lambda: ask("nobody@example.org")) == []
    assert answers["ARTA@example.org"] == answers["nobody@example.org"]


def test_a_closed_login_gets_no_link(client, letters_of):
    UserFactory(email="arta@example.org", is_active=False)

    ask = {"email": "arta@example.org"}

    assert letters_of(lambda: client.post(reverse("password_reset"), ask)) == []


def test_nobody_is_flooded_with_letters(client, letters_of):
    UserFactory(email="arta@example.org")

    def ask():
        for _ in range(LINKS_AT_ONCE + 2):
            client.post(reverse("password_reset"), {"email": "arta@example.org"})

    assert len(letters_of(ask)) == LINKS_AT_ONCE


def test_whoever_asks_too_often_waits(client, monkeypatch):
    monkeypatch.setattr("home.account_views.ASKED", 2)
    url = reverse("password_reset")
    codes = [client.post(url, {"email": "a@example.org"}).status_code for _ in "123"]

    assert codes == [302, 302, 429]


@pytest.mark.parametrize("broken", ["MQ", "x", "----", "OTk5OTk5OTk5OTk5OTk5OTk5OTk5"])
def test_a_broken_link_asks_for_nothing_and_tells_nothing(client, letters_of, broken):
    url = reverse("password_link_again", args=[broken])
    answers = []

    assert letters_of(lambda: answers.append(client.post(url))) == []
    assert answers[0].url == reverse("password_reset_done")


def test_the_own_pages_open_in_the_language_that_is_kept(client):
    user = UserFactory(username="arta")
    person = ProfessionalFactory(user=user)
    client.post("/en/login/", {"username": "arta", "password": PASSWORD})

    response = client.post("/en/my/language/", {"language": "sr-latn"})

    assert response.url == "/sr-latn/my/learning/"
    assert client.get("/en/my/").url == "/sr-latn/my/learning/"
    person.refresh_from_db()
    assert (kept_language(user), person.language) == ("sr-latn", "sr-latn")


def test_a_language_the_site_does_not_speak_is_refused():
    with pytest.raises(AccountRefused, match="Choose one of the languages"):
        keep_language(UserFactory(), language="de")


def test_the_office_invites_from_the_page_of_the_person(
    arta, coordinator, client_of, letters_of
):
    client = client_of(coordinator)
    url = reverse("account:invite_person", args=[arta.pk])
    assert url in client.get(reverse("professional:edit", args=[arta.pk])).text

    assert len(letters_of(lambda: client.post(url, {"username": ""}))) == 1
    assert deeds_of(arta) == {"home.invite", "home.link_sent"}


def test_a_link_to_hand_over_is_shown_to_the_office(coordinator, client_of):
    person = ProfessionalFactory(email="")
    url = reverse("account:invite_person", args=[person.pk])

    page = client_of(coordinator).post(url, {"username": "arta"}, follow=True)

    assert re.search(r"/password/\w+/[\w-]+/", page.text)


def test_the_office_invites_a_whole_training(coordinator, client_of, letters_of):
    training = TrainingFactory()
    for _ in range(2):
        EnrolmentFactory(training=training)
    client = client_of(coordinator)
    url = reverse("account:invite_training", args=[training.pk])
    assert (
        url in client.get(reverse("lms_delivery:training", args=[training.code])).text
    )
    assert "2 people who take part" in client.get(url).text

    assert len(letters_of(lambda: client.post(url))) == 2
