"""A trainer's sessions at a private address that calendars follow."""

from datetime import UTC, datetime, time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar
from wagtail.models import ModelLogEntry

from lms.delivery.domain.calendar_feed import FeedRefused, make_feed
from lms.delivery.models import CalendarFeed, Session
from tests.factories.delivery import FacilitatorFactory, SessionFactory, TrainingFactory
from tests.factories.people import MunicipalityFactory, TrainerFactory
from tests.factories.users import UserFactory
from trainers_pool.models import TrainerStatusPeriod

pytestmark = pytest.mark.django_db

ADDRESS = "lms_delivery:calendar_address"


@pytest.fixture
def trainer(roles):
    user = UserFactory(username="trainer", roles=["Trainers"])
    return TrainerFactory(professional__user=user)


@pytest.fixture
def feed(trainer):
    return make_feed(trainer, by=None, now=timezone.now())


def address(feed):
    return reverse("lms_delivery_plain:calendar_feed", args=[feed.token])


def coming(trainer, **facts):
    """A training of the trainer with a session in a week."""
    day = timezone.localdate() + timedelta(days=7)
    training = TrainingFactory(start_date=day, end_date=day, days=1)
    FacilitatorFactory(training=training, trainer=trainer, **facts)
    return training


def events(response):
    assert response.status_code == 200
    return Calendar.from_ical(response.content).walk("VEVENT")


def has_status(trainer, status):
    TrainerStatusPeriod.objects.filter(trainer=trainer).delete()
    TrainerStatusPeriod.objects.create(
        trainer=trainer,
        status=status,
        start_date=timezone.localdate() - timedelta(days=1),
        reason="Letter",
    )


def test_feed_has_the_own_sessions_without_a_login(client, trainer, feed):
    own = coming(trainer)
    coming(TrainerFactory())

    response = client.get(address(feed))
    (event,) = events(response)

    assert event["summary"] == own.title
    assert event["status"] == "CONFIRMED"
    assert event["description"].endswith(f"/trainer/{own.code}/")
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert not response.cookies


def test_what_was_declined_is_left_out_and_what_is_open_is_tentative(
    client, trainer, feed
):
    asked = coming(trainer, answer="asked")
    coming(trainer, answer="declined")

    (event,) = events(client.get(address(feed)))

    assert (event["summary"], event["status"]) == (asked.title, "TENTATIVE")


def test_session_that_is_called_off_stays_as_cancelled(client, trainer, feed):
    coming(trainer)
    Session.objects.update(cancelled_at=timezone.now(), cancel_reason="Snow")

    (event,) = events(client.get(address(feed)))

    assert event["status"] == "CANCELLED"


def test_sessions_of_more_than_a_year_ago_are_left_out(client, trainer, feed):
    training = coming(trainer)
    days = [timezone.localdate() - timedelta(days=days) for days in (366, 367)]
    for day in days:
        SessionFactory(training=training, date=day, starts=time(9), ends=time(10))

    found = [event["dtstart"].dt.date() for event in events(client.get(address(feed)))]

    assert found == [days[0], training.start_date]


def test_address_is_long_random_and_has_no_language(feed):
    other = make_feed(TrainerFactory(), by=None, now=timezone.now())

    assert address(feed) == f"/calendar/feed/{feed.token}.ics"
    assert len(feed.token) == 43
    assert feed.token != other.token


def test_renewed_address_makes_the_old_one_lead_nowhere(client, trainer, feed):
    old = address(feed)
    new = make_feed(trainer, by=None, now=timezone.now())

    assert client.get(old).status_code == 404
    assert client.get(address(new)).status_code == 200
    assert CalendarFeed.objects.count() == 1


def test_unknown_and_withdrawn_tokens_are_answered_alike(client, trainer, feed):
    old, unknown = address(feed), address(CalendarFeed(token="a" * 43))
    make_feed(trainer, by=None, now=timezone.now())

    withdrawn, never = client.get(old), client.get(unknown)

    assert (withdrawn.status_code, never.status_code) == (404, 404)
    assert withdrawn.text.replace(old, unknown) == never.text
    assert withdrawn.headers == never.headers


def test_feed_is_shut_with_the_login(client, trainer, feed):
    user = trainer.professional.user
    user.is_active = False
    user.save()

    assert client.get(address(feed)).status_code == 404


def test_feed_of_a_trainer_without_a_login_is_shut(client):
    feed = make_feed(TrainerFactory(), by=None, now=timezone.now())

    assert client.get(address(feed)).status_code == 404


@pytest.mark.parametrize(
    ("status", "answer"), [("active", 200), ("resting", 200), ("left", 404)]
)
def test_feed_is_shut_once_the_trainer_has_left(client, trainer, feed, status, answer):
    has_status(trainer, status)

    assert client.get(address(feed)).status_code == answer


def test_trainer_who_left_makes_no_address(trainer):
    has_status(trainer, "left")

    with pytest.raises(FeedRefused, match="You have left the trainer pool"):
        make_feed(trainer, by=None, now=timezone.now())


def test_feed_is_not_sent_twice_nor_kept_or_found_by_others(client, trainer, feed):
    coming(trainer)
    first = client.get(address(feed))
    again = client.get(address(feed), HTTP_IF_NONE_MATCH=first["ETag"])
    Session.objects.update(revision=3)
    changed = client.get(address(feed), HTTP_IF_NONE_MATCH=first["ETag"])

    assert first["Cache-Control"] == "private, no-cache"
    assert first["X-Robots-Tag"] == "noindex"
    assert (again.status_code, again.content) == (304, b"")
    assert changed.status_code == 200


def test_lines_are_short_and_end_as_the_standard_says(client, trainer, feed):
    """RFC 5545, 3.1, without the library that wrote them."""
    training = coming(trainer)
    training.title = "Identifikimi i hershëm i viktimave: çështje dhe shenja " * 3
    training.save()

    content = client.get(address(feed)).content

    assert b"\n" not in content.replace(b"\r\n", b"")
    assert content.endswith(b"END:VCALENDAR\r\n")
    assert max(map(len, content.split(b"\r\n"))) <= 75


@pytest.mark.parametrize("count", [1, 3])
def test_feed_costs_the_same_for_any_number(
    client, trainer, feed, count, django_assert_num_queries
):
    for _ in range(count):
        training = coming(trainer, answer="asked")
        training.municipality = MunicipalityFactory()
        training.save()

    with django_assert_num_queries(4):
        response = client.get(address(feed))

    assert len(events(response)) == count


# The trainer's page


def test_trainer_makes_the_address_and_another_one(client_of, trainer):
    client = client_of(trainer.professional.user)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    before = client.get(reverse("lms_delivery:today")).text
    made = client.post(reverse(ADDRESS), follow=True).text
    first = CalendarFeed.objects.get()
    again = client.post(reverse(ADDRESS), follow=True).text
    second = CalendarFeed.objects.get()

    assert reverse(ADDRESS) in before
    assert f"http://testserver{address(first)}" in made
    assert f"http://testserver{address(second)}" in again
    assert first.token not in again
    assert first.pk == second.pk


def test_making_an_address_is_logged_without_it(trainer, feed):
    entry = ModelLogEntry.objects.get(action="lms_delivery.make_feed")

    assert entry.object_id == str(trainer.pk)
    assert feed.token not in str(entry.data)


def test_refusal_is_shown_to_the_trainer(client_of, trainer):
    has_status(trainer, "left")

    page = client_of(trainer.professional.user).post(
        reverse(ADDRESS), follow=True, HTTP_ACCEPT_LANGUAGE="en"
    )

    assert not CalendarFeed.objects.exists()
    assert [message.level_tag for message in page.context["messages"]] == ["error"]


def test_address_is_made_by_trainers_for_themselves_alone(
    client, client_of, coordinator, trainer
):
    participant = UserFactory(roles=["Participants"])

    answers = [
        client.post(reverse(ADDRESS)).status_code,
        client_of(participant).post(reverse(ADDRESS)).status_code,
        client_of(coordinator).post(reverse(ADDRESS)).status_code,
        client_of(trainer.professional.user).get(reverse(ADDRESS)).status_code,
    ]

    assert answers == [302, 403, 404, 405]
    assert not CalendarFeed.objects.exists()


def test_the_office_sees_no_address(client_of, coordinator, feed):
    page = client_of(coordinator).get(reverse("lms_delivery:today"))

    assert feed.token not in page.text
    assert reverse(ADDRESS) not in page.text


def test_feed_knows_when_it_was_made(trainer):
    now = datetime(2026, 3, 1, tzinfo=UTC)

    assert make_feed(trainer, by=None, now=now).made_at == now
