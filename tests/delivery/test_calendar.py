"""Sessions in the calendars of people: one file for each training."""

from datetime import UTC, date, datetime, time

import pytest
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from lms.delivery.domain.calendar import calendar_of, etag_of, uid_of
from lms.delivery.domain.sessions import (
    call_off_session,
    move_session,
    put_back_session,
)
from lms.delivery.domain.training import cancel_training
from lms.delivery.models import Session, Training
from tests.factories.delivery import (
    EnrolmentFactory,
    FacilitatorFactory,
    SessionFactory,
    TrainingFactory,
)
from tests.factories.people import MunicipalityFactory, TrainerFactory
from tests.factories.users import UserFactory

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def session(training):
    return SessionFactory(training=training, title="The interview")


def written(training, **facts):
    return calendar_of(
        Session.objects.filter(training=training).for_calendar(),
        name="Trainings",
        address=lambda training: f"https://fener.example/{training.code}/",
        **{"now": NOW, **facts},
    )


def events(content):
    return Calendar.from_ical(content).walk("VEVENT")


def event_of(training, **facts):
    (event,) = events(written(training, **facts))
    return event


def address(training):
    return reverse("lms_delivery:training_calendar", args=[training.code])


def mine(enrolment):
    return reverse("my_calendar", args=[enrolment.pk])


# What is written


def test_event_says_what_when_and_where(training, session):
    training.municipality = MunicipalityFactory(name_en="Peja", name_sq="Peja")
    training.save()

    event = event_of(training)

    assert event["summary"] == "Referral in practice: The interview"
    assert event["location"] == "Prizren, Peja"
    assert event["description"] == "TIT-2026-01\nhttps://fener.example/TIT-2026-01/"
    assert event["status"] == "CONFIRMED"


@pytest.mark.parametrize(
    ("day", "hour"), [(date(2026, 3, 10), 8), (date(2026, 7, 10), 7)]
)
def test_event_has_the_hours_of_the_clock_in_winter_and_summer(day, hour):
    training = SessionFactory(training__start_date=day, training__end_date=day).training

    event = event_of(training)

    assert event["dtstart"].dt == datetime.combine(day, time(hour), UTC)
    assert event["dtend"].dt == datetime.combine(day, time(hour + 6), UTC)


def test_calendar_has_an_event_for_each_session():
    training = TrainingFactory(days=3)

    days = [event["dtstart"].dt.day for event in events(written(training))]

    assert days == [10, 11, 12]


def test_uid_stays_while_the_session_moves_and_is_no_other_session_s(training, session):
    before = event_of(training)["uid"]
    move_session(
        session, day=date(2026, 3, 11), starts=time(10), ends=time(12), by=None
    )
    after = event_of(training)["uid"]

    other = Session.objects.select_related("training").get()
    other.training.created_at = NOW

    assert before == after
    assert uid_of(other) != after


def test_sequence_grows_with_every_change(training, session):
    sequences = [event_of(training)["sequence"]]
    for change in (
        lambda: move_session(
            session, day=date(2026, 3, 11), starts=time(9), ends=time(12), by=None
        ),
        lambda: call_off_session(session, reason="Snow", by=None, now=NOW),
        lambda: put_back_session(session, by=None),
        lambda: call_off_session(session, reason="Snow", by=None, now=NOW),
        lambda: cancel_training(training, reason="More snow", by=None),
    ):
        change()
        sequences.append(event_of(training)["sequence"])

    assert sequences == [0, 1, 2, 3, 4, 5]


def test_event_is_cancelled_with_its_session_or_its_training(training, session):
    called_off = SessionFactory(training=training, starts=time(16), ends=time(17))
    call_off_session(called_off, reason="Snow", by=None, now=NOW)
    one_off = [event["status"] for event in events(written(training))]
    cancel_training(training, reason="Snow", by=None)
    all_off = [event["status"] for event in events(written(training))]

    assert one_off == ["CONFIRMED", "CANCELLED"]
    assert all_off == ["CANCELLED", "CANCELLED"]


def test_what_was_not_agreed_to_is_tentative(training, session):
    event = event_of(training, tentative={training.pk})

    assert event["status"] == "TENTATIVE"


def test_lines_are_short_and_end_as_the_standard_says(training, session):
    """RFC 5545, 3.1, without the library that wrote them."""
    training.title = "Identifikimi i hershëm: çështje, shenja; \\ dhe „gjurmë“ " * 4
    training.place = "Salla\nBEGIN:VEVENT"
    training.save()

    content = written(training)
    lines = content.split(b"\r\n")

    assert b"\n" not in content.replace(b"\r\n", b"")
    assert lines[-1] == b""
    assert max(map(len, lines)) <= 75
    assert [line.decode() for line in lines]
    assert lines.count(b"BEGIN:VEVENT") == 1
    assert event_of(training)["summary"] == f"{training.title}: The interview"


def test_etag_is_of_what_is_said_and_not_of_the_moment(training, session):
    etag = etag_of(written(training))
    later = etag_of(written(training, now=timezone.now()))
    Training.objects.update(place="Peja")
    changed = etag_of(written(training))

    assert etag == later
    assert etag != changed


# Who gets it


def test_file_is_for_facilitators_and_the_office(
    client_of, lead, coordinator, administrator, training, session
):
    asked = UserFactory(roles=["Trainers"])
    FacilitatorFactory(
        training=training, trainer__professional__user=asked, answer="asked"
    )

    files = [
        client_of(user).get(address(training))
        for user in (lead, coordinator, administrator, asked)
    ]

    assert {file["Content-Type"] for file in files} == {"text/calendar; charset=utf-8"}
    assert [events(file.content)[0]["status"] for file in files] == [
        "CONFIRMED",
        "CONFIRMED",
        "CONFIRMED",
        "TENTATIVE",
    ]
    assert events(files[0].content)[0]["description"].endswith(
        f"http://testserver{reverse('lms_delivery:training', args=[training.code])}"
    )


def test_file_is_not_there_for_others(client, client_of, lead, training, session):
    stranger, declined, participant = (UserFactory() for _ in range(3))
    TrainerFactory(professional__user=stranger)
    FacilitatorFactory(
        training=training, trainer__professional__user=declined, answer="declined"
    )
    EnrolmentFactory(training=training, professional__user=participant)

    answers = [
        client_of(user).get(address(training)).status_code
        for user in (stranger, declined, participant)
    ]

    assert answers == [404, 404, 403]
    assert client.get(address(training)).status_code == 302


@pytest.mark.parametrize(
    ("status", "answer"),
    [("enrolled", 200), ("nominated", 404), ("waiting", 404), ("withdrawn", 404)],
)
def test_participant_has_a_file_once_enrolled(
    client_of, training, session, status, answer
):
    user = UserFactory()
    enrolment = EnrolmentFactory(
        training=training, professional__user=user, status=status
    )

    file = client_of(user).get(mine(enrolment))
    page = client_of(user).get(reverse("my_learning")).text

    assert file.status_code == answer
    assert (mine(enrolment) in page) == (answer == 200)
    if answer == 200:
        (event,) = events(file.content)
        assert event["description"].endswith(reverse("my_learning"))


def test_file_of_somebody_else_s_enrolment_is_not_found(client_of, training, session):
    enrolment = EnrolmentFactory(training=training, professional__user=UserFactory())

    assert client_of(UserFactory()).get(mine(enrolment)).status_code == 404


def test_file_names_nobody(client_of, lead, training, session):
    user = UserFactory()
    enrolment = EnrolmentFactory(
        training=training,
        professional__user=user,
        professional__first_name="Drita",
        professional__last_name="Tajnikaj",
    )
    trainer = training.facilitators.get().trainer.professional
    trainer.last_name = "Mësuesi"
    trainer.save()

    for content in (
        client_of(lead).get(address(training)).content,
        client_of(user).get(mine(enrolment)).content,
    ):
        text = Calendar.from_ical(content).to_ical().decode()
        assert "Tajnikaj" not in text
        assert trainer.last_name not in text


def test_file_is_not_sent_twice_and_kept_by_nobody_else(
    client_of, lead, training, session
):
    client = client_of(lead)
    first = client.get(address(training))
    again = client.get(address(training), HTTP_IF_NONE_MATCH=first["ETag"])
    Session.objects.update(revision=1)
    changed = client.get(address(training), HTTP_IF_NONE_MATCH=first["ETag"])

    assert first["Cache-Control"] == "private, no-cache"
    assert first["X-Robots-Tag"] == "noindex"
    assert (again.status_code, again.content) == (304, b"")
    assert changed.status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_file_costs_the_same_for_any_number(
    client_of, coordinator, count, django_assert_num_queries
):
    training = TrainingFactory(days=count, municipality=MunicipalityFactory())
    client = client_of(coordinator)

    with django_assert_num_queries(7):
        file = client.get(address(training))

    assert len(events(file.content)) == count


def test_page_of_the_training_leads_to_the_file(client_of, lead, training, session):
    page = client_of(lead).get(reverse("lms_delivery:training", args=[training.code]))

    assert f'href="{address(training)}"' in page.text
