"""What a phone hands in for a roll call, and what it is answered."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from lms.delivery.domain.roster import state_of
from lms.delivery.models import Facilitator, Mark, MarkEvent, WalkIn
from tests.factories.delivery import (
    EnrolmentFactory,
    FacilitatorFactory,
    MarkFactory,
    SessionFactory,
    TrainingFactory,
)
from tests.factories.people import TrainerFactory
from tests.factories.users import UserFactory

pytestmark = pytest.mark.django_db
MARKER = "fener-roll-call-1"
PHONE = str(uuid4())
DIFFERS = "Another mark was kept under this number. Mark the person again."
UNREADABLE = "The marks could not be read. Open the roll call again."


@pytest.fixture
def session(training):
    return SessionFactory(training=training)


@pytest.fixture
def arta(training):
    return EnrolmentFactory(
        training=training,
        professional__first_name="Arta",
        professional__last_name="Çela",
    )


@pytest.fixture
def client(client_of, lead):
    client = client_of(lead)
    # Refusals are compared with their English words.
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def now():
    return int(timezone.now().timestamp())


def word(who, mark="present", **facts):
    """A word as the phone says it."""
    said = {"id": str(uuid4()), "who": who, "mark": mark, "n": 1, "seen": 0}
    return said | {"at": now()} | facts


def came(name="Besa Krasniqi", **facts):
    return {"id": str(uuid4()), "name": name, "place": "", "at": now()} | facts


def address(session):
    return reverse("lms_delivery_plain:api_marks", args=[session.pk])


def roster_address(session):
    return reverse("lms_delivery_plain:api_roll_call", args=[session.pk])


def post(client, session, body, **options):
    text = body if isinstance(body, str | bytes) else json.dumps(body)
    return client.post(
        address(session), text, content_type="application/json", **options
    )


def hand_in(client, session, *marks, walk_ins=(), **facts):
    """The answer to a batch: (status, {id: reason or ""})."""
    body = {
        "device": PHONE,
        "sent_at": now(),
        "walk_ins": list(walk_ins),
        "marks": list(marks),
    }
    response = post(client, session, body | facts)
    data = response.json()
    assert data["marker"] == MARKER
    assert response.status_code == 200, data
    assert data["session"] == session.pk
    answers = {one["id"]: one.get("reason", "") for one in data["answers"]}
    assert [one["kept"] for one in data["answers"]] == [
        not one.get("reason") for one in data["answers"]
    ]
    return answers


# --- What is kept -----------------------------------------------------------


def test_batch_is_kept_with_everything_the_phone_said(
    client, session, arta, lead, training
):
    besa = EnrolmentFactory(training=training)
    first, second = word(arta.pk, "late", n=1), word(besa.pk, "absent", n=2)

    answers = hand_in(client, session, first, second)

    assert answers == {first["id"]: "", second["id"]: ""}
    found = MarkEvent.objects.get(pk=first["id"])
    assert (found.enrolment, found.value, found.source) == (arta, "late", "live")
    assert (found.sequence, found.number, found.seen) == (1, 1, 0)
    assert (found.device, found.said_by) == (UUID(PHONE), lead)
    assert found.device_at == datetime.fromtimestamp(first["at"], UTC)
    assert abs(found.clock_ahead) <= 2
    assert dict(Mark.objects.values_list("enrolment", "value")) == {
        arta.pk: "late",
        besa.pk: "absent",
    }
    training.refresh_from_db()
    assert training.status == "held"


def test_repeat_is_answered_kept_and_keeps_one_row(client, session, arta):
    said = word(arta.pk)

    answers = [hand_in(client, session, said) for _ in range(3)]

    assert answers == [{said["id"]: ""}] * 3
    assert MarkEvent.objects.count() == Mark.objects.count() == 1


def test_repeat_inside_one_batch_keeps_one_row(client, session, arta):
    said = word(arta.pk)

    answers = hand_in(client, session, said, said)

    assert answers == {said["id"]: ""}
    assert MarkEvent.objects.count() == 1


def test_new_ids_would_keep_every_repeat(client, session, arta):
    """Negative control: it is the id, and nothing else, that makes a repeat one."""
    for _ in range(3):
        hand_in(client, session, word(arta.pk))

    assert MarkEvent.objects.count() == 3


def test_word_that_waited_on_the_phone_is_kept_as_offline(client, session, arta):
    said = word(arta.pk, at=now() - 7 * 86400)

    hand_in(client, session, said)

    assert MarkEvent.objects.get().source == "offline"
    assert Mark.objects.get().source == "offline"


@pytest.mark.parametrize("days", [-3, 3])
def test_wrong_clock_is_noted_and_changes_nothing(client, session, arta, days):
    wrong = now() + days * 86400
    said = word(arta.pk, at=wrong)

    answers = hand_in(client, session, said, sent_at=wrong)

    found = MarkEvent.objects.get()
    assert answers == {said["id"]: ""}
    assert abs(found.clock_ahead - days * 86400) <= 2
    assert found.source == "live"
    assert found.device_at == datetime.fromtimestamp(wrong, UTC)
    assert timezone.now() - found.received_at < timedelta(minutes=1)


@pytest.mark.parametrize("days", [-3, 3])
def test_order_follows_the_roll_call_whatever_the_clocks_show(
    client, session, arta, days
):
    """The second phone knew of the first one's word."""
    hand_in(client, session, word(arta.pk, "absent", n=1, at=now() + days * 86400))
    later = word(arta.pk, "present", n=2, seen=1, at=now() - days * 86400)

    hand_in(client, session, later, device=str(uuid4()))

    mark = Mark.objects.get()
    assert (mark.value, mark.is_disputed) == ("present", False)


@pytest.mark.parametrize("moment", [0, -10_000_000_000, 253_402_300_799])
def test_absurd_clock_loses_no_mark_and_no_page(client, session, arta, moment):
    said = word(arta.pk, at=moment)

    assert hand_in(client, session, said, sent_at=moment) == {said["id"]: ""}

    timezone.localtime(MarkEvent.objects.get().device_at)
    assert client.get(roster_address(session)).status_code == 200


def test_two_phones_that_did_not_know_of_each_other_are_both_kept(
    client, session, arta
):
    hand_in(client, session, word(arta.pk, "absent"))

    hand_in(client, session, word(arta.pk, "present"), device=str(uuid4()))

    assert MarkEvent.objects.count() == 2
    assert Mark.objects.get().is_disputed
    assert client.get(roster_address(session)).json()["people"][0]["disputed"]


# --- What is refused, in words ----------------------------------------------


def refused(client, session, *marks, **facts):
    """The reasons; nothing of it may be in the database."""
    before = MarkEvent.objects.count()
    answers = hand_in(client, session, *marks, **facts)
    assert MarkEvent.objects.count() == before
    assert all(answers.values())
    return list(answers.values())


def test_same_id_with_other_content_is_refused(client, session, arta, training):
    said = word(arta.pk, "late")
    hand_in(client, session, said)
    other = EnrolmentFactory(training=training)

    assert refused(client, session, said | {"mark": "absent"}) == [DIFFERS]
    assert refused(client, session, said | {"who": other.pk}) == [DIFFERS]
    assert refused(client, session, said | {"who": str(uuid4())}) == [DIFFERS]
    assert Mark.objects.get().value == "late"


def test_id_kept_for_another_session_is_not_kept_for_this_one(
    client, session, arta, training
):
    """A "kept" here would make the phone forget a mark that stands nowhere."""
    said = word(arta.pk)
    hand_in(client, session, said)
    second = SessionFactory(training=training, date=training.end_date)

    assert refused(client, second, said) == [DIFFERS]
    assert Mark.objects.get().session == session


def test_same_id_twice_in_a_batch_with_other_content_keeps_the_first(
    client, session, arta
):
    said = word(arta.pk, "late")
    body = {"device": PHONE, "sent_at": now()}
    marks = [said, said | {"mark": "absent"}]

    data = post(client, session, body | {"marks": marks}).json()

    assert [one["kept"] for one in data["answers"]] == [True, False]
    assert MarkEvent.objects.get().value == "late"


def test_unknown_mark_is_refused_and_keeps_no_other_from_being_kept(
    client, session, arta
):
    wrong, right = word(arta.pk, "asleep"), word(arta.pk, "late")

    answers = hand_in(client, session, wrong, right)

    assert answers == {wrong["id"]: "“asleep” is not a mark.", right["id"]: ""}
    assert MarkEvent.objects.get().value == "late"


def test_person_of_another_training_is_refused(client, session):
    foreign = EnrolmentFactory()

    words = "This person is not enrolled in training TIT-2026-01."
    assert refused(client, session, word(foreign.pk)) == [words]
    assert refused(client, session, word(2**53 - 1)) == [words]
    assert refused(client, session, word(0)) == [words]


def test_person_no_longer_enrolled_is_refused(client, session, arta):
    arta.status = "withdrawn"
    arta.save()

    assert refused(client, session, word(arta.pk)) == [
        "Arta Çela is no longer enrolled (Withdrawn). Ask the coordinator's office, "
        "or remove the mark."
    ]


@pytest.mark.parametrize("state", ["closed", "cancelled"])
def test_closed_and_cancelled_trainings_take_no_word(
    client, session, arta, training, state
):
    kept = word(arta.pk)
    hand_in(client, session, kept)
    training.status = state
    training.closed_at = timezone.now() if state == "closed" else None
    training.cancel_reason = "Snow" if state == "cancelled" else ""
    training.save()

    reasons = refused(client, session, word(arta.pk, "absent"), walk_ins=[came()])

    words = f"Training TIT-2026-01 is {state}; nothing in it changes any more."
    assert reasons == [words, words]
    assert WalkIn.objects.count() == 0
    # What came before is still answered truthfully.
    assert hand_in(client, session, kept) == {kept["id"]: ""}


def test_session_that_was_called_off_takes_no_word(client, session, arta):
    session.cancelled_at = timezone.now()
    session.cancel_reason = "Snow on the road"
    session.save()

    assert refused(client, session, word(arta.pk)) == [
        "The session on 10.03.2026 was called off: Snow on the road"
    ]


# --- People who are on no list ----------------------------------------------


def test_walk_in_and_its_mark_are_kept_once(client, session, lead):
    person = came(" Besa Krasniqi ", place="Policia")
    mark = word(person["id"])

    for _ in range(2):
        answers = hand_in(client, session, mark, walk_ins=[person])
        assert answers == {person["id"]: "", mark["id"]: ""}

    found = WalkIn.objects.get()
    assert (found.name, found.institution) == ("Besa Krasniqi", "Policia")
    assert (found.added_by, found.device) == (lead, UUID(PHONE))
    assert found.events.get().value == "present"
    assert Mark.objects.count() == 0


def test_walk_in_without_a_name_is_refused_with_its_mark(client, session):
    person = came("  ")
    mark = word(person["id"])

    answers = hand_in(client, session, mark, walk_ins=[person])

    assert answers == {
        person["id"]: "Write down a name.",
        mark["id"]: "This person was not written down in training TIT-2026-01.",
    }


def test_walk_in_of_another_name_under_the_same_id_is_refused(client, session):
    person = came()
    hand_in(client, session, walk_ins=[person])

    answers = hand_in(client, session, walk_ins=[person | {"name": "Zana Gashi"}])
    twice = came()
    body = {"device": PHONE, "sent_at": now(), "marks": []}
    both = [twice, twice | {"name": "Zana Gashi"}]
    data = post(client, session, body | {"walk_ins": both}).json()

    assert answers == {person["id"]: DIFFERS}
    assert [one["kept"] for one in data["answers"]] == [True, False]
    assert set(WalkIn.objects.values_list("name", flat=True)) == {"Besa Krasniqi"}


def test_walk_in_of_another_training_is_refused(client, session):
    other = SessionFactory()
    FacilitatorFactory(
        training=other.training, trainer=Facilitator.objects.first().trainer
    )
    person = came()
    hand_in(client, other, walk_ins=[person])

    assert refused(client, session, word(person["id"]), walk_ins=[person]) == [
        DIFFERS,
        "This person was not written down in training TIT-2026-01.",
    ]


def test_matched_walk_in_is_marked_as_that_person(client, session, arta):
    person = came()
    hand_in(client, session, walk_ins=[person])
    WalkIn.objects.update(status="matched", enrolment=arta)

    hand_in(client, session, word(person["id"], "late"))

    assert (Mark.objects.get().enrolment, Mark.objects.get().value) == (arta, "late")


# --- Who may ----------------------------------------------------------------


def refusal(response):
    data = response.json()
    assert data["marker"] == MARKER
    return response.status_code, data["reason"]


def test_foreign_session_is_not_found(client, arta):
    foreign = SessionFactory()
    words = (
        "You have no access to this session any more. The marks stay on this phone; "
        "ask the coordinator's office."
    )

    assert refusal(client.get(roster_address(foreign))) == (404, words)
    assert refusal(post(client, foreign, {})) == (404, words)
    foreign.pk = 2**40
    assert refusal(post(client, foreign, {})) == (404, words)


def test_trainer_taken_off_the_training_is_refused_at_once(
    client, session, arta, lead, training
):
    Facilitator.objects.update(role="observer")
    words = (
        "You do not teach in this training any more. The marks stay on this phone; "
        "ask the lead trainer or the coordinator's office."
    )

    body = {"device": PHONE, "sent_at": now(), "marks": [word(arta.pk)]}

    assert refusal(post(client, session, body)) == (403, words)
    assert client.get(roster_address(session)).json()["can_mark"] is False
    Facilitator.objects.all().delete()
    assert post(client, session, body).status_code == 404
    assert MarkEvent.objects.count() == 0


def test_signed_out_phone_is_told_to_sign_in(session):
    visitor = Client(headers={"Accept-Language": "en"})
    words = "Sign in again; the marks wait on this phone."

    assert refusal(visitor.get(roster_address(session))) == (401, words)
    assert refusal(post(visitor, session, {})) == (401, words)


def test_missing_or_foreign_token_is_refused_without_the_marker(
    client_of, lead, roles, session, arta
):
    """The phone tells this 403 from the other one by the marker, and asks again."""
    browser = Client(enforce_csrf_checks=True)
    browser.cookies = client_of(lead).cookies
    other = Client()
    stranger = UserFactory(roles=["Trainers"])
    TrainerFactory(professional__user=stranger)
    other.force_login(stranger, backend="django.contrib.auth.backends.ModelBackend")
    foreign = other.get(reverse("lms_delivery:today"))
    token = browser.get(roster_address(session)).headers["X-Csrf"]
    said = word(arta.pk)
    body = {"device": PHONE, "sent_at": now(), "marks": [said]}

    for headers in ({}, {"X-CSRFToken": str(foreign.context["csrf_token"])}):
        response = post(browser, session, body, headers=headers)
        assert response.status_code == 403
        assert MARKER not in response.content.decode()
    assert MarkEvent.objects.count() == 0
    kept = post(browser, session, body, headers={"X-CSRFToken": token})
    assert kept.json()["answers"] == [{"id": said["id"], "kept": True}]


def test_observer_and_administrator_read_and_do_not_mark(
    client_of, administrator, session, arta
):
    client = client_of(administrator)

    assert client.get(roster_address(session)).json()["can_mark"] is False
    assert post(client, session, {}).status_code == 403


# --- What cannot be read ----------------------------------------------------


def batch(**facts):
    return {"device": PHONE, "sent_at": now(), "marks": []} | facts


BROKEN = {
    "nothing": b"",
    "half": b'{"device": "',
    "not utf-8": b"\xff\xfe{}",
    "a list": "[]",
    "a number": "1",
    "nothing in it": "{}",
    "very deep": "[" * 100_000,
    "a very long number": '{"device": ' + "9" * 5000 + "}",
    "device is no id": batch(device="17"),
    "device is a number": batch(device=17),
    "no time": batch(sent_at=None),
    "time is text": batch(sent_at="now"),
    "time is no number": f'{{"device": "{PHONE}", "sent_at": NaN, "marks": []}}',
    "time is endless": f'{{"device": "{PHONE}", "sent_at": 1e400, "marks": []}}',
    "marks are no list": batch(marks=7),
    "mark is no object": batch(marks=["present"]),
    "id is no id": batch(marks=[word(1, id="1")]),
    "who is nobody": batch(marks=[word(None)]),
    "who is a fraction": batch(marks=[word(1.5)]),
    "who is true": batch(marks=[word(True)]),
    "who is negative": batch(marks=[word(-1)]),
    "who does not fit": batch(marks=[word(2**63)]),
    "who is no id": batch(marks=[word("17")]),
    "mark is a number": batch(marks=[word(1, 1)]),
    "mark with a nul": batch(marks=[word(1, "present\x00")]),
    "number does not fit": batch(marks=[word(1, n=2**53)]),
    "number is nothing": batch(marks=[word(1, n=0)]),
    "seen does not fit": batch(marks=[word(1, seen=2**64)]),
    "walk-ins are no list": batch(walk_ins=3),
    "name with a nul": batch(walk_ins=[came("Besa\x00")]),
    "name is half a character": batch(walk_ins=[came("Besa\ud800")]),
    "name is a list": batch(walk_ins=[came(["Besa"])]),
}


@pytest.mark.parametrize("body", BROKEN.values(), ids=BROKEN)
def test_broken_batch_is_refused_whole(client, session, arta, body):
    assert refusal(post(client, session, body)) == (400, UNREADABLE)
    assert MarkEvent.objects.count() == WalkIn.objects.count() == 0


def test_too_many_words_are_refused(client, session, arta):
    words = [word(arta.pk, n=number) for number in range(1, 202)]

    assert refusal(post(client, session, batch(marks=words))) == (
        400,
        "Too many marks were sent at once.",
    )
    assert MarkEvent.objects.count() == 0


@pytest.mark.parametrize("size", [300_000, 3_000_000])
def test_too_big_a_batch_is_refused(client, session, size):
    """Also beyond what Django reads into memory."""
    body = batch(walk_ins=[came("x" * size)])

    assert refusal(post(client, session, body)) == (
        413,
        "Too many marks were sent at once.",
    )
    assert WalkIn.objects.count() == 0


def test_wrong_method_is_not_allowed(client, session):
    assert client.get(address(session)).status_code == 405
    assert client.post(roster_address(session)).status_code == 405


# --- What a phone is given --------------------------------------------------


def test_phone_is_given_names_marks_and_how_far_the_words_went(
    client, session, arta, lead
):
    hand_in(client, session, word(arta.pk, "late", n=4))

    data = client.get(roster_address(session)).json()

    assert data["people"] == [
        {
            "id": arta.pk,
            "name": "Arta Çela",
            "place": "",
            "mark": "late",
            "disputed": False,
        }
    ]
    assert (data["number"], data["sequence"], data["owner"]) == (1, 4, lead.pk)
    assert (data["can_mark"], data["closed"]) == (True, "")


def test_unchanged_list_is_not_sent_again(client, session, arta):
    first = client.get(roster_address(session))
    tag = first.headers["ETag"]

    again = client.get(roster_address(session), headers={"If-None-Match": tag})
    weak = client.get(roster_address(session), headers={"If-None-Match": f"W/{tag}"})
    hand_in(client, session, word(arta.pk))
    changed = client.get(roster_address(session), headers={"If-None-Match": tag})

    assert (again.status_code, weak.status_code, changed.status_code) == (304, 304, 200)
    assert again.headers["X-Csrf"]
    assert "no-store" in first.headers["Cache-Control"]


def test_phone_is_given_no_more_of_a_person_than_the_name(client, session, training):
    """Two of the same name are told apart by where they work; nobody else is."""
    people = [
        EnrolmentFactory(
            training=training,
            professional__first_name=first,
            professional__last_name="Çela",
            professional__email=f"{number}@secret.example",
            institution__name_sq=f"Institution {number}",
        )
        for number, first in enumerate(["Arta", "arta", "Besa"])
    ]
    answers = hand_in(
        client,
        session,
        walk_ins=[came("Besa Cela", place="Prison"), came("Zana", place="Secret")],
    )
    assert not any(answers.values())

    response = client.get(roster_address(session))

    data = response.json()
    places = {one["id"]: one["place"] for one in data["people"]}
    assert places == {
        people[0].pk: "Institution 0",
        people[1].pk: "Institution 1",
        people[2].pk: "Institution 2",
    }
    assert {one["name"]: one["place"] for one in data["walk_ins"]} == {
        "Besa Cela": "Prison",
        "Zana": "",
    }
    assert "secret" not in response.content.decode().lower()


# --- What it costs ----------------------------------------------------------


def test_batch_of_25_asks_as_often_as_one_word(client, session, training):
    people = [EnrolmentFactory(training=training) for _ in range(25)]
    hand_in(client, session, word(people[0].pk))
    counts = []

    for number in (1, 25):
        words = [word(one.pk, n=2) for one in people[:number]]
        with CaptureQueriesContext(connection) as queries:
            hand_in(client, session, *words)
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_list_asks_as_often_for_25_people_as_for_one(client, session, training):
    counts = []
    for number in (1, 24):
        for _ in range(number):
            enrolment = EnrolmentFactory(training=training)
            MarkFactory(enrolment=enrolment, session=session)
        with CaptureQueriesContext(connection) as queries:
            client.get(roster_address(session))
        counts.append(len(queries))

    assert counts[0] == counts[1]
    assert len(state_of(session)["people"]) == 25


def test_training_of_somebody_else_takes_no_word_through_ours(client, session, arta):
    """An enrolment is asked for in the training of the session, not anywhere."""
    theirs = SessionFactory(training=TrainingFactory())
    enrolment = EnrolmentFactory(training=theirs.training)

    refused(client, session, word(enrolment.pk))

    assert Mark.objects.count() == 0
