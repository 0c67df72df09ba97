"""Two people apply, enrol or mark at the same moment."""

import os
from datetime import UTC, datetime
from threading import Barrier, Thread
from uuid import uuid4

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core import mail
from django.db import OperationalError, connection, transaction
from django.utils import translation

from lms.delivery.domain import enrolment as enrolling
from lms.delivery.domain import importing
from lms.delivery.domain.arrivals import confirm_shown
from lms.delivery.domain.check_in import Claim, check_in
from lms.delivery.domain.enrolment import EnrolmentRefused, enrol
from lms.delivery.domain.facilitation import FacilitatorRefused, add_facilitator
from lms.delivery.domain.importing import apply
from lms.delivery.domain.marking import mark
from lms.delivery.domain.roll_call import Handover, Said, receive
from lms.delivery.domain.sending import claim, send_letters
from lms.delivery.domain.sheet_said import Said as SheetSaid
from lms.delivery.domain.wall_code import Scan
from lms.delivery.models import (
    CheckIn,
    Enrolment,
    Facilitator,
    Letter,
    Mark,
    MarkEvent,
    Session,
    SheetImport,
    SheetRow,
    Training,
)
from lms.delivery.models.training import TrainingQuerySet
from tests.delivery.making_sheets import NOW, person, sheet
from tests.factories.curriculum import ModuleEditionFactory
from tests.factories.delivery import (
    EnrolmentFactory,
    LetterFactory,
    SessionFactory,
    TrainingFactory,
)
from tests.factories.people import AccreditationFactory, ProfessionalFactory
from tests.factories.site import restore_base
from tests.factories.users import UserFactory
from trainers_pool.models import Professional

pytestmark = pytest.mark.django_db(transaction=True)

#: How often a phone repeats itself at once; FENER_REPEATS=50 is the heavy form.
REPEATS = int(os.environ.get("FENER_REPEATS", "12"))


@pytest.fixture(scope="session", autouse=True)
def _base_rows_outlive_the_flush(django_db_setup, django_db_blocker):
    """These tests empty every table at their end; a kept database stays usable."""
    yield
    with django_db_blocker.unblock():
        ContentType.objects.clear_cache()
        restore_base()


@pytest.fixture
def training(transactional_db):
    return TrainingFactory(code="TIT-2026-01", editions=[ModuleEditionFactory()])


def at_once(*deeds):
    """Run the deeds in threads that start together; what each returned or raised."""
    gate, results = Barrier(len(deeds)), [None] * len(deeds)

    def run(number, deed):
        try:
            with translation.override("en"):
                gate.wait()
                results[number] = deed()
        except Exception as error:  # noqa: BLE001 -- shown in the results
            results[number] = error
        finally:
            connection.close()

    threads = [Thread(target=run, args=pair) for pair in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return results


def test_same_file_applied_by_two_at_once_is_applied_once(training):
    content = sheet(person(), person("Besa", email=""))

    def deed():
        return apply(content, "l.csv", training=training, by=None, now=NOW)

    reports = at_once(deed, deed)

    assert sorted(report.applied for report in reports) == [False, True]
    assert SheetImport.objects.count() == 1
    assert (Professional.objects.count(), Enrolment.objects.count()) == (2, 2)
    assert (Session.objects.count(), Mark.objects.count()) == (2, 4)


def test_two_sheets_with_the_same_people_at_once_create_them_once(training):
    def applying(number):
        rows = [person(), person("Besa", email=""), person(f"Zana{number}", email="")]
        return lambda: apply(
            sheet(*rows), f"{number}.csv", training=training, by=None, now=NOW
        )

    reports = at_once(applying(1), applying(2))

    assert [report.applied for report in reports] == [True, True]
    assert Professional.objects.count() == 4
    assert (SheetImport.objects.count(), Session.objects.count()) == (2, 2)


def test_apply_waits_while_somebody_else_changes_the_training(training):
    results = []

    def run():
        results.append(
            apply(sheet(person()), "l.csv", training=training, by=None, now=NOW)
        )
        connection.close()

    worker = Thread(target=run)
    with transaction.atomic():
        Training.objects.select_for_update().get(pk=training.pk)
        worker.start()
        worker.join(0.5)
        assert worker.is_alive()
        assert results == []
    worker.join(60)

    assert results[0].applied


@pytest.fixture
def decided(training):
    """A row waits in `training`; applying the sheet to a later one decides both."""
    later = TrainingFactory()
    arta = ProfessionalFactory(
        first_name="Arta", last_name="Berisha", email="x@example.org"
    )
    apply(sheet(person()), "1.csv", training=training, by=None, now=NOW)

    def applying():
        return apply(
            sheet(person()), "2.csv", training=later, by=None, now=NOW,
            said=SheetSaid(people={2: arta.pk}),
        )  # fmt: skip

    return training, later, applying


def held_while_waiting(waited_for, other, deed):
    """Whether `deed`, while it waits for one training, holds the other."""
    worker = Thread(target=lambda: (deed(), connection.close()))
    is_held = False
    with transaction.atomic():
        Training.objects.select_for_update().get(pk=waited_for.pk)
        worker.start()
        worker.join(0.7)
        assert worker.is_alive()
        try:
            with transaction.atomic():
                Training.objects.select_for_update(nowait=True).get(pk=other.pk)
        except OperationalError:
            is_held = True
    worker.join(60)
    return is_held


def test_apply_that_decides_locks_all_trainings_in_one_order(decided):
    waits_in, applied_to, deed = decided

    assert not held_while_waiting(waits_in, applied_to, deed)
    assert Enrolment.objects.count() == 2
    assert not SheetRow.objects.awaiting_decision().exists()


def test_apply_that_locks_its_own_training_first_would_hold_it(decided, monkeypatch):
    """Negative control: somebody who locks in the other order would wait for ever.

    On SQLite nobody can: whoever writes holds the whole database.
    """
    monkeypatch.setattr(importing, "keys_decided", lambda *a, **k: set())
    waits_in, applied_to, deed = decided

    is_held = held_while_waiting(waits_in, applied_to, deed)

    assert is_held == (connection.vendor == "postgresql")


def test_apply_does_not_wait_without_the_lock(training):
    """Negative control: nothing else keeps the worker above from finishing."""
    results = at_once(
        lambda: apply(sheet(person()), "l.csv", training=training, by=None, now=NOW)
    )

    assert results[0].applied


def test_nobody_becomes_participant_and_facilitator_at_once(training):
    trainer = AccreditationFactory(edition=training.editions.get()).trainer

    results = at_once(
        lambda: enrol(trainer.professional, training=training, by=None, now=NOW),
        lambda: add_facilitator(training, trainer=trainer, role="lead", by=None),
    )

    refusals = [
        r for r in results if isinstance(r, EnrolmentRefused | FacilitatorRefused)
    ]
    assert len(refusals) == 1
    assert Enrolment.objects.count() + Facilitator.objects.count() == 1


def test_two_marks_at_once_leave_one_current_and_both_words(training):
    session = SessionFactory(training=training)
    enrolment = EnrolmentFactory(training=training)
    now = datetime(2026, 3, 10, 8, tzinfo=UTC)

    def marking(value):
        return lambda: mark(
            enrolment, session=session, value=value, source="live", by=None, now=now
        )

    at_once(marking("present"), marking("absent"))

    words = list(MarkEvent.objects.in_order())
    assert {word.value for word in words} == {"present", "absent"}
    assert Mark.objects.get().value == words[-1].value


def test_word_that_arrives_many_times_at_once_is_kept_once(training):
    session = SessionFactory(training=training)
    enrolment = EnrolmentFactory(training=training)
    handover = Handover(device=uuid4(), by=UserFactory(), now=NOW, sent_at=NOW)
    word = Said(
        id=uuid4(),
        value="late",
        sequence=1,
        seen=0,
        enrolment=enrolment.pk,
        said_at=NOW,
    )

    answers = at_once(*[lambda: receive(session, [word], handover=handover)] * REPEATS)

    assert [[one.is_kept for one in each] for each in answers] == [[True]] * REPEATS
    assert MarkEvent.objects.get().pk == word.id
    assert Mark.objects.get().value == "late"


def test_words_of_many_phones_at_once_are_all_kept(training):
    session = SessionFactory(training=training)
    people = EnrolmentFactory.create_batch(3, training=training)
    lead = UserFactory()

    def phone(number):
        handover = Handover(device=uuid4(), by=lead, now=NOW, sent_at=NOW)
        words = [
            Said(id=uuid4(), value="present", sequence=place, seen=0, enrolment=one.pk)
            for place, one in enumerate(people, start=1)
        ]
        return receive(session, words, handover=handover)

    answers = at_once(*[lambda n=n: phone(n) for n in range(REPEATS)])

    kept = [one.id for each in answers for one in each if one.is_kept]
    assert set(MarkEvent.objects.values_list("pk", flat=True)) == set(kept)
    assert len(kept) == len(set(kept)) == REPEATS * len(people)
    assert sorted(MarkEvent.objects.values_list("number", flat=True)) == list(
        range(1, len(kept) + 1)
    )


def race_for_places(training, seats, applicants, enrol=enrol):
    training.capacity = seats
    training.save()
    people = ProfessionalFactory.create_batch(applicants)
    now = datetime(2026, 2, 1, tzinfo=UTC)
    return at_once(
        *[
            lambda person=person: enrol(person, training=training, by=None, now=now)
            for person in people
        ]
    )


def test_last_two_places_go_to_two_of_many_who_ask_at_once(training):
    """R4; with FENER_REPEATS=50 fifty of them."""
    results = race_for_places(training, 2, REPEATS)

    statuses = sorted(str(one.status) for one in results)
    assert statuses == ["enrolled"] * 2 + ["waiting"] * (REPEATS - 2)
    assert Enrolment.objects.attending().count() == 2
    moments = Enrolment.objects.waiting().values_list("waiting_since", flat=True)
    assert None not in moments


def test_without_the_lock_more_than_two_get_the_last_places(training, monkeypatch):
    """Negative control of the one above: everybody counts before anybody is in."""
    everybody_counted = Barrier(4)

    def has_place(training):
        taken = training.enrolments.attending().count()
        everybody_counted.wait(60)
        return taken < training.capacity

    monkeypatch.setattr(enrolling, "has_place", has_place)
    monkeypatch.setattr(TrainingQuerySet, "select_for_update", lambda query: query)
    race_for_places(training, 2, 4, enrol=enrol.__wrapped__)

    assert Enrolment.objects.attending().count() == 4


#: Before the training of these tests begins.
BEFORE = datetime(2026, 3, 1, 9, tzinfo=UTC)


def test_rounds_of_letters_at_once_send_each_letter_once(training):
    people = EnrolmentFactory.create_batch(5, training=training)

    at_once(*[lambda: send_letters(clock=lambda: BEFORE)] * 4)

    assert sorted(one.to for one in mail.outbox) == sorted(
        [place.professional.email] for place in people
    )
    assert set(Letter.objects.values_list("state", "tries")) == {("sent", 1)}


def test_letter_is_claimed_by_one_of_many_at_once(training):
    place = EnrolmentFactory(training=training)
    letter = LetterFactory(
        training=training, professional=place.professional, made_at=BEFORE
    )

    claims = at_once(*[lambda: claim(letter, now=BEFORE)] * REPEATS)

    (won,) = [one for one in claims if one is not None]
    assert won.letter == letter
    assert Letter.objects.get().tries == 1


def test_letters_of_their_own_are_all_claimed_at_once(training):
    """Negative control: nothing but the one claim keeps the others above away."""
    letters = [
        LetterFactory(
            training=training,
            professional=EnrolmentFactory(training=training).professional,
            made_at=BEFORE,
        )
        for _each in range(4)
    ]

    claims = at_once(*[lambda one=one: claim(one, now=BEFORE) for one in letters])

    assert [one.letter for one in claims] == letters


def test_check_in_that_is_repeated_and_confirmed_at_once_is_one(training):
    session = SessionFactory(training=training)
    person = EnrolmentFactory(training=training).professional
    by = UserFactory()
    scan = Scan(session=session.pk, code_made_at=NOW, scanned_at=NOW, phone="a")
    typed = Claim(
        first_name=person.first_name, last_name=person.last_name, email=person.email
    )

    made = at_once(*[lambda: check_in(scan, claim=typed, now=NOW)] * 4)

    one = CheckIn.objects.get()
    assert made == [one] * 4
    done = at_once(
        *[lambda: confirm_shown(session, [one.pk], by=by, now=NOW).people] * 2
    )
    assert sorted(done) == [0, 1]
    assert MarkEvent.objects.get().source == "self"
