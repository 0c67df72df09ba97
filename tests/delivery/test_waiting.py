"""What waits for the office, and the sessions of this week."""

import re
from datetime import date, datetime, time, timedelta
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone

from lms.delivery.domain.approval import submit_training
from lms.delivery.domain.waiting import MOST, how_many_wait, waiting
from lms.delivery.enums import EvidenceKind, RowOutcome, WaitingKind
from lms.delivery.models import (
    Evidence,
    Session,
    SheetImport,
    SheetRow,
    Training,
    WalkIn,
)
from tests.factories.delivery import (
    EnrolmentFactory,
    FacilitatorFactory,
    MarkFactory,
    SessionFactory,
    TrainingFactory,
)
from tests.factories.users import UserFactory

pytestmark = pytest.mark.django_db

NOW = timezone.make_aware(datetime(2026, 3, 20, 12))


@pytest.fixture
def office(client_of, coordinator):
    client = client_of(coordinator)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


@pytest.fixture
def address():
    return reverse("lms_delivery_waiting:index")


def led(**facts):
    """A training that somebody leads."""
    return FacilitatorFactory(training=TrainingFactory(**facts)).training


def rows_of(kind, now=NOW):
    return [
        row for queue in waiting(now=now) if queue.kind == kind for row in queue.rows
    ]


def words(page):
    return unescape(re.sub(r"<[^>]+>|\s+", " ", page.text))


# What waits


def test_session_waits_once_it_is_over_and_somebody_has_no_mark():
    training = led(days=1)
    EnrolmentFactory(training=training, marks=["present"])
    EnrolmentFactory(training=training)

    session = training.sessions.get()
    (row,) = rows_of(WaitingKind.UNMARKED)
    before = rows_of(WaitingKind.UNMARKED, session.starts_at)

    assert before == []
    assert (row.subject, row.about, row.days) == (
        session,
        "10.03.2026, 09:00–15:00 (1/2)",
        9,
    )


@pytest.mark.parametrize(
    ("training", "session"),
    [
        ({"closed": True}, {}),
        ({"cancelled": True}, {}),
        ({}, {"cancelled_at": NOW, "cancel_reason": "Snow"}),
    ],
)
def test_what_changes_no_more_does_not_wait(training, session):
    training = TrainingFactory(**training)
    SessionFactory(training=training, **session)
    EnrolmentFactory(training=training)

    assert how_many_wait(now=NOW).keys() <= {WaitingKind.TO_CLOSE}


def test_signed_sheets_wait_where_they_are_required(settings):
    training = led(days=2)
    first, second = training.sessions.in_order()
    Evidence.objects.create(
        training=training, session=first, kind=EvidenceKind.SIGNED_SHEET, name="s.pdf"
    )

    assert rows_of(WaitingKind.UNSIGNED) == []
    settings.LMS_DELIVERY_SIGNED_SHEET_REQUIRED = True
    assert [row.subject for row in rows_of(WaitingKind.UNSIGNED)] == [second]


@pytest.mark.parametrize(
    ("facilitator", "day", "waits"),
    [
        (None, date(2026, 4, 3), True),
        (None, date(2026, 4, 4), False),
        (None, date(2026, 3, 1), True),
        ({"answer": "asked"}, date(2026, 4, 3), True),
        ({"answer": "declined", "answered_at": NOW}, date(2026, 4, 3), True),
        ({"role": "observer"}, date(2026, 4, 3), True),
        ({"role": "co_trainer"}, date(2026, 4, 3), False),
    ],
)
def test_session_near_or_past_waits_for_a_trainer(facilitator, day, waits):
    training = TrainingFactory(start_date=day, end_date=day, days=1)
    if facilitator:
        FacilitatorFactory(training=training, **facilitator)

    assert bool(rows_of(WaitingKind.UNLED)) == waits


def test_session_waits_for_a_trainer_since_one_declined():
    training = TrainingFactory(days=1)
    declined = NOW - timedelta(days=4)
    FacilitatorFactory(training=training, answer="declined", answered_at=declined)

    assert [row.days for row in rows_of(WaitingKind.UNLED)] == [4]


def test_training_waits_to_be_closed_from_the_day_after_its_last():
    led(end_date=date(2026, 3, 20))
    over = led(end_date=date(2026, 3, 18))

    (row,) = rows_of(WaitingKind.TO_CLOSE)

    assert (row.training, row.about, row.days) == (over, "18.03.2026", 1)


def test_approval_waits_since_it_was_submitted():
    training = led()
    submit_training(training, by=None, now=NOW - timedelta(days=3))

    (row,) = rows_of(WaitingKind.SUBMITTED)

    assert (row.training, row.days) == (training, 3)


def test_walk_in_and_disputed_mark_wait():
    training = led(days=1)
    mark = MarkFactory(
        enrolment__training=training, session=training.sessions.get(), is_disputed=True
    )
    mark.enrolment.professional.first_name = "Drita"
    mark.enrolment.professional.last_name = "Krasniqi"
    mark.enrolment.professional.save()
    WalkIn.objects.create(
        training=training, name="Besa Gashi", institution="Policia", received_at=NOW
    )

    (walk_in,), (disputed,) = (
        rows_of(WaitingKind.WALK_IN),
        rows_of(WaitingKind.DISPUTED),
    )

    assert walk_in.about == "Besa Gashi, Policia"
    assert disputed.about == "Drita Krasniqi: 10.03.2026, 09:00–15:00"


def test_nomination_waits_since_it_was_made():
    place = EnrolmentFactory(
        training=led(), status="nominated", nominated_at=NOW - timedelta(days=2)
    )

    (row,) = rows_of(WaitingKind.NOMINATED)

    assert (row.about, row.days) == (str(place.professional), 2)


def test_row_in_review_waits():
    in_review(led())

    (row,) = rows_of(WaitingKind.IN_REVIEW)

    assert row.about == "Arta Gashi"


def in_review(training):
    evidence = Evidence.objects.create(
        training=training, kind=EvidenceKind.ATTENDANCE_SHEET, name="a.csv"
    )
    return SheetRow.objects.create(
        sheet_import=SheetImport.objects.create(training=training, evidence=evidence),
        number=2,
        data={"first_name": "Arta", "last_name": "Gashi"},
        outcome=RowOutcome.REVIEW,
    )


def test_oldest_are_listed_and_all_are_counted(office, address):
    for number in range(MOST + 1):
        TrainingFactory(end_date=date(2026, 3, 10) + timedelta(days=number % 3))

    page = words(office.get(address))

    assert f"Trainings to close ({MOST + 1})" in page
    assert f"The oldest {MOST} are shown" in page


# The page


def everything():
    """A training of which something of every kind waits."""
    today = timezone.localdate()
    day = today - timedelta(days=3)
    training = TrainingFactory(start_date=day, end_date=day, days=1)
    SessionFactory(training=training, starts=time(16), ends=time(17))
    FacilitatorFactory(training=training, answer="asked")
    mark = MarkFactory(
        enrolment__training=training,
        session=training.sessions.first(),
        is_disputed=True,
    )
    WalkIn.objects.create(training=training, name="Besa", received_at=NOW)
    in_review(training)
    submit_training(training, by=None, now=NOW)
    EnrolmentFactory(training=training, status="nominated", nominated_at=NOW)
    return training, mark


def test_page_leads_from_each_thing_to_its_deed(office, address, settings):
    settings.LMS_DELIVERY_SIGNED_SHEET_REQUIRED = True
    training, mark = everything()

    page = office.get(address)
    deeds = {queue.kind: rows[0][1].url for queue, rows in page.context["queues"]}

    other = Session.objects.get(training=training, starts=time(16))
    assert deeds == {
        "unled": reverse("training:edit", args=[training.pk]),
        "unmarked": reverse("lms_delivery:roll_call", args=[other.pk]),
        "unsigned": f"{reverse('lms_delivery:signed_sheet')}?session={mark.session_id}",
        "disputed": reverse("lms_delivery:disputes", args=[mark.session_id]),
        "walk_in": reverse("lms_delivery:walk_ins", args=[training.code]),
        "in_review": reverse("lms_delivery_review:index"),
        "submitted": reverse("lms_delivery:approval", args=[training.code]),
        "nominated": reverse("lms_delivery:nominations_decide", args=[training.code]),
        "to_close": reverse("lms_assessment:close", args=[training.code]),
    }
    assert all(office.get(url).status_code == 200 for url in deeds.values())
    assert str(other) in office.get(deeds["unsigned"]).text


def test_signed_sheet_page_chooses_the_session_it_was_opened_for(office):
    day = timezone.localdate()
    first, second = (
        SessionFactory(training=TrainingFactory(start_date=day, end_date=day))
        for _ in range(2)
    )

    page = office.get(reverse("lms_delivery:signed_sheet"), {"session": second.pk}).text

    assert f'<option value="{second.pk}" selected>' in page
    assert f'<option value="{first.pk}">' in page


def test_page_says_that_nothing_waits(office, address):
    assert "Nothing waits. Everything" in words(office.get(address))


@pytest.mark.parametrize("count", [1, 3])
def test_page_costs_the_same_for_any_number(
    office, address, count, settings, django_assert_num_queries
):
    settings.LMS_DELIVERY_SIGNED_SHEET_REQUIRED = True
    for _ in range(count):
        everything()
    office.get(address)

    with django_assert_num_queries(18):
        page = office.get(address)

    assert len(page.context["queues"]) == len(WaitingKind)


@pytest.mark.parametrize("count", [1, 3])
def test_home_costs_the_same_for_any_number(office, count, django_assert_num_queries):
    today = timezone.localdate()
    for _ in range(count):
        everything()
        led(start_date=today, end_date=today, days=1)
    office.get(reverse("wagtailadmin_home"))

    with django_assert_num_queries(33):
        office.get(reverse("wagtailadmin_home"))


def test_trainer_and_participant_get_none_of_it(client_of, lead, training, address):
    participant = UserFactory(roles=["Participants"])

    answers = [client_of(user).get(address) for user in (lead, participant)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert all(training.code not in answer.text for answer in answers)


def test_administrator_looks_at_the_week_and_has_nothing_that_waits(
    client_of, administrator, address
):
    everything()
    client = client_of(administrator)

    home = client.get(reverse("wagtailadmin_home"), HTTP_ACCEPT_LANGUAGE="en")

    assert "Sessions this week" in home.text
    assert "Needs attention" not in home.text
    assert client.get(address).status_code == 302


# The panels of the desk


def test_home_counts_what_waits(office, address):
    everything()

    html = office.get(reverse("wagtailadmin_home")).text

    assert (
        f'<a href="{address}#unmarked-section">Sessions without attendance: 1' in html
    )
    assert "Sessions without a signed sheet" not in html


def test_home_says_that_nothing_waits(office):
    assert "Nothing waits." in office.get(reverse("wagtailadmin_home")).text


def test_home_shows_the_sessions_of_this_week(office, monkeypatch):
    now = timezone.make_aware(datetime(2026, 3, 11, 8))
    monkeypatch.setattr("lms.delivery.views.home_panels.timezone.now", lambda: now)
    training = TrainingFactory(
        title="Referral", start_date=date(2026, 3, 8), end_date=date(2026, 3, 16)
    )
    leader = FacilitatorFactory(training=training, answer="asked").trainer
    FacilitatorFactory(training=training, answer="declined")
    for day in (8, 9, 15, 16):
        SessionFactory(training=training, date=date(2026, 3, day))
    enrolment = EnrolmentFactory(training=training)
    MarkFactory(enrolment=enrolment, session=Session.objects.get(date=date(2026, 3, 9)))

    page = words(office.get(reverse("wagtailadmin_home")))
    week = page[page.index("Sessions this week") :]

    assert "Mon 09.03.2026, 09:00–15:00" in week
    assert "Sun 15.03.2026, 09:00–15:00" in week
    assert "08.03.2026" not in week
    assert "16.03.2026" not in week
    assert f"{leader} (Asked) " in week
    assert re.search(r"Taken .* Not yet", week)


def test_home_has_no_session_of_a_cancelled_training(office):
    today = timezone.localdate()
    TrainingFactory(cancelled=True, start_date=today, end_date=today, days=1)

    page = words(office.get(reverse("wagtailadmin_home")))

    assert Training.objects.exists()
    assert "No session is planned for this week." in page
