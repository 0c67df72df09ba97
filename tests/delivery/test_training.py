from datetime import date, time

import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry

from lms.delivery.domain.training import (
    TrainingRefused,
    add_session,
    cancel_training,
    create_training,
)
from lms.delivery.models import Training
from tests.factories.curriculum import ModuleEditionFactory, ModuleFactory
from tests.factories.delivery import ActionFactory, SessionFactory, TrainingFactory
from tests.factories.users import UserFactory

pytestmark = pytest.mark.django_db


def created(code="TIT-2026-01", **facts):
    facts = {
        "modules": ["M03"],
        "start": date(2026, 3, 10),
        "end": date(2026, 3, 12),
        "by": None,
    } | facts
    return create_training(code, **facts)


def test_create_takes_the_newest_edition_valid_on_the_first_day(edition):
    newer = ModuleEditionFactory(
        module=edition.module, label="2026-2", valid_from=date(2026, 3, 10)
    )
    ModuleEditionFactory(
        module=edition.module, label="2027-1", valid_from=date(2026, 3, 11)
    )

    assert list(created().editions.all()) == [newer]
    assert list(created("T-2", start=date(2026, 3, 9)).editions.all()) == [edition]


def test_create_keeps_the_facts_and_leaves_a_trace(edition):
    action, user = ActionFactory(code="III.1.9"), UserFactory()

    training = created(
        title=" Referral ",
        place="Prizren",
        actions=["III.1.9"],
        languages=["sq"],
        by=user,
    )

    training = Training.objects.get(pk=training.pk)
    assert (training.title, training.place, training.languages) == (
        "Referral",
        "Prizren",
        ["sq"],
    )
    assert (training.status, training.sessions.count()) == ("planned", 0)
    assert list(training.actions.all()) == [action]
    assert [(e.action, e.user) for e in ModelLogEntry.objects.all()] == [
        ("lms_delivery.create_training", user)
    ]


def test_codes_of_rows_are_found_in_any_capitals(edition):
    action = ActionFactory(code="III.1.9")

    assert list(created(actions=["iii.1.9", "III.1.9"]).actions.all()) == [action]


def test_create_without_a_title_names_the_modules(edition):
    ModuleEditionFactory(module__code="M04", module__name_en="Procedures")

    assert created(modules=["m04", " M03", "M03"]).title == "Procedures + Referral"


@pytest.mark.parametrize(
    ("facts", "field", "words"),
    [
        ({"modules": ["M03", "M77", "M88"]}, "modules", "There is no module M77, M88."),
        ({"modules": []}, "modules", "Name at least one module"),
        ({"modules": ["M05"]}, "modules", "Module M05 has no edition that is valid on 10.03.2026."),
        ({"actions": ["III.9.9"]}, "actions", "There is no action row III.9.9."),
        ({"end": date(2926, 3, 12)}, "end_date", "From 10.03.2026 to 12.03.2926 is more than a year."),
        ({"start": date(2026, 3, 13)}, "end_date", "The last day (12.03.2026) is before the first day (13.03.2026)."),
        ({"code": "TAKEN-1"}, "code", "The code TAKEN-1 is taken by another training."),
        ({"code": "taken-1"}, "code", "The code taken-1 is taken"),
        ({"code": ""}, "code", "Give the training a code."),
        ({"code": "new"}, "code", "“new” cannot be the code. A code has letters"),
        ({"code": "T 1"}, "code", "“T 1” cannot be the code."),
        ({"code": "T/1"}, "code", "“T/1” cannot be the code."),
        ({"code": "T-" + "1" * 40}, "code", "at most 40 characters"),
        ({"title": "x" * 256}, "title", "Title: Ensure this value has at most 255 characters (it has 256)."),
        ({"place": "x" * 256}, "place", "Place: Ensure this value has at most 255 characters (it has 256)."),
    ],
)  # fmt: skip
def test_create_is_refused_with_words_at_the_field(edition, facts, field, words):
    TrainingFactory(code="TAKEN-1")
    ModuleFactory(code="M05")

    with pytest.raises(TrainingRefused) as refusal:
        created(**facts)

    assert words in str(refusal.value)
    assert refusal.value.field == field
    assert Training.objects.count() == 1


def test_cancel_keeps_the_training_with_its_reason(training):
    cancel_training(training, reason=" Snow on the road ", by=None)

    training.refresh_from_db()
    assert (training.status, training.cancel_reason) == (
        "cancelled",
        "Snow on the road",
    )


@pytest.mark.parametrize(
    ("traits", "reason", "words"),
    [
        ({}, "  ", "Say why the training is cancelled."),
        (
            {"closed": True},
            "Snow",
            "Training T-1 is closed; nothing in it changes any more.",
        ),
        (
            {"cancelled": True},
            "Snow",
            "Training T-1 is cancelled; nothing in it changes any more.",
        ),
    ],
)
def test_cancel_is_refused_with_words(traits, reason, words):
    training = TrainingFactory(code="T-1", **traits)

    with pytest.raises(TrainingRefused, match=words):
        cancel_training(training, reason=reason, by=None)


def session_added(training, day=10, starts=9, ends=12):
    return add_session(
        training, day=date(2026, 3, day), starts=time(starts), ends=time(ends), by=None
    )


def test_session_is_added(training):
    session = session_added(training)

    assert (session.training, session.minutes) == (training, 180)


def test_the_page_of_a_session_says_whether_it_is_a_debrief(training, lead, client_of):
    client_of(lead).post(
        reverse("lms_delivery:session_add", args=[training.code]),
        {"date": "2026-03-10", "starts": "9:00", "ends": "10:00", "is_debrief": "on"},
    )

    assert training.sessions.get().is_debrief


def test_session_may_follow_another_at_once(training):
    session_added(training, starts=9, ends=12)

    assert session_added(training, starts=12, ends=15).pk


@pytest.mark.parametrize(
    ("facts", "field", "words"),
    [
        ({"day": 9}, "date", "09.03.2026 is outside the training, which is from 10.03.2026 to 12.03.2026."),
        ({"day": 13}, "date", "13.03.2026 is outside the training"),
        ({"starts": 12, "ends": 12}, "ends", "The session ends before it starts."),
        ({"starts": 14, "ends": 16}, "starts", "There is a session from 13:00 to 15:00 on that day already."),
    ],
)  # fmt: skip
def test_session_is_refused_with_words_at_the_field(training, facts, field, words):
    SessionFactory(training=training, starts=time(13), ends=time(15))

    with pytest.raises(TrainingRefused) as refusal:
        session_added(training, **facts)

    assert words in str(refusal.value)
    assert refusal.value.field == field


def test_session_of_a_closed_training_is_refused():
    with pytest.raises(TrainingRefused, match="is closed"):
        session_added(TrainingFactory(closed=True))
