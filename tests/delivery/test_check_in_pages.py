"""The pages of the self check-in: the phone of a participant, the screen of a trainer."""

import base64
import io
import re
from datetime import time, timedelta

import pytest
import zxingcpp
from django.core import signing
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from lms.delivery.domain.wall_code import token_of
from lms.delivery.models import CheckIn, Mark
from lms.delivery.views.here import PHONE_COOKIE, SCAN_COOKIE, SCAN_SALT
from tests.factories.delivery import EnrolmentFactory, SessionFactory, TrainingFactory
from tests.factories.users import UserFactory

pytestmark = pytest.mark.django_db
ENGLISH = {"HTTP_ACCEPT_LANGUAGE": "en"}
HERE = "/en/here/"
ARTA = {"first_name": "Arta", "last_name": "Berisha", "email": "arta@example.org"}


@pytest.fixture(autouse=True)
def _no_brake():
    cache.clear()


@pytest.fixture
def session(training):
    """From midnight to midnight of today, in the training that `lead` leads."""
    training.start_date = training.end_date = timezone.localdate()
    training.save()
    return SessionFactory(
        training=training, starts=time(0, 0), ends=time(23, 59), title="Me Besnikun"
    )


@pytest.fixture
def arta(training):
    return EnrolmentFactory(
        training=training,
        professional__first_name="Arta",
        professional__last_name="Berisha",
        professional__email="arta@example.org",
    )


@pytest.fixture
def wall(lead):
    client = Client()
    client.force_login(lead, backend="django.contrib.auth.backends.ModelBackend")
    return client


def link_of(session, *, ago=0):
    shown = timezone.now() - timedelta(seconds=ago)
    return reverse("lms_delivery_plain:here_link", args=[token_of(session, now=shown)])


def page_of(session):
    return f"/en/trainer/session/{session.pk}/check-in/"


def checked_in(session, client=None, **typed):
    client = client or Client()
    client.get(link_of(session), **ENGLISH)
    answer = client.post(HERE, {**ARTA, **typed}, follow=True)
    assert "Thank you, your trainer confirms it." in answer.text
    return client


# The phone


def test_scan_leads_to_a_form_that_names_nobody(session, arta, client):
    answer = client.get(link_of(session), follow=True, **ENGLISH)

    assert answer.request["PATH_INFO"] == HERE
    assert session.training.title in answer.text
    for name in ("Arta", "Berisha", "Besnik", session.training.code):
        assert name not in answer.text
    assert "no-store" in answer["Cache-Control"]
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    for name in (SCAN_COOKIE, PHONE_COOKIE):
        cookie = client.cookies[name]
        assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")


def test_answer_is_the_same_for_known_and_unknown_people(session, arta):
    pages = []
    for typed in ({}, {"first_name": "Nobody", "email": "n@example.org"}):
        client = checked_in(session, **typed)
        pages.append(client.get(HERE).text)

    assert pages[0] == pages[1]
    assert [one.enrolment for one in CheckIn.objects.all()] == [arta, None]


def test_photo_sent_to_a_friend_is_refused_in_words(session):
    friend = Client()

    answer = friend.get(link_of(session, ago=60), **ENGLISH)

    assert answer.status_code == 403
    assert "This code has run out. Scan the one on the wall now." in answer.text
    assert not friend.cookies.get(SCAN_COOKIE)
    friend.post(HERE, ARTA)
    assert not CheckIn.objects.exists()


def test_form_stays_good_while_the_code_runs_out(session, client):
    client.get(link_of(session))
    earlier = signing.loads(client.cookies[SCAN_COOKIE].value, salt=SCAN_SALT)
    earlier[1], earlier[2] = earlier[1] - 500, earlier[2] - 500
    client.cookies[SCAN_COOKIE] = signing.dumps(earlier, salt=SCAN_SALT)
    client.post(HERE, ARTA)
    assert CheckIn.objects.count() == 1

    earlier[2] -= 200
    client.cookies[SCAN_COOKIE] = signing.dumps(earlier, salt=SCAN_SALT)
    answer = client.post(HERE, {**ARTA, "email": "x@example.org"})
    assert "You scanned the code a while ago." in answer.text
    assert CheckIn.objects.count() == 1


def test_forged_cookies_are_no_scan(session, client):
    client.get(link_of(session))
    signed = client.cookies[SCAN_COOKIE].value
    for forged in (
        "",
        "x",
        signed[:-1],
        f"x{signed}",
        signing.dumps([session.pk, 1, 1, "a", False], salt="other"),
        client.cookies[PHONE_COOKIE].value,
    ):
        client.cookies[SCAN_COOKIE] = forged
        answer = client.post(HERE, ARTA)
        assert "Scan the code that your trainer shows" in answer.text

    assert not CheckIn.objects.exists()


def test_scan_of_one_session_is_good_for_no_other(session, client):
    """The session is in the signed scan, and nothing else names it."""
    other = SessionFactory(
        training=TrainingFactory(
            start_date=timezone.localdate(), end_date=timezone.localdate()
        ),
        starts=time(0, 0),
        ends=time(23, 59),
    )
    client.get(link_of(session))

    client.post(f"{HERE}?session={other.pk}", {**ARTA, "session": other.pk})

    assert CheckIn.objects.get().session == session


def test_used_scan_checks_nobody_else_in(session):
    client = checked_in(session)

    client.post(HERE, {**ARTA, "first_name": "Friend", "email": "f@example.org"})

    assert CheckIn.objects.get().name == "Arta Berisha"


def test_second_person_on_one_phone_is_in_doubt_and_with_a_forged_cookie_a_new_phone(
    session, arta, client
):
    checked_in(session, client)
    checked_in(session, client, first_name="Friend", email="f@example.org")
    assert [one.doubts for one in CheckIn.objects.all()] == [
        ["other_person"], ["not_listed", "other_person"],
    ]  # fmt: skip

    client.cookies[PHONE_COOKIE] = "forged"
    checked_in(session, client, first_name="Third", email="t@example.org")
    assert CheckIn.objects.last().doubts == ["not_listed"]


def test_who_is_signed_in_says_so_with_one_tap(session, arta, client):
    arta.professional.user = UserFactory()
    arta.professional.save()
    client.force_login(
        arta.professional.user, backend="django.contrib.auth.backends.ModelBackend"
    )

    form = client.get(link_of(session), follow=True, **ENGLISH)
    assert "first_name" not in form.text
    done = client.post(HERE, follow=True)

    assert "Thank you" in done.text
    assert CheckIn.objects.get().enrolment == arta


def test_form_says_what_is_missing(session, client):
    client.get(link_of(session))

    answer = client.post(HERE, {"first_name": "", "email": "no address"})

    assert "This field is required." in answer.text
    assert "no address" in answer.text
    assert not CheckIn.objects.exists()


def test_check_in_asks_for_its_csrf_token(session, wall, arta):
    checked_in(session)
    one = CheckIn.objects.get()
    phone, screen = Client(enforce_csrf_checks=True), Client(enforce_csrf_checks=True)
    screen.cookies = wall.cookies
    phone.get(link_of(session))

    assert phone.post(HERE, ARTA).status_code == 403
    refused = screen.post(page_of(session), {"deed": f"confirm {one.pk}"})
    assert refused.status_code == 403
    assert CheckIn.objects.waiting().get() == one


def test_bad_codes_are_braked_and_good_ones_are_not(session, client, settings):
    settings.LMS_DELIVERY_UNKNOWN_CODES = 3
    for _number in range(3):
        assert client.get("/here/x/").status_code == 403

    braked = client.get("/here/x/", **ENGLISH)

    assert braked.status_code == 429
    assert int(braked["Retry-After"]) > 0
    assert "Too many codes were tried." in braked.text
    assert client.get(link_of(session)).status_code == 302


# The screen


def qr_text(page):
    data = re.search(r'src="data:image/png;base64,([^"]+)"', page)[1]
    with Image.open(io.BytesIO(base64.b64decode(data))) as picture:
        (found,) = zxingcpp.read_barcodes(picture.convert("L"))
    return found.text


def test_screen_shows_a_code_that_checks_in(session, wall):
    page = wall.get(page_of(session))

    assert qr_text(page.text).endswith(link_of(session))
    assert "no-store" in page["Cache-Control"]
    assert float(re.search(r'data-seconds="([\d.]+)"', page.text)[1]) <= 20
    assert "Nobody waits." in page.text
    assert '<noscript><meta http-equiv="refresh"' in page.text
    assert client_gets_form(qr_text(page.text))


def client_gets_form(address):
    return Client().get(address, follow=True, **ENGLISH).text.count("I am here") > 1


def test_wall_shows_the_code_without_names(session, wall, arta):
    checked_in(session)

    for address in (f"{page_of(session)}?wall", f"{page_of(session)}?wall&part"):
        page = wall.get(address)
        assert qr_text(page.text)
        assert "1 person has checked in." in page.text
        assert "Berisha" not in page.text


def test_part_is_what_the_page_fetches_again(session, wall, arta):
    checked_in(session)

    part = wall.get(f"{page_of(session)}?part")

    assert "<html" not in part.text
    assert qr_text(part.text)
    assert "Arta Berisha" in part.text


def test_only_those_that_were_shown_are_confirmed(session, wall, arta, training):
    EnrolmentFactory(
        training=training,
        professional__first_name="Besa",
        professional__last_name="Çela",
    )
    checked_in(session)
    page = wall.get(page_of(session)).text
    shown = re.findall(r'name="shown" value="(\d+)"', page)
    checked_in(session, first_name="Besa", last_name="Çela", email="")

    answer = wall.post(page_of(session), {"deed": "all", "shown": shown}, follow=True)

    assert "Confirmed: 1 person." in answer.text
    assert Mark.objects.get().enrolment == arta
    assert CheckIn.objects.waiting().get().name == "Besa Çela"


def test_doubts_are_shown_and_decided_one_by_one(session, wall, arta):
    phone = checked_in(session)
    checked_in(session, phone, first_name="Friend", email="f@example.org")
    page = wall.get(page_of(session)).text
    assert page.count("Somebody else checked in on this phone") == 2
    assert 'value="all"' not in page
    one, other = CheckIn.objects.all()

    wall.post(page_of(session), {"deed": f"not_here {other.pk}"})
    wall.post(page_of(session), {"deed": f"confirm {one.pk}"})

    statuses = CheckIn.objects.values_list("status", flat=True)
    assert list(statuses) == ["confirmed", "refused"]
    again = wall.post(
        page_of(session), {"deed": f"not_here {other.pk}"}, follow=True
    ).text
    assert "This was decided meanwhile." in again


@pytest.mark.parametrize("people", [1, 3])
def test_screen_costs_the_same_for_few_and_many(
    session, wall, training, people, django_assert_num_queries
):
    for number in range(people):
        enrolment = EnrolmentFactory(training=training)
        checked_in(session, email=enrolment.professional.email, first_name=str(number))

    with django_assert_num_queries(11):
        wall.get(f"{page_of(session)}?part")


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"deed": "all of them"},
        {"deed": "confirm x"},
        {"deed": "erase 1"},
        {"deed": "all", "shown": ["x"]},
        {"deed": "all", "shown": ["9" * 40]},
    ],
)
def test_other_buttons_do_nothing(session, wall, sent):
    checked_in(session)

    answer = wall.post(page_of(session), sent, follow=True)

    assert "Choose one of the buttons." in answer.text
    assert CheckIn.objects.waiting().count() == 1


def test_screen_says_why_there_is_no_code(session, wall):
    session.date = timezone.localdate() + timedelta(days=3)
    session.save()

    page = wall.get(page_of(session)).text

    assert "Check-in for this session begins on" in page
    assert "data:image/png" not in page


@pytest.mark.parametrize("user", ["nobody", "participant", "observer", "other"])
def test_screen_is_for_who_runs_the_training(session, lead, arta, user, client):
    if user == "participant":
        arta.professional.user = UserFactory()
        arta.professional.save()
        client.force_login(
            arta.professional.user,
            backend="django.contrib.auth.backends.ModelBackend",
        )
    elif user != "nobody":
        facilitator = session.training.facilitators.get()
        if user == "observer":
            facilitator.role = "observer"
        else:
            facilitator.training = TrainingFactory()
        facilitator.save()
        client.force_login(lead, backend="django.contrib.auth.backends.ModelBackend")
    expected = {"nobody": 302, "participant": 403, "observer": 403, "other": 404}[user]

    for answer in (
        client.get(page_of(session)),
        client.get(f"{page_of(session)}?part"),
        client.get(f"{page_of(session)}?wall"),
        client.post(page_of(session), {"deed": "all"}),
    ):
        assert answer.status_code == expected


def test_way_to_the_code_is_on_the_day_itself(session, wall):
    tomorrow = SessionFactory(
        training=session.training, date=session.date + timedelta(days=1)
    )

    page = wall.get(f"/en/trainer/{session.training.code}/").text

    assert page_of(session) in page
    assert page_of(tomorrow) not in page
    plain = wall.get(f"/en/trainer/session/{session.pk}/?plain").text
    assert page_of(session) in plain
